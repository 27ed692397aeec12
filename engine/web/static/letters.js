"use strict";
// Letters can be selected and copied without this file; with it one button does both.
for (const card of document.querySelectorAll(".letter")) {
  const button = card.querySelector("[data-copy]");
  const said = card.querySelector("[data-said]");
  const text = card.querySelector("[data-text]");
  const subject = card.querySelector("[data-subject]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(`${subject.value}\n\n${text.value}`);
      said.textContent = "copied";
    } catch {
      text.select();
      said.textContent = "selected: copy it with Ctrl+C";
    }
  });
}
