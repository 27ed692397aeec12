"use strict";
// Files may be dropped, and work is followed as it goes on. Without this file both work by forms.
(() => {
  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
  for (const form of document.querySelectorAll("[data-drop]")) {
    const input = form.querySelector("input[type=file]");
    const say = form.querySelector("[data-say]");
    const send = () => {
      const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
      if (bytes > Number(form.dataset.most)) {
        say.textContent = `${size(bytes)} is more than this page takes. In a terminal: overheard import FILE`;
        return;
      }
      say.textContent = `Sending ${[...input.files].map((file) => file.name).join(", ")} (${size(bytes)}) …`;
      form.requestSubmit();
    };
    const over = (on) => (event) => {
      event.preventDefault();
      form.classList.toggle("over", on);
    };
    form.addEventListener("dragover", over(true));
    form.addEventListener("dragleave", over(false));
    form.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      send();
    });
    input.addEventListener("change", () => input.files.length && send());
  }
  // A file dropped beside the form is not opened in place of the page.
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());

  const panel = document.querySelector("[data-job]");
  if (!panel) return;
  const phase = panel.querySelector("form button").textContent;
  const count = (number) => number.toLocaleString("en");
  const show = (job) => {
    const one = (name) => panel.querySelector(`[data-${name}]`);
    one("doing").textContent = job.doing;
    one("done").textContent = job.done === null ? ""
      : `${count(job.done)}${job.total ? ` of ${count(job.total)}` : ""} ${job.unit}`;
    const bar = one("bar");
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done || 0;
    } else bar.removeAttribute("value");
  };
  const source = new EventSource("/job/events");
  source.addEventListener("message", (event) => {
    const job = JSON.parse(event.data);
    if (job.ended_at || String(job.number) !== panel.dataset.job) {
      source.close();
      location.reload();
    } else if ((job.phase === "stopping") === (phase === "Stop")) location.reload();
    else show(job);
  });
})();
