// @ts-check
/** One day in full, when the person is able: what is tapped is saved a moment later, and can be taken back. */

import { answers, changed, disputed, headacheSaid, takenBack } from "../diary/answers.js";
import { between, dayOf, inFull, inWords, isDay, later } from "../diary/dates.js";
import { mayRelieve } from "../diary/day.js";
import { button, choice, emergency, field, form, h, heading } from "./elements.js";
import { medicines } from "./medicines.js";
import { twoAnswers } from "./two_answers.js";

const A_MOMENT = 900; // milliseconds after the last tap
const MOST_OF_A_NOTE = 1500; // signs
const FEATURES = ["unilateral", "pulsating", "aggravated", "nausea", "vomiting", "photophobia", "phonophobia", "aura", "believed_migraine"];
const HOURS = ["", "0.5", "1", "2", "3", "4", "6", "8", "10", "12", "16", "20", "24"];
/** @typedef {{day: string, said: Object<string, string>, timer: number, back: Object<string, string> | null, state: string, cut?: number}} Draft */

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function day(app) {
  const { say } = app, date = app.path[1] ?? "", now = dayOf(app.now());
  if (!isDay(date) || date > now) return { title: say("no_day"), part: h("div", { class: "stack" }, heading(say("no_day")), h("a", { href: "#/today", class: "button" }, say("way_today"))) };
  const rows = app.days()[date];
  const draft = draftOf(app, date);
  app.leaving = () => save(app, draft);
  const two = disputed(rows).filter((name) => !(name in draft.said));
  return { title: inWords(date, app.language), part: h("div", { class: "stack" },
    h("div", { class: "turn" }, link(later(date, -1), "‹", say("day_before")), heading(inFull(date, app.language)),
      date < now ? link(later(date, 1), "›", say("day_after")) : h("span", { class: "button empty", "aria-hidden": "true" })),
    written(app, date),
    two.length ? twoAnswers(app, date, two) : null,
    two.includes("headache") ? null : asked(app, draft, rows),
    h("p", { class: "saved", id: "state-of-day" }, draft.state ? say(draft.state) : "\u00a0",
      draft.back && draft.state === "saved" ? button("undo", say("undo"), () => undo(app, draft)) : null),
    h("a", { id: "done", href: "#/today", class: "button main" }, say("done")), emergency(app)) };
}

/** @param {string} day @param {string} sign @param {string} label */
const link = (day, sign, label) => h("a", { href: `#/day/${day}`, class: "button", "aria-label": label }, sign);

/** How late it is or was written down. @param {import("../app.js").App} app @param {string} date */
function written(app, date) {
  const known = app.heart.dayOf(date, app.days()[date]);
  if (known.entered) {
    const count = between(date, known.entered.slice(0, 10));
    if (count > 0) return h("p", { class: "soft" }, app.say(app.heart.late(known) ? "written_late_recalled" : "written_late", { count }));
    return null;
  }
  const count = between(date, dayOf(app.now()));
  if (count <= 1) return null;
  return h("p", { class: "soft" }, app.say(count > app.packs.recalled_after_days ? "would_be_recalled" : "would_be_late", { count }));
}

/** @param {import("../app.js").App} app @param {Draft} draft @param {any[]} rows */
function asked(app, draft, rows) {
  const { say } = app, said = (/** @type {string} */ name) => draft.said[name] ?? only(answers(rows, name));
  const choose = (/** @type {string} */ name) => (/** @type {string} */ value) => change(app, draft, { [name]: value }, `${name}-${value || said(name)}`);
  const yesNo = [["no", say("no")], ["yes", say("yes")]];
  const row = (/** @type {string} */ name, /** @type {any} */ aside = undefined) => choice({
    id: name, label: say(`ask_${name}`), options: /** @type {any} */ (yesNo), said: said(name), free: true, unsaid: say("not_said"), choose: choose(name), class: "feature", aside });
  const hurts = said("headache") === "yes";
  return h("div", { class: "stack", id: "asked" },
    choice({ id: "headache", label: say("headache_that_day"), options: /** @type {any} */ (yesNo), said: said("headache"), free: true, unsaid: say("not_said"), class: "feature first",
      choose: (value) => change(app, draft, value ? headacheSaid([{ ...(rows ?? [])[0], ...draft.said }], value) : { headache: "" }, `headache-${value || "yes"}`) }),
    hurts ? h("section", { class: "panel" }, h("h2", {}, say("how_it_was")), choice({
      id: "worst", label: say("ask_worst"), said: grade(said("worst")), free: true, unsaid: say("not_said"), choose: choose("worst"),
      options: ["mild", "moderate", "severe"].map((one) => [one, say(one)]) }),
    hours(app, said("hours"), choose("hours")), ...FEATURES.map((name) => row(name))) : row("aura"),
    medicines(app, said("medicines"), (cell, focus) => change(app, draft, { medicines: cell }, focus)),
    hurts && mayRelieve(app.heart.understand(said("medicines"))) ? row("relieved") : null,
    note(app, draft, said("note")));
}

/** The one answer; two that differ are asked above. @param {string[]} said */
const only = (said) => (said.length === 1 ? said[0] : "");

/** A grade in the words of the buttons. @param {string} cell */
const grade = (cell) => (/^\d+$/.test(cell) ? ["", "mild", "moderate", "severe"][Math.min(Math.floor((Number(cell) + 2) / 3), 3)] : cell);

