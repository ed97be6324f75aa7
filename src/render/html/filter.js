"use strict";
(() => {
  const form = document.getElementById("filter");
  const told = document.getElementById("told");
  const all = [...document.querySelectorAll(".finding")];
  form.hidden = false;
  const apply = () => {
    const words = form.elements.words.value.trim().toLowerCase();
    let shown = 0;
    for (const one of all) {
      const on = form.elements[one.dataset.severity].checked && (!words || one.textContent.toLowerCase().includes(words));
      one.hidden = !on;
      shown += on ? 1 : 0;
    }
    told.textContent = `${shown} of ${all.length} shown`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
