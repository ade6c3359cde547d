// The screen of a session, computed anew by the server whenever something was said, and the head map as a
// thing to work on. Without this file the same form works with its buttons.

const form = document.querySelector("#inject");
const aloud = document.querySelector("#aloud");
const WAIT = 250; // milliseconds after the last letter
const COLUMNS = 320, ROWS = 400, REACH = 16; // of a view, as the drawing has them
const marks = {}, acts = [], changed = new Map();
let flying = false, wanted = false, timer = 0, here = null, wish = null;

document.documentElement.classList.add("scripted");

// Computing: one question at a time. What is said while the server thinks is kept, and asked about next. ---------

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => compute(), WAIT);
}

function compute(name, value) {
  clearTimeout(timer);
  if (name) acts.push([name, value]);
  wanted = true;
  if (!flying) fly();
}

async function fly() {
  flying = true;
  form.setAttribute("aria-busy", "true");
  while (acts.length || wanted) {
    wanted = false;
    const act = acts.shift();
    const answer = await asked(act);
    if (answer) apply(answer, act);
    else break;
  }
  flying = false;
  form.removeAttribute("aria-busy");
}

async function asked(act) {
  const body = new FormData(form);
  changed.clear();
  if (act) body.set(...act);
  for (const [part, mark] of Object.entries(marks)) body.set(`have.${part}`, mark);
  for (const key of [...body.keys()]) if (key.endsWith(".password")) body.delete(key);
  try {
    const answer = await fetch(form.dataset.plan, { method: "POST", body, headers: { "X-About": form.elements.about.value } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    return await answer.json();
  } catch {
    aloud.textContent = form.dataset.lost;
    warn(form.dataset.lost);
    return null;
  }
}

function apply(answer, act) {
  document.querySelector("#lost")?.remove();
  for (const [key, said] of Object.entries(answer.fields)) {
    const field = form.elements[key];
    if (field && field !== document.activeElement) field.value = said;
  }
  for (const [part, made] of Object.entries(answer.parts)) put(part, made);
  for (const said of changed.values()) again(said);
  if (answer.said) aloud.textContent = answer.said;
  if (act && answer.refused) warn(answer.said);
}

function note(field) {
  const box = field.type === "checkbox" || field.type === "radio";
  changed.set(box ? `${field.name}=${field.value}` : field.name, { name: field.name, value: field.value, checked: field.checked, box });
}

function again({ name, value, checked, box }) {
  const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const field = box ? fields.find((one) => one.value === value) : fields[0];
  if (!field) return;
  if (box) field.checked = checked;
  else if (field.value !== value) field.value = value;
}

function warn(text) {
  let line = document.querySelector("#lost");
  if (!line) {
    line = Object.assign(document.createElement("p"), { id: "lost", className: "said warning" });
    document.querySelector("[data-part=map]").prepend(line);
  }
  line.textContent = text;
}

function put(part, made) {
  const place = form.querySelector(`[data-part="${part}"]`);
  const kept = keep(place);
  place.innerHTML = made.html;
  marks[part] = made.mark;
  back(place, kept);
  if (part === "map") rove();
}

function keep(place) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const typed = {};
  for (const field of place.querySelectorAll("input[type=password]")) typed[field.name] = field.value;
  const open = [...place.querySelectorAll("details[open] > summary")].map((one) => said(one));
  return {
    typed, open,
    site: focused?.dataset.site, id: focused?.id,
    name: focused?.name, value: focused?.value,
    button: focused?.tagName === "BUTTON", summary: focused?.tagName === "SUMMARY" ? said(focused) : null,
    from: focused && "selectionStart" in focused ? safely(() => focused.selectionStart) : null,
  };
}

const said = (summary) => summary.getAttribute("aria-label") || summary.textContent.trim();
const safely = (take) => { try { return take(); } catch { return null; } };

function back(place, kept) {
  for (const [name, value] of Object.entries(kept.typed)) {
    const field = place.querySelector(`[name="${CSS.escape(name)}"]`);
    if (field) field.value = value;
  }
  for (const summary of place.querySelectorAll("details > summary")) {
    if (kept.open.includes(said(summary))) summary.parentElement.open = true;
    if (kept.summary === said(summary)) summary.focus();
  }
  let field = kept.id ? place.querySelector(`#${CSS.escape(kept.id)}`) : null;
  if (!field && kept.name) {
    const same = [...place.querySelectorAll(`[name="${CSS.escape(kept.name)}"]`)];
    field = same.length > 1 || kept.button ? same.find((one) => one.value === kept.value) : same[0];
  }
  field?.focus({ preventScroll: true });
  if (field && kept.from !== null) safely(() => field.setSelectionRange(kept.from, kept.from));
  if (kept.site) focus(wish ?? kept.site);
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.name === "record") {
    button.classList.add("sent");
    if (form.dataset.sent) event.preventDefault(); // a second click of a double click
    form.dataset.sent = "1";
    return;
  }
  event.preventDefault();
  compute(button?.name, button?.value);
});
addEventListener("pageshow", () => delete form.dataset.sent);
const SILENT = new Set(["birth_year", "complications", "note", "needle", "correction_why"]); // nothing follows from them
const matters = (field) => field.type !== "password" && !SILENT.has(field.name);
form.addEventListener("input", (event) => { note(event.target); if (matters(event.target)) later(); });
form.addEventListener("change", (event) => { note(event.target); if (matters(event.target)) compute(); });

