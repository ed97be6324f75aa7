// Opens the HTML report in a real Chromium, from the disk: it loads nothing, logs no error, filters, fits a phone, reads
// in light and dark, prints, and axe finds no violation. Usage: node report.mjs REPORT.html [FOLDER FOR PICTURES]
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [, , report, pictures] = process.argv;
const url = pathToFileURL(resolve(report)).href;
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
    const shown = () => page.locator(".finding:visible").count();
    const all = await shown();
    holds(all > 0, "findings are shown");
    await page.getByLabel("error", { exact: true }).uncheck();
    holds((await page.locator(".finding.error:visible").count()) === 0, "errors can be left out");
    await page.getByLabel("error", { exact: true }).check();
    await page.getByLabel("with the words").fill("no campaign says this");
    holds((await shown()) === 0, "words filter");
    await page.getByLabel("with the words").fill("");
    holds((await shown()) === all, "and let go");
    await page.keyboard.press("Tab");
    holds(await page.evaluate(() => document.activeElement !== document.body), "the keyboard reaches something");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    const told = violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
    holds(violations.length === 0, `axe: ${told.join("\n")}`);
    if (pictures) await page.screenshot({ path: `${pictures}/report-${width}-${colorScheme}.png` });
    await context.close();
  }
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  holds((await page.locator(".finding:visible").count()) > 0, "it is read without its script");
  holds(!(await page.locator("#filter").isVisible()), "what needs the script is not shown without it");
  await page.emulateMedia({ media: "print" });
  holds((await page.locator(".finding:visible").count()) > 0, "it prints");
} finally {
  await browser.close();
}
console.log(`browser: ${checks} passed, 0 failed`);
