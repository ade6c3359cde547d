// @ts-check
/** Medicines of a day, from the person's own list, with counts; "none" is an answer, and nothing said is not. */

import { named, read, write } from "../diary/own_medicines.js";
import { button, field, form, h, typed } from "./elements.js";

const MOST = 20;

/** @param {import("../app.js").App} app @param {string} cell @param {(cell: string, focus: string) => void} choose */
export function medicines(app, cell, choose) {
  const { say } = app, said = read(cell);
  const own = app.journal.settings.medicines ?? [];
  const all = [...new Set([...own, ...said.taken.keys()])];
  const none = said.answered && !said.taken.size;
  return h("section", { class: "panel" }, h("h2", { id: "medicines" }, say("medicines")),
    h("div", { class: "choice feature", role: "group", "aria-labelledby": "medicines" },
      h("span", { class: "label" }, said.answered ? "" : say("not_said")),
      h("span", { class: "options" }, button("medicines-none", say("none_taken"), () => choose(none ? "" : "none", "medicines-none"), { "aria-pressed": String(none), class: "option" }))),
    ...all.map((name, place) => counted(app, name, place, said, choose)),
    adding(app, said, choose));
}

/** @param {import("../app.js").App} app @param {string} name @param {number} place @param {import("../diary/own_medicines.js").Taken} said @param {(cell: string, focus: string) => void} choose */
function counted(app, name, place, said, choose) {
  const { say } = app, count = said.taken.get(name) ?? 0;
  const set = (/** @type {number} */ next, /** @type {string} */ focus) => {
    const taken = new Map(said.taken);
    if (next) taken.set(name, next);
    else taken.delete(name);
    choose(write({ answered: taken.size > 0, taken }), focus);
  };
  const understood = app.heart.understand(name)?.every((one) => one.name !== null);
  return h("div", { class: "choice feature counted", role: "group", "aria-label": name },
    h("span", { class: "label" }, name, understood ? null : h("small", { class: "soft" }, ` ${say("not_known_medicine")}`)),
    h("span", { class: "options" },
      button(`less-${place}`, "−", () => set(Math.max(count - 1, 0), `less-${place}`), { class: "option", "aria-label": say("less", { name }), "aria-disabled": String(count === 0) }),
      h("output", { class: count ? "count" : "count open", "aria-label": say("taken_count", { count }) }, String(count)),
      button(`more-${place}`, "+", () => set(Math.min(count + 1, MOST), `more-${place}`), { class: "option", "aria-label": say("one_more", { name }) })));
}

/** @param {import("../app.js").App} app @param {import("../diary/own_medicines.js").Taken} said @param {(cell: string, focus: string) => void} choose */
function adding(app, said, choose) {
  const { say } = app;
  if (!app.state.adding) return button("add", say("add_medicine"), () => { app.state.adding = true; app.draw("medicine"); }, { class: "quiet" });
  const list = h("div", { class: "suggested", id: "suggested" });
  const input = /** @type {HTMLInputElement} */ (h("input", { autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: 80 }));
  const suggest = () => list.replaceChildren(...app.heart.suggest(input.value).map((name, place) => button(`suggested-${place}`, name, () => { input.value = name; list.replaceChildren(); input.focus(); }, { class: "option" })));
  input.addEventListener("input", suggest);
  const fault = h("p", { class: "fault", role: "alert" });
  return form(async () => {
    const name = named(typed("medicine"));
    if (name && saysNone(app, name)) {
      fault.textContent = say("medicine_none");
      return input.focus();
    }
    app.state.adding = false;
    if (!name) return app.draw("add");
    const own = app.journal.settings.medicines ?? [];
    if (!own.includes(name)) await app.journal.keepSettings({ medicines: [...own, name] });
    const taken = new Map(said.taken);
    taken.set(name, (taken.get(name) ?? 0) + 1);
    choose(write({ answered: true, taken }), "add");
  }, field("medicine", say("medicine_name"), input, say("medicine_hint")), fault, list,
  h("div", { class: "row" }, h("button", { class: "main", id: "add-this" }, say("add_taken")), button("add-not", say("cancel"), () => { app.state.adding = false; app.draw("add"); })));
}

/** What a diary file or its reader takes for "none was taken", such as "keine" or 0, is no medicine. @param {import("../app.js").App} app @param {string} name */
const saysNone = (app, name) => !/[\p{L}1-9]/u.test(name) || app.heart.understand(name)?.length === 0;
