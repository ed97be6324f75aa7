"use strict";
(() => {
  const form = document.getElementById("filter");
  const told = document.getElementById("told");
  const all = [];
  for (const list of document.querySelectorAll("dl:not(.why)")) {
    let line = null, more = null;
    for (const one of list.children) {
      if (one.tagName === "DD") {
        const words = [line, more, one].map((part) => part ? part.textContent : "").join(" ").toLowerCase();
        all.push({ one, list, heads: [line, more].filter(Boolean), words, severity: list.className });
      } else if (one.querySelector("u")) [line, more] = [one, null];
      else more = one;
    }
  }
  const apply = () => {
    const words = form.elements.words.value.trim().toLowerCase();
    const used = new Set();
    let shown = 0;
    for (const { one, list, heads, words: own, severity } of all) {
      const on = form.elements[severity].checked && own.includes(words);
      one.hidden = !on;
      if (!on) continue;
      shown += 1;
      for (const part of [list, list.closest("section"), ...heads]) used.add(part);
    }
    const parts = new Set(all.flatMap(({ list, heads }) => [list, list.closest("section"), ...heads]));
    for (const part of parts) part.hidden = !used.has(part);
    told.textContent = `${shown} of ${all.length} entries shown`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  told.textContent = `${all.length} entries shown`;
})();
