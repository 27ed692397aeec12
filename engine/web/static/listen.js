"use strict";
// What is heard is shown as it comes. Without this file the page is looked at again by hand.
(() => {
  const panel = document.querySelector("[data-ear]");
  if (!panel) return;
  const now = panel.querySelector("[data-now]");
  let busy = false;
  const look = async () => {
    if (busy || document.hidden) return;
    // Nothing moves under who is reading or picking text.
    if (now.contains(document.activeElement) || !getSelection().isCollapsed) return;
    busy = true;
    try {
      const answer = await fetch("/listen/now");
      if (!answer.ok) return;
      const open = Boolean(now.querySelector("details[open]"));
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
      now.replaceChildren(...shown.body.childNodes);
      for (const details of now.querySelectorAll("details")) details.open = open;
    } catch {
      // The server is away for a moment: the next event tries again.
    } finally {
      busy = false;
    }
  };
  document.addEventListener("visibilitychange", look);
  const source = new EventSource("/listen/events");
  source.addEventListener("message", (event) => {
    const ear = JSON.parse(event.data);
    if (ear.over || String(ear.number) !== panel.dataset.ear || ear.phase !== panel.dataset.phase) {
      source.close();
      location.reload();
    } else look();
  });
})();
