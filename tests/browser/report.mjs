// Opens the HTML report in a real Chromium, from the disk: it loads nothing, logs no error, filters, fits a phone, reads
// in light and dark, prints, and axe finds no violation; one of 500 campaigns opens as fast.
// Usage: node report.mjs REPORT.html REPORT-OF-500.html [FOLDER FOR PICTURES]
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [, , report, many, pictures] = process.argv;
const [url, urlOfMany] = [report, many].map((path) => pathToFileURL(resolve(path)).href);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let checks = 0;
const holds = (value, what) => { assert.ok(value, what); checks += 1; };
try {
  for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const errors = [];
    const requests = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("request", (request) => requests.push(request.url()));
    const start = Date.now();
    await page.goto(url);
    holds(Date.now() - start < 2000, "the page opens in under two seconds");
    holds(errors.length === 0, `no error is logged: ${errors}`);
    holds(requests.length === 1 && requests[0] === url, `nothing is asked for: ${requests}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    holds(overflow <= 0, `the page fits ${width} pixels, ${overflow} too many`);
    const shown = () => page.locator("dl:not(.why) dd:visible").count();
    const all = await shown();
    holds(all > 0, "findings are shown");
    await page.getByLabel("errors", { exact: true }).uncheck();
    holds((await page.locator(".e dd:visible").count()) === 0, "errors can be left out");
    await page.getByLabel("errors", { exact: true }).check();
    await page.getByLabel("with the words").fill("no campaign says this");
    holds((await shown()) === 0, "words filter");
    holds((await page.locator("dl:not(.why) dt:visible").count()) === 0, "and no line stays without its finding");
    await page.getByLabel("with the words").fill("after the");
    await page.getByLabel("with the words").fill("");
    holds((await shown()) === all, "and let go");
    const marks = await page.evaluate(() => [...document.querySelectorAll("section > svg")].map((svg) => svg.getBBox().width));
    holds(marks.length > 1 && marks.every((width) => width > 200), `the marks of each lane are drawn: ${marks}`);
    const misplaced = await page.evaluate(() => document.querySelectorAll(":not(dl) > dd, :not(dl) > dt, dd dd, p p, p dl").length);
    holds(misplaced === 0, "the browser sees the tree that was meant");
    await page.keyboard.press("Tab");
    holds(await page.evaluate(() => document.activeElement !== document.body), "the keyboard reaches something");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    const told = violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
    holds(violations.length === 0, `axe: ${told.join("\n")}`);
    if (pictures) await page.screenshot({ path: `${pictures}/report-${width}-${colorScheme}.png`, fullPage: true });
    await context.close();
  }
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  holds((await page.locator("dl:not(.why) dd:visible").count()) > 0, "it is read without its script");
  holds(!(await page.locator("#filter").isVisible()), "what needs the script is not shown without it");
  await page.emulateMedia({ media: "print" });
  holds((await page.locator("dl:not(.why) dd:visible").count()) > 0, "it prints");
  const took = [];
  for (let round = 0; round < 3; round += 1) {
    const start = Date.now();
    await page.goto(urlOfMany);
    took.push(Date.now() - start);
  }
  holds(Math.min(...took) < 2000, `500 campaigns open in under two seconds: ${took} ms`);
  holds((await page.locator("section:visible").count()) > 500, "all of them");
  const bytes = statSync(many).size;
  holds(bytes < 5_000_000, `500 campaigns stay under 5 MB: ${bytes}`);
  console.log(`browser: 500 campaigns, ${bytes} bytes, open in ${Math.min(...took)} ms`);
} finally {
  await browser.close();
}
console.log(`browser: ${checks} passed, 0 failed`);
