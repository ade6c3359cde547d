// @ts-check
/** The first start: language, what this is, the lock, a clinic or none, and what the browser may do. */

import { dayOf } from "../diary/dates.js";
import { kept } from "./appearance.js";
import { join } from "./clinic.js";
import { button, emergency, field, form, h, heading, typed } from "./elements.js";
import { chosenPin, newPin } from "./pin.js";
import { looks } from "./settings.js";
import { browserMay } from "./storage.js";

/** @param {import("../app.js").App} app @returns {Promise<import("../app.js").Shown>} */
export async function first(app) {
  const steps = [welcome, protect];
  const step = Math.min(app.state.step ?? 0, steps.length - 1);
  return { title: app.say("welcome"), part: h("div", { class: "stack" }, await steps[step](app), emergency(app)) };
}

/** @param {import("../app.js").App} app @param {number} step */
const to = (app, step) => { app.state.step = step; app.draw("heading"); };

/** @param {import("../app.js").App} app */
async function welcome(app) {
  const { say } = app;
  return h("div", { class: "stack" }, heading(say("welcome")), looks(app)[0], h("p", {}, say("welcome_what")), h("p", {}, say("welcome_alone")),
    h("section", { class: "panel" }, h("h2", {}, say("storage")), await browserMay(app)), button("next", say("next"), () => to(app, 1), { class: "main" }));
}

/** @param {import("../app.js").App} app */
function protect(app) {
  const { say } = app;
  const code = () => field("code", say("code_optional"), h("input", { value: app.code, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 64 }), say("code_hint"));
  return h("div", { class: "stack" }, heading(say("protect")), h("p", {}, say("protect_why")),
    form(() => begin(app, false), ...newPin(app), code(), h("p", { class: "fault", role: "alert" }, app.state.fault ?? ""),
      h("div", { class: "row" }, h("button", { id: "begin", class: "main" }, say("begin")),
        "PublicKeyCredential" in window ? button("begin-passkey", say("begin_passkey"), () => begin(app, true)) : null, button("before", say("back"), () => to(app, 0)))));
}

/** @param {import("../app.js").App} app @param {boolean} passkey */
async function begin(app, passkey) {
  const { say } = app, code = typed("code").trim(), { pin, fault } = chosenPin(app);
  app.code = code;
  if (fault && !passkey) {
    app.state.fault = fault;
    return app.draw("pin-new");
  }
  app.path = [code ? "clinic" : "today"]; // at once: the other screens can be chosen as soon as there is a diary
  history.replaceState(null, "", `#/${app.path[0]}`); // no turn of a page: what join says has to stay
  try {
    await app.journal.create(passkey ? { passkey: true } : { pin });
  } catch (error) {
    app.state.fault = say(passkey ? "passkey_not" : "cannot_keep");
    return app.draw("pin-new");
  }
  app.state = {};
  await app.journal.keepSettings({ started: dayOf(app.now()), ...kept(), language: app.language });
  if (code) await join(app, code);
}
