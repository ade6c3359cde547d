// @ts-check
/**
 * The diary starts here: it opens the journal, shows the screen that the address names, and draws it anew when
 * something has changed.
 *
 * @typedef {(key: string, values?: Object<string, any>) => string} Say
 * @typedef {{title: string, part: Node}} Shown
 * @typedef {{journal: any, heart: ReturnType<typeof counting>, packs: any, language: string, say: Say, path: string[],
 *   now: () => Date, days: () => Object<string, any>, go: (path: string) => void, draw: (focus?: string) => void,
 *   fromHere: () => (focus?: string) => void, tell: (text: string) => void, wear: (more: Object<string, string>) => void,
 *   code: string, state: Object<string, any>, leaving: (() => Promise<void>) | null, reminder: string}} App
 */

import { counting } from "./diary/counts.js";
import { open } from "./keep/journal.js";
import { keepCurrent } from "./keep/version.js";
import { packs } from "./packs.js";
import * as appearance from "./screens/appearance.js";
import { clinic } from "./screens/clinic.js";
import { day } from "./screens/day.js";
import { h } from "./screens/elements.js";
import { erase } from "./screens/erase.js";
import { files } from "./screens/files.js";
import { first } from "./screens/first.js";
import { locked } from "./screens/locked.js";
import { month } from "./screens/month.js";
import { more } from "./screens/more.js";
import { numbers } from "./screens/numbers.js";
import { openDaysScreen } from "./screens/open_days.js";
import { remindWhileOpen } from "./screens/reminding.js";
import { ofThePhone, speaker } from "./screens/saying.js";
import { settings } from "./screens/settings.js";
import { sheet } from "./screens/sheet.js";
import { state } from "./screens/state.js";
import { today } from "./screens/today.js";

/** @type {Object<string, (app: App) => Shown | Promise<Shown>>} */
const SCREENS = { today, day, month, open: openDaysScreen, numbers, clinic, files, sheet, settings, erase, more };
const WAYS = ["today", "month", "numbers", "more"];
const MINUTE = 60_000;
const LOCK_AFTER = 5; // minutes, until the person says otherwise

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {App} */
const app = {
  journal: null, heart: counting(packs), packs, language: "en", say: speaker("en"), path: ["today"], code: "", state: {},
  leaving: null, reminder: "", now: () => new Date(),
  days: () => app.journal.days(),
  go: (path) => { location.hash = `#/${path}`; },
  draw: (focus) => { drawing = drawing.then(() => show(focus)).catch(broken); },
  fromHere,
  tell: (text) => { place("told").textContent = ""; requestAnimationFrame(() => { place("told").textContent = text; }); },
  wear: (one) => {
    appearance.keep(one);
    const worn = appearance.kept();
    app.language = one.language ?? worn.language ?? ofThePhone();
    app.say = speaker(app.language);
    appearance.wear({ ...worn, ...one, language: app.language });
  },
};
let drawing = Promise.resolve();
let shown = "";
let touched = Date.now();

