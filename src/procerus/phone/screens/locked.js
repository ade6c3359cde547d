// @ts-check
/** The locked diary: today's question in one tap, without the PIN, and the way in. */

import { dayOf, inFull } from "../diary/dates.js";
import { button, emergency, field, form, h, heading, typed } from "./elements.js";
import { wrongPin } from "./pin.js";

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function locked(app) {
  const { say } = app, today = dayOf(app.now());
  const dropped = app.state.dropped?.day === today ? app.state.dropped.said : "";
  const by = app.journal.lockedBy;
  return {
    title: say("locked"),
    part: h("div", { class: "stack" },
      h("section", { class: "ask" }, heading(say("headache_today")), h("p", { class: "date" }, inFull(today, app.language)),
        h("div", { class: "answers" }, ["no", "yes"].map((said) =>
          button(`answer-${said}`, say(said), () => drop(app, today, said), { class: "answer", "aria-pressed": String(dropped === said) }))),
        h("p", { class: "saved", id: "dropped" }, dropped ? say("dropped", { answer: say(dropped) }) : "\u00a0")),
      h("section", { class: "panel" }, h("h2", {}, say("unlock")),
        by === "pin" || by === "both" ? withPin(app) : null,
        by === "passkey" || by === "both" ? button("passkey", say("unlock_passkey"), () => enter(app, { passkey: true })) : null,
        h("p", { class: "fault", role: "alert" }, app.state.fault ?? "")),
      emergency(app)),
  };
}

/** @param {import("../app.js").App} app */
const withPin = (app) => form(() => enter(app, { pin: typed("pin") }),
  field("pin", app.say("pin"), h("input", { type: "password", inputmode: "numeric", autocomplete: "current-password", required: true, minlength: 6, maxlength: 64 })),
  h("button", { id: "unlock", class: "main" }, app.say("unlock")));

/** @param {import("../app.js").App} app @param {string} day @param {string} said */
async function drop(app, day, said) {
  try {
    await app.journal.drop(day, { headache: said });
    app.state.dropped = { day, said };
    shownDropped(app.say("dropped", { answer: app.say(said) }), said);
    app.tell(app.say("dropped", { answer: app.say(said) }));
  } catch (error) {
    app.state.dropped = null;
    app.tell(app.say("not_saved"));
    app.state.fault = app.say("not_saved");
    app.draw();
  }
}

/** Without touching the PIN that is being typed. @param {string} text @param {string} said */
function shownDropped(text, said) {
  for (const one of ["no", "yes"]) document.getElementById(`answer-${one}`)?.setAttribute("aria-pressed", String(one === said));
  document.getElementById("dropped")?.replaceChildren(text);
}

/** @param {import("../app.js").App} app @param {{pin?: string, passkey?: boolean}} how */
async function enter(app, how) {
  try {
    await app.journal.unlock(how);
    app.state = {};
    app.draw();
  } catch (error) {
    app.state.fault = wrongPin(app, error);
    app.draw("pin");
  }
}
