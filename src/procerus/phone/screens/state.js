// @ts-check
/** One line at the top of every screen: where what was said is now. */

import { h } from "./elements.js";

/** @param {import("../app.js").App} app @returns {HTMLElement} */
export function state(app) {
  const count = app.journal.onlyHere(), ended = app.journal.connection?.ended;
  if (app.journal.offered) return h("a", { id: "state", href: "#/clinic", class: "state open" }, app.say("meet"));
  const text = ended ? app.say("state_ended") : !app.journal.connection ? app.say("state_alone") : count ? app.say("state_only_here", { count }) : app.say("state_there");
  return h("a", { id: "state", href: "#/clinic", class: count && app.journal.connection ? "state open" : "state" }, text);
}
