// @ts-check
/** What the browser may do to the diary, said plainly, and how to put it on the home screen. */

import { h } from "./elements.js";

/** @param {import("../app.js").App} app @returns {Promise<Node>} */
export async function browserMay(app) {
  const { say } = app;
  const found = await Promise.resolve(app.journal.storage()).catch(() => ({ browserMayDelete: true }));
  const apple = /iPhone|iPad|Macintosh.*Safari(?!.*Chrome)/.test(navigator.userAgent);
  const android = /Android/.test(navigator.userAgent);
  return h("div", { class: "stack" }, h("p", {}, say(found.browserMayDelete ? "may_delete" : "may_not_delete")),
    found.installed ? h("p", {}, say("is_installed")) : [h("p", {}, say("not_installed")), h("p", {}, say(apple ? "install_apple" : android ? "install_android" : "install_desktop"))],
    h("p", {}, say("keep_backup")),
    app.journal.unlocked && app.journal.damaged ? h("p", { class: "fault" }, say("damaged", { count: app.journal.damaged })) : null);
}
