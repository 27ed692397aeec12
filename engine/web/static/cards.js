"use strict";
// Counts while a brand card is typed, and a look again when work is done. Works without, too.
(() => {
  const working = document.querySelector("[data-work]");
  if (working) {
    const look = async () => {
      const answer = await fetch(working.dataset.work);
      if (answer.ok && !(await answer.json()).running) location.reload();
      else setTimeout(look, 1500);
    };
    setTimeout(look, 1500);
  }
  // What somebody says of a post is sent beside the page, which then shows what moved.
  const moved = async (form, button) => {
    const body = new URLSearchParams(new FormData(form, button));
    const post = form.closest("[data-post]")?.dataset.post;
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !page.getElementById("numbers")) return form.submit();
    for (const id of ["numbers", "said"]) document.getElementById(id).replaceWith(page.getElementById(id));
    for (const stale of document.querySelectorAll("form.label")) stale.remove();
    document.getElementById("numbers").before(...page.querySelectorAll("form.label"));
    const at = (where) => [...where.querySelectorAll("[data-post]")].find((one) => one.dataset.post === post);
    const here = post && at(document);
    if (!here) return;
    const now = at(page);
    if (now) here.replaceWith(now);
    else here.classList.add("gone");
    if (!now) form.replaceChildren(`you said: ${button.value}; no longer listed, undo below`);
    (now ?? here).querySelector("button, a")?.focus();
  };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-label]")) return;
    event.preventDefault();
    moved(event.target, event.submitter).catch(() => event.target.submit());
  });
  const form = document.querySelector("[data-count]");
  if (!form) return;
  const part = (name) => form.querySelector(`[data-${name}]`);
  const posts = (n) => `${n.toLocaleString("en")} ${n === 1 ? "post" : "posts"}`;
  const entry = (text, n) => {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    const count = document.createElement("span");
    name.textContent = text;
    count.className = n ? "soft" : "none";
    count.textContent = posts(n);
    item.append(name, " ", count);
    return item;
  };
  const show = (found) => {
    part("posts").textContent = posts(found.posts);
    const least = found.looked_at < found.of;
    part("of").textContent =
      `of ${found.looked_at.toLocaleString("en")}` + (least ? ` stored last, of ${found.of.toLocaleString("en")}` : "");
    part("words").textContent = Object.entries(found.words).slice(0, 8)
      .map(([word, n]) => `${word} ${n.toLocaleString("en")}`).join(", ");
    part("warnings").replaceChildren(...found.warnings.map((text) => {
      const item = document.createElement("li");
      item.className = "note";
      item.textContent = text;
      return item;
    }));
    for (const list of form.querySelectorAll("[data-field]")) {
      const own = found.terms.filter((term) => term.field === list.dataset.field);
      list.replaceChildren(...own.map((term) => entry(term.text, term.posts)));
    }
  };
  let waiting = 0;
  let asking = null;
  const count = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.count, { method: "POST", body, signal: asking.signal });
      const found = await answer.json();
      if (answer.ok) show(found);
      else part("of").textContent = found.error;
    } catch (error) {
      if (error.name !== "AbortError") part("of").textContent = "The page cannot be reached.";
    }
  };
  form.addEventListener("input", (event) => {
    if (event.target.name === "keep" || !form.elements.name.value.trim()) return;
    clearTimeout(waiting);
    waiting = setTimeout(count, 400);
  });
})();
