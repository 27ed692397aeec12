// Shortlists work without this file; with it notes save themselves and weights reorder at once.

const ticked = () => {
  const shown = document.querySelector("[data-ticked]");
  if (!shown) return;
  const count = document.querySelectorAll("input[name=creator][form=keep]:checked").length;
  shown.textContent = count ? ` (${count})` : "";
};
document.addEventListener("change", ticked);
addEventListener("pageshow", ticked);

// Notes: a form is sent when a field of it has changed; what was sent is what it was from then on.
const say = (form, text) => { form.querySelector("[data-said]").textContent = text; };
const before = (form, name) => form.elements.namedItem(`was.${name}`);
const fields = (form) => [...form.elements].filter((field) => field.name && before(form, field.name));

const send = async (form) => {
  const values = new Map(fields(form).map((field) => [field.name, field.value]));
  if ([...values].every(([name, value]) => before(form, name).value === value)) return;
  say(form, "saving …");
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
    });
  } catch {
    say(form, "not saved: overheard serve does not answer. Save again.");
    return;
  }
  const said = await answer.json().catch(() => ({}));
  const stored = said.stored ?? {};
  if (answer.ok || answer.status === 409) {
    for (const [name, value] of values) before(form, name).value = stored[name] ?? value;
  }
  if (answer.ok) say(form, "saved");
  else if (answer.status === 409) {
    const theirs = Object.entries(stored).map(([name, value]) => `${name.replace(/^own\./, "")}: “${value}”`);
    say(form, `not saved, somebody else wrote ${theirs.join(", ")}. Save again to put yours in its place.`);
  } else say(form, `not saved: ${said.error ?? answer.status}`);
};

const queue = new WeakMap(); // one after the other, so that none overtakes
const sending = (form) => {
  const next = (queue.get(form) ?? Promise.resolve()).then(() => send(form));
  queue.set(form, next);
};
for (const form of document.querySelectorAll("form[data-marks]")) {
  form.addEventListener("change", () => sending(form));
  form.addEventListener("submit", (event) => { event.preventDefault(); sending(form); });
  form.addEventListener("input", () => say(form, ""));
}
addEventListener("beforeunload", (event) => {
  const open = [...document.querySelectorAll("form[data-marks]")].some((form) =>
    fields(form).some((field) => before(form, field.name).value.replaceAll("\r\n", "\n") !== field.value));
  if (open) event.preventDefault();
});

// Weights: a part is a share of its points; what is not known leaves its points to the others.
const sliders = document.querySelector("form[data-weights]");
const list = document.querySelector("[data-list]");
const scored = (shares, parts, weights) => {
  const known = Object.keys(shares).reduce((sum, part) => sum + weights[part], 0);
  const all = Object.values(weights).reduce((sum, points) => sum + points, 0);
  const points = {};
  for (const [part, given] of Object.entries(parts)) {
    if (part in shares) points[part] = known ? (shares[part] * weights[part] * all) / known : 0;
    else if (!(part in weights)) points[part] = given;
  }
  return points;
};
const upwards = (points) => Object.values(points).reduce((sum, one) => sum + Math.max(one, 0), 0);
const drawn = (card, points, full) => {
  let start = 0;
  for (const bar of card.querySelectorAll(".bar rect:not(.track)")) {
    const part = bar.dataset.part;
    const width = (Math.max(points[part] ?? 0, 0) / full) * 100;
    bar.setAttribute("x", `${start.toFixed(2)}%`);
    bar.setAttribute("width", `${width.toFixed(2)}%`);
    start += width;
  }
};
const reorder = () => {
  const weights = {};
  for (const slider of sliders.querySelectorAll("input[type=range]")) {
    weights[slider.name] = Number(slider.value);
    slider.nextElementSibling.value = slider.value;
    const kept = document.querySelector(`[data-keep-weights] input[name="${slider.name}"]`);
    kept.value = slider.value;
  }
  const cards = [...list.children].map((card) => {
    const points = scored(JSON.parse(card.dataset.shares), JSON.parse(card.dataset.parts), weights);
    return { card, points, score: Object.values(points).reduce((sum, one) => sum + one, 0) };
  });
  const full = Math.max(100, ...cards.map(({ points }) => upwards(points)));
  cards.sort((one, other) => other.score - one.score);
  cards.forEach(({ card, points, score }, i) => {
    card.querySelector("[data-place]").textContent = i + 1;
    card.querySelector("[data-score]").textContent = score.toFixed(1).replace("-", "\u2212");
    drawn(card, points, full);
  });
  list.append(...cards.map(({ card }) => card));
};
if (sliders && list) {
  sliders.querySelector("[data-no-script]").hidden = true;
  sliders.addEventListener("input", reorder);
  sliders.addEventListener("submit", (event) => event.preventDefault());
}
