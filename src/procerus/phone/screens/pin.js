// @ts-check
/** Fields for a PIN, and what is said when it was wrong. */

import { field, h, typed } from "./elements.js";

export const SHORTEST = 6;

/** Two fields for a new PIN. @param {import("../app.js").App} app */
export const newPin = (app) => [
  field("pin-new", app.say("pin_new"), secret("new-password"), app.say("pin_hint")),
  field("pin-again", app.say("pin_again"), secret("new-password")),
];

/** @param {string} complete */
export const secret = (complete) => h("input", { type: "password", inputmode: "numeric", autocomplete: complete, maxlength: 64 });

/** The new PIN, or what is wrong with it. @param {import("../app.js").App} app @returns {{pin: string, fault: string}} */
export function chosenPin(app) {
  const pin = typed("pin-new");
  if (!/^[0-9]+$/.test(pin) || pin.length < SHORTEST) return { pin, fault: app.say("pin_short") };
  if (/^(\d)\1+$/.test(pin) || "01234567890".includes(pin) || "09876543210".includes(pin)) return { pin, fault: app.say("pin_easy") };
  return { pin, fault: pin === typed("pin-again") ? "" : app.say("pin_differs") };
}

/** @param {import("../app.js").App} app @param {any} error */
export function wrongPin(app, error) {
  const seconds = Math.ceil(Number(error?.seconds ?? 0));
  if (seconds > 0) return app.say("pin_wrong_wait", { count: seconds });
  return app.say(String(error?.code).startsWith("passkey") ? "passkey_not" : "pin_wrong");
}