/** @param {import("../app.js").App} app @param {string} said @param {(value: string) => void} choose */
function hours(app, said, choose) {
  const all = HOURS.includes(said) ? HOURS : [...HOURS, said].sort((one, other) => Number(one) - Number(other));
  const shown = (/** @type {string} */ one) => (one ? app.say("hours", { count: Number(one), shown: one.replace(".", app.language === "de" ? "," : ".") }) : app.say("not_said"));
  const select = h("select", { onchange: (/** @type {any} */ event) => choose(event.target.value) },
    ...all.map((one) => h("option", { value: one, selected: one === said }, shown(one))));
  return form(() => {}, field("hours", app.say("ask_hours"), select));
}

/** @param {import("../app.js").App} app @param {Draft} draft @param {string} said */
function note(app, draft, said) {
  const limit = h("p", { id: "note-limit", class: "fault", role: "status" }, noteLimit(app, draft, said));
  const area = /** @type {HTMLTextAreaElement} */ (h("textarea", { rows: 3, maxlength: MOST_OF_A_NOTE,
    onbeforeinput: (/** @type {InputEvent} */ event) => {
      const room = MOST_OF_A_NOTE - area.value.length + area.selectionEnd - area.selectionStart;
      const more = event.data?.length ?? (/^insert(Line|Para)/.test(event.inputType) ? 1 : 0);
      if (more <= room || event.isComposing) return;
      draft.cut = (draft.cut ?? 0) + more - room; // the browser takes what fits and says nothing
      limit.textContent = noteLimit(app, draft, area.value);
    },
    oninput: () => {
      if (area.value.length < MOST_OF_A_NOTE) draft.cut = 0;
      limit.textContent = noteLimit(app, draft, area.value);
      change(app, draft, { note: area.value }, "", false);
    },
    onblur: () => save(app, draft).then(() => shownState(app, draft)) })); // nothing is drawn: a blur may be the first half of a tap
  area.value = said;
  return form(() => {}, field("note", app.say("ask_note"), area, app.say("note_hint")), limit);
}

/** @param {import("../app.js").App} app @param {Draft} draft @param {string} said */
function noteLimit(app, { cut }, said) {
  if (cut) return app.say("note_cut", { most: MOST_OF_A_NOTE, count: cut });
  return said.length < MOST_OF_A_NOTE ? "" : app.say("note_full", { most: MOST_OF_A_NOTE });
}

/** @param {import("../app.js").App} app @param {string} date @returns {Draft} */
function draftOf(app, date) {
  if (app.state.draft?.day !== date) app.state.draft = { day: date, said: {}, timer: 0, back: null, state: "" };
  return app.state.draft;
}

/** What is on the screen belongs to its own draft, also while another screen is on its way.
 * @param {import("../app.js").App} app @param {Draft} draft @param {Object<string, string>} said @param {string} focus @param {boolean} [draws] */
function change(app, draft, said, focus, draws = true) {
  Object.assign(draft.said, said);
  draft.state = "not_yet_saved";
  app.journal.draft(draft.day, draft.said); // a tab may be closed before the moment is over
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(app, draft, true), A_MOMENT);
  if (draws) app.draw(focus);
  else shownState(app, draft);
}

let saving = Promise.resolve();

/** One after another, so that who leaves the screen waits for what is on its way.
 * @param {import("../app.js").App} app @param {Draft} draft @param {boolean} [draws] */
const save = (app, draft, draws = false) => (saving = saving.then(() => saved(app, draft, draws)));

/** @param {import("../app.js").App} app @param {Draft} draft @param {boolean} draws */
async function saved(app, draft, draws) {
  if (!Object.keys(draft.said).length || !app.journal.unlocked) return;
  clearTimeout(draft.timer);
  const rows = app.days()[draft.day], said = changed(rows, draft.said), pending = draft.said;
  draft.said = {};
  try {
    if (Object.keys(said).length) {
      await app.journal.say(draft.day, said);
      draft.back = takenBack(rows, said);
    } else await app.journal.undraft(draft.day);
    draft.state = "saved";
    app.tell(app.say("saved"));
  } catch (error) {
    draft.said = { ...pending, ...draft.said };
    draft.state = "not_saved";
    app.tell(app.say("not_saved"));
  }
  if (Object.keys(draft.said).length && draft.state === "saved") draft.state = "not_yet_saved";
  if (draws && document.activeElement?.matches("textarea, input, select")) shownState(app, draft);
  else if (draws) app.draw();
}

/** Say what became of it without touching what is being typed. @param {import("../app.js").App} app @param {Draft} draft */
function shownState(app, draft) {
  const place = document.getElementById("state-of-day");
  if (!place || !draft.state || app.state.draft !== draft) return;
  place.replaceChildren(app.say(draft.state), draft.back && draft.state === "saved" ? button("undo", app.say("undo"), () => undo(app, draft)) : "");
}

/** @param {import("../app.js").App} app @param {Draft} draft */
async function undo(app, draft) {
  const draw = app.fromHere();
  await app.journal.say(draft.day, draft.back ?? {});
  if (app.state.draft === draft) app.state.draft = { day: draft.day, said: {}, timer: 0, back: null, state: "taken_back" };
  app.tell(app.say("taken_back"));
  draw("heading");
}
