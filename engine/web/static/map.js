// The map: point to see who it is, click to open, drag to list, pick a group. The lists below it
// say the same without this file.
const page = document.querySelector("[data-map]");
const plane = page.querySelector(".ch-plane");
if (plane) start();

function start() {
  page.classList.add("scripted");
  const spots = [...plane.querySelectorAll("circle")];
  // The browser's own tooltips would stand beside ours.
  const said = new Map(spots.map((spot) => {
    const title = spot.querySelector("title");
    const lines = title.textContent.split("\n");
    title.remove();
    return [spot, lines];
  }));
  plane.querySelector("title")?.remove();
  plane.setAttribute("aria-label", page.querySelector("h1").textContent);
  const tip = document.createElement("div");
  tip.className = "map-tip";
  tip.hidden = true;
  page.append(tip);
  const brush = document.createElementNS(plane.namespaceURI, "rect");
  brush.setAttribute("class", "map-brush");
  plane.append(brush);
  const picked = page.querySelector(".picked");
  const buttons = [...page.querySelectorAll("[data-pick]")];

  const open = (spot) => { location.href = `/creators/${spot.dataset.key}${page.dataset.query}`; };

  function tell(event) {
    const lines = said.get(event.target);
    tip.hidden = !lines;
    if (!lines) return;
    tip.replaceChildren(...lines.map((line, i) => {
      const part = document.createElement(i ? "span" : "strong");
      part.textContent = line;
      part.dir = "auto";
      return part;
    }));
    const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const below = event.clientY + 16;
    const top = below + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : below;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${Math.max(8, top)}px`;
  }

  function pick(chosen, words) {
    for (const spot of spots) spot.classList.toggle("ch-off", chosen !== null && !chosen.has(spot));
    picked.hidden = chosen === null;
    if (chosen === null) {
      for (const button of buttons) button.setAttribute("aria-pressed", "false");
      return;
    }
    picked.querySelector("h2").textContent = words;
    const rank = (spot) => Number(said.get(spot)[2].match(/\d[\d,]*/)[0].replaceAll(",", ""));
    const rows = [...chosen].sort((a, b) => rank(a) - rank(b)).map((spot) => {
      const [name, where, place, group] = said.get(spot);
      const row = document.createElement("li");
      const link = document.createElement("a");
      link.href = `/creators/${spot.dataset.key}${page.dataset.query}`;
      link.textContent = name;
      const rest = document.createElement("span");
      rest.className = "soft";
      rest.textContent = ` ${where}, ${place}; ${group}`;
      row.append(link, rest);
      return row;
    });
    picked.querySelector("ul").replaceChildren(...rows);
  }

  const at = (event) => {
    const there = new DOMPoint(event.clientX, event.clientY).matrixTransform(plane.getScreenCTM().inverse());
    return [there.x, there.y];
  };
  let from = null;
  let dragged = false;
  plane.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button) return;
    from = at(event);
    dragged = false;
  });
  plane.addEventListener("pointermove", (event) => {
    if (!from) return tell(event);
    const [x, y] = at(event);
    const wide = Math.abs(x - from[0]);
    const high = Math.abs(y - from[1]);
    if (!dragged && wide + high < 12) return;
    if (!dragged) plane.setPointerCapture(event.pointerId);
    dragged = true;
    tip.hidden = true;
    const box = { x: Math.min(x, from[0]), y: Math.min(y, from[1]), width: wide, height: high };
    for (const [name, value] of Object.entries(box)) brush.setAttribute(name, value);
  });
  plane.addEventListener("pointerup", () => {
    const box = brush.getBBox();
    from = null;
    brush.setAttribute("width", 0);
    if (!dragged) return;
    const within = spots.filter((spot) => {
      const [x, y] = [spot.cx.baseVal.value, spot.cy.baseVal.value];
      return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    });
    pick(within.length ? new Set(within) : null, `${within.length} picked on the map`);
  });
  plane.addEventListener("pointerleave", () => { tip.hidden = true; });
  plane.addEventListener("click", (event) => {
    if (dragged) { dragged = false; return; }
    if (!said.has(event.target)) return;
    // On a touch screen the first tap shows, the second opens.
    if (matchMedia("(hover: none)").matches && tip.dataset.of !== event.target.dataset.key) {
      tell(event);
      tip.dataset.of = event.target.dataset.key;
      return;
    }
    open(event.target);
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      pick(null);
      if (!on) return;
      button.setAttribute("aria-pressed", "true");
      const chosen = spots.filter((spot) => spot.dataset.group === button.dataset.pick);
      pick(new Set(chosen), button.closest("section").querySelector("h2").textContent.trim());
      plane.scrollIntoView({ block: "nearest" });
    });
  }
  picked.querySelector("button").addEventListener("click", () => pick(null));
  addEventListener("keydown", (event) => { if (event.key === "Escape") pick(null); });
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
}