// The head map ---------------------------------------------------------------------------------

const all = () => [...form.querySelectorAll(".view [data-site]")].sort((one, other) => number(one) - number(other));
const number = (mark) => parseInt(mark.getAttribute("aria-label"), 10) || 1000;
const mark = (code) => form.querySelector(`.view [data-site="${CSS.escape(code ?? "")}"]`);
const row = (code) => form.querySelector(`tr[data-code="${CSS.escape(code)}"]`);

function parsed(code) {
  const found = /^(.+?)(-extra)?-(\d+)-(right|left|midline)$/.exec(code);
  return { muscle: found[1], extra: Boolean(found[2]), number: +found[3], side: found[4], place: `${found[1]}:${found[4]}` };
}

function at(one) {
  const found = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(one.getAttribute("transform"));
  return { x: +found[1], y: +found[2] };
}

function rove() {
  const every = all();
  const now = mark(here) ?? every[0];
  for (const one of every) one.setAttribute("tabindex", one === now ? "0" : "-1");
}

function focus(code) {
  const one = mark(code) ?? all().find((each) => code && each.dataset.site.startsWith(parsed(code).muscle)) ?? all()[0];
  if (!one) return;
  here = one.dataset.site;
  wish = null;
  rove();
  one.focus({ preventScroll: true });
}

function shown(code) {
  for (const one of form.querySelectorAll(".here")) one.classList.remove("here");
  mark(code)?.classList.add("here");
  row(code)?.classList.add("here");
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function nearest(one, [across, down]) {
  const from = at(one), view = one.closest(".view");
  let best = null, least = Infinity;
  for (const other of view.querySelectorAll("[data-site]")) {
    if (other === one) continue;
    const to = at(other), ahead = (to.x - from.x) * across + (to.y - from.y) * down;
    const beside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * across);
    if (ahead <= 0.5) continue;
    const far = ahead + 2 * beside;
    if (far < least) [best, least] = [other, far];
  }
  if (best) return best;
  const views = [...form.querySelectorAll(".view")], next = views[views.indexOf(view) + (across + down)];
  return next ? next.querySelector("[data-site]") : null;
}

function growing() {
  return [...form.querySelectorAll("button[name=more]")].map((button) => button.value);
}

function moved(place, [across, down]) {
  const places = growing(), now = places.indexOf(place);
  return places[(now + (across + down > 0 ? 1 : places.length - 1)) % places.length];
}

form.addEventListener("focusin", (event) => {
  const one = event.target.closest(".view [data-site]");
  if (one) { here = one.dataset.site; rove(); shown(here); }
  const line = event.target.closest("tr[data-code]");
  if (line) shown(line.dataset.code);
});

form.addEventListener("keydown", (event) => {
  const one = event.target.closest(".view [data-site]");
  if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
  const code = one.dataset.site, site = parsed(code), way = WAYS[event.key];
  const acts = {
    "+": () => more(site.place), "=": () => more(site.place),
    "-": () => (site.extra ? fewer(site.place) : details(code, "omit")),
    "Delete": () => (site.extra ? fewer(site.place) : details(code, "omit")),
    "Enter": () => details(code), " ": () => details(code),
    "Home": () => focus(all()[0].dataset.site), "End": () => focus(all().at(-1).dataset.site),
  };
  if (way && event.shiftKey && site.extra) { const goal = moved(site.place, way); wish = `${goal.replace(":", "-extra-1-")}`; compute("move", `${site.place}>${goal}`); }
  else if (way) { const next = nearest(one, way); if (next) focus(next.dataset.site); }
  else if (acts[event.key]) acts[event.key]();
  else return;
  event.preventDefault();
  event.stopPropagation();
});

