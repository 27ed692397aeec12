"use strict";
// Everything works without this file; it only makes some of it quicker.
(() => {
  // On wide screens the filters are open from the start.
  if (matchMedia("(min-width: 900px)").matches) {
    for (const details of document.querySelectorAll("[data-open-wide]")) details.open = true;
  }
  // "/" goes to the box, unless something is being typed.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    const box = document.getElementById("brief");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  // Empty fields stay out of the address.
  for (const form of document.querySelectorAll("form[method=get]")) {
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
    });
  }
})();
