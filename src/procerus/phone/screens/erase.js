// @ts-check
/** Erase the diary from this phone: refused without a second word while something is nowhere else. */

import { button, h, heading } from "./elements.js";
import { forget } from "./appearance.js";

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function erase(app) {
  const { say } = app, count = app.journal.onlyHere();
  const sure = app.state.sure === true;
  return { title: say("erase"), part: h("div", { class: "stack" }, heading(say("erase")),
    h("p", {}, say(app.journal.connection ? "erase_what_shared" : "erase_what_alone")),
    count ? h("section", { class: "panel two" }, h("p", {}, h("strong", {}, say("erase_only_here", { count }))),
      h("a", { id: "backup-first", href: "#/files", class: "button main" }, say("backup_first")),
      h("label", { class: "check" }, h("input", { id: "sure", type: "checkbox", checked: sure, onchange: (/** @type {any} */ event) => { app.state.sure = event.target.checked; app.draw("sure"); } }), say("erase_sure", { count }))) : null,
    h("p", { class: "fault", role: "alert" }, app.state.eraseFault ?? ""),
    h("div", { class: "row" }, button("erase-now", say("erase_now"), () => doIt(app)), h("a", { href: "#/settings", class: "button" }, say("cancel")))) };
}

/** @param {import("../app.js").App} app */
async function doIt(app) {
  if (app.journal.onlyHere() && app.state.sure !== true) {
    app.state.eraseFault = app.say("erase_refused");
    return app.draw("sure");
  }
  await app.journal.eraseAll();
  forget();
  app.state = {};
  location.hash = "";
  app.tell(app.say("erased"));
  app.draw();
}