function more(place) {
  const count = form.querySelectorAll(`.view [data-site^="${place.split(":")[0]}-extra-"][data-site$="-${place.split(":")[1]}"]`).length;
  wish = place.replace(":", `-extra-${count + 1}-`);
  compute("more", place);
}
function fewer(place) { wish = null; compute("fewer", place); }

// A tap means the nearest mark, else the muscle; an extra site is dragged to another muscle.

let held = null;

function under(event, svg) {
  const box = svg.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * COLUMNS, y = ((event.clientY - box.top) / box.height) * ROWS;
  let best = null, least = REACH;
  for (const one of svg.querySelectorAll("[data-site]")) {
    const spot = at(one), far = Math.hypot(spot.x - x, spot.y - y);
    if (far <= least) [best, least] = [one, far];
  }
  return best;
}

function muscle(event) {
  return document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.classList.contains("place"));
}

form.addEventListener("pointerdown", (event) => {
  const svg = event.target.closest(".view svg");
  const one = svg && under(event, svg);
  if (!one || !parsed(one.dataset.site).extra || event.button) return;
  held = { one, x: event.clientX, y: event.clientY, moving: false };
  svg.setPointerCapture?.(event.pointerId);
});
form.addEventListener("pointermove", (event) => {
  if (!held) return;
  held.moving ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > 8;
  if (!held.moving) return;
  held.one.classList.add("drag");
  for (const each of form.querySelectorAll(".goal")) each.classList.remove("goal");
  muscle(event)?.classList.add("goal");
});
form.addEventListener("pointerup", (event) => {
  const was = held;
  held = null;
  for (const each of form.querySelectorAll(".goal, .drag")) each.classList.remove("goal", "drag");
  const svg = event.target.closest?.(".view svg");
  if (was?.moving) {
    const goal = muscle(event), from = parsed(was.one.dataset.site).place;
    const to = goal && `${goal.dataset.muscle}:${goal.dataset.side}`;
    if (to && to !== from) compute("move", `${from}>${to}`);
    return;
  }
  if (!svg || event.button) return;
  const one = under(event, svg), area = muscle(event);
  if (one) { focus(one.dataset.site); details(one.dataset.site); }
  else if (area) more(`${area.dataset.muscle}:${area.dataset.side}`);
});
form.addEventListener("pointercancel", () => { held = null; });

// The details of a site: the fields of its row, brought to the front.

function details(code, part) {
  const line = row(code);
  if (!line) return;
  const dialog = document.createElement("dialog");
  dialog.className = "site";
  const title = Object.assign(document.createElement("h2"), { id: "site-title", textContent: mark(code)?.getAttribute("aria-label") ?? code });
  dialog.setAttribute("aria-labelledby", "site-title");
  const stack = Object.assign(document.createElement("form"), { className: "stack", method: "dialog" });
  stack.append(title);
  const fields = [...line.querySelectorAll("details input")];
  for (const field of fields) {
    const label = Object.assign(document.createElement("label"), { textContent: line.querySelector(`label[for="${CSS.escape(field.id)}"]`).textContent });
    const copy = Object.assign(document.createElement("input"), { value: field.value });
    copy.dataset.to = field.id;
    const whole = Object.assign(document.createElement("div"), { className: "field" });
    label.append(document.createElement("br"), copy);
    whole.append(label);
    stack.append(whole);
  }
  stack.append(Object.assign(document.createElement("button"), { className: "main", textContent: "OK" }));
  dialog.append(stack);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    let other = false;
    if (dialog.returnValue !== "cancel") {
      for (const copy of dialog.querySelectorAll("input")) {
        const field = document.getElementById(copy.dataset.to);
        if (field && field.value !== copy.value) { field.value = copy.value; note(field); other = true; }
      }
    }
    dialog.remove();
    wish = code;
    focus(code);
    if (other) compute();
  });
  dialog.addEventListener("cancel", () => { dialog.returnValue = "cancel"; });
  dialog.returnValue = "";
  dialog.showModal();
  dialog.querySelector(part === "omit" ? "input" : "button").focus();
}

rove();