/** Read the address; the code of an invitation is taken out of it at once. */
function readAddress() {
  const hash = decodeURI(location.hash.slice(1));
  if (hash.startsWith("join=")) {
    app.code = hash.slice(5);
    history.replaceState(null, "", `${location.pathname}#/clinic`);
  }
  const path = location.hash.replace(/^#\//, "").split("/").filter(Boolean);
  app.path = path.length && path[0] in SCREENS ? path : ["today"];
}

/** Which screen it is now, whatever the address says. */
function screen() {
  if (!app.journal.exists) return first;
  return app.journal.unlocked ? SCREENS[app.path[0]] : locked;
}

/** Whether somebody is typing. */
const typing = () => Boolean(document.activeElement?.matches("input, textarea, select"));

/** Draw the screen. @param {string} [focus] the id of what is to have the focus
 * @param {boolean} [softly] not under somebody's typing, unless it is another screen by now */
async function show(focus, softly = false) {
  const chosen = screen();
  const key = chosen === SCREENS[app.path[0]] ? app.path.join("/") : chosen.name;
  const anew = key !== shown;
  const held = focus ?? (anew ? "" : document.activeElement?.id ?? "");
  const { title, part } = await chosen(app);
  if (softly && !anew && typing()) return frame();
  shown = key;
  document.title = `${title} · ${app.say("diary")}`;
  place("main").replaceChildren(part);
  place("main").dataset.shown = key;
  frame();
  const to = held && held !== "main" ? document.getElementById(held) : null;
  if (anew && !focus) {
    scrollTo(0, 0);
    place("heading")?.focus({ preventScroll: true });
  } else if (to) to.focus({ preventScroll: !focus });
  else if (held) place("heading")?.focus({ preventScroll: true });
}

/** What stands around every screen. */
function frame() {
  const inside = app.journal.exists && app.journal.unlocked;
  const skip = place("skip");
  skip.hidden = !inside;
  skip.textContent = app.say("skip");
  place("top").replaceChildren(h("span", { class: "name" }, app.say("diary")), inside ? state(app) : "");
  const ways = place("ways");
  ways.hidden = !inside;
  ways.setAttribute("aria-label", app.say("ways"));
  const here = WAYS.includes(app.path[0]) ? app.path[0] : ["day", "open"].includes(app.path[0]) ? "" : "more";
  ways.replaceChildren(...WAYS.map((one) =>
    h("a", { href: `#/${one}`, id: `way-${one}`, "aria-current": one === here ? "page" : null }, app.say(`way_${one}`))));
}

/** @param {any} error */
function broken(error) {
  console.error(error);
  place("main").replaceChildren(h("section", { class: "panel" }, h("h1", { id: "heading", tabindex: "-1" }, app.say("broken")),
    h("p", {}, app.say("broken_why")), h("p", { class: "soft" }, String(error?.message ?? error)),
    h("p", {}, h("a", { href: "./", class: "button" }, app.say("open_again")))));
}

/** Draw when something changed behind the screen. */
function changed() { drawing = drawing.then(() => show("", true)).catch(broken); }

/** For what takes a while: how to draw when it is done. Who has gone to another screen by then, or types, keeps the focus.
 * @returns {(focus?: string) => void} */
function fromHere() {
  const path = app.path.join("/"), held = document.activeElement;
  return (focus) => {
    if (app.path.join("/") === path && (!typing() || document.activeElement === held)) app.draw(focus);
    else changed();
  };
}

/** Lock after a while without anybody. */
async function lockIfLeft() {
  if (!app.journal?.unlocked) return;
  const minutes = Number(app.journal.settings.lockAfter ?? LOCK_AFTER);
  if (!minutes || Date.now() - touched < minutes * MINUTE) return;
  await left();
  await app.journal.lock();
}

/** What a screen still has to save. */
async function left() {
  const leaving = app.leaving;
  app.leaving = null;
  await leaving?.();
}

/** Whether something was tapped that is not on the disk yet. */
const unsaved = () => Object.keys(app.state.draft?.said ?? {}).length > 0;

/** Another address: what is not saved is saved first, and nothing is left behind that is not. */
async function turned() {
  await left();
  if (unsaved()) {
    app.tell(app.say("not_saved"));
    location.hash = `#/day/${app.state.draft.day}`;
  } else {
    const { passed, about, asked } = app.state;
    app.state = { passed, about, asked };
  }
  readAddress();
  app.draw();
}

async function start() {
  performance.mark("app");
  app.wear(appearance.kept());
  app.journal = await open();
  app.journal.onChange(changed);
  readAddress();
  await show();
  performance.mark("ready");
  addEventListener("hashchange", turned);
  addEventListener("pagehide", left);
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState === "hidden") return void left();
    await lockIfLeft();
    touched = Date.now();
    changed();
  });
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  setInterval(lockIfLeft, MINUTE / 4);
  place("skip").addEventListener("click", (event) => { event.preventDefault(); place("heading")?.focus(); });
  remindWhileOpen(app);
  await keepCurrent({ may: () => !unsaved() && !typing() && !app.journal.busy });
}

start().catch(broken);
