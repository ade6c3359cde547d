// @ts-check
/** Language, look, size of text, lock, PIN, own medicines, and what the browser may do. */

import { LOOKS, SIZES, kept } from "./appearance.js";
import { button, choice, field, form, h, heading, typed } from "./elements.js";
import { chosenPin, newPin, secret, wrongPin } from "./pin.js";
import { browserMay } from "./storage.js";

const MINUTES = ["1", "5", "15", "60", "0"];

/** @param {import("../app.js").App} app @returns {Promise<import("../app.js").Shown>} */
export async function settings(app) {
  const { say } = app;
  return { title: say("settings"), part: h("div", { class: "stack" }, heading(say("settings")),
    h("section", { class: "panel" }, h("h2", {}, say("look")), ...looks(app)),
    h("section", { class: "panel" }, h("h2", {}, say("lock")), lockAfter(app), pin(app), passkey(app)),
    medicines(app), h("section", { class: "panel" }, h("h2", {}, say("storage")), await browserMay(app)),
    h("section", { class: "panel" }, h("h2", {}, say("erase")), h("p", {}, h("a", { id: "to-erase", href: "#/erase", class: "button" }, say("erase_go"))))) };
}

/** @param {import("../app.js").App} app */
export function looks(app) {
  const { say } = app, worn = kept();
  const wear = (/** @type {string} */ name) => async (/** @type {string} */ value) => {
    const draw = app.fromHere();
    app.wear({ [name]: value });
    if (app.journal.unlocked) await app.journal.keepSettings({ [name]: value });
    draw(`${name}-${value}`);
  };
  return [
    choice({ id: "language", label: say("language"), options: [["en", h("span", { lang: "en" }, "English")], ["de", h("span", { lang: "de" }, "Deutsch")]], said: app.language, choose: wear("language") }),
    choice({ id: "look", label: say("look"), options: LOOKS.map((one) => [one, say(`look_${one}`)]), said: worn.look ?? "attack", choose: wear("look") }),
    choice({ id: "text", label: say("text_size"), options: SIZES.map((one) => [one, `${one} %`]), said: worn.text ?? "100", choose: wear("text") }),
  ];
}

/** @param {import("../app.js").App} app */
const lockAfter = (app) => choice({ id: "lock", label: app.say("lock_after"), said: String(app.journal.settings.lockAfter ?? 5),
  options: MINUTES.map((one) => [one, one === "0" ? app.say("lock_never") : app.say("minutes", { count: Number(one) })]),
  choose: async (value) => {
    const draw = app.fromHere();
    await app.journal.keepSettings({ lockAfter: Number(value) });
    draw(`lock-${value}`);
  } });

/** @param {import("../app.js").App} app */
function pin(app) {
  const { say } = app;
  if (app.journal.lockedBy === "passkey") return null;
  if (!app.state.changing) return button("pin-change", say("pin_change"), () => { app.state.changing = true; app.draw("pin-old"); });
  return form(async () => {
    const { pin: chosen, fault } = chosenPin(app), draw = app.fromHere();
    if (!fault) {
      try {
        await app.journal.changePin(typed("pin-old"), chosen);
        app.state.changing = false;
        app.state.pinFault = "";
        app.tell(say("pin_changed"));
        return draw("pin-change");
      } catch (error) {
        app.state.pinFault = wrongPin(app, error);
      }
    } else app.state.pinFault = fault;
    draw("pin-old");
  }, field("pin-old", say("pin_old"), secret("current-password")), ...newPin(app), h("p", { class: "fault", role: "alert" }, app.state.pinFault ?? ""),
  h("div", { class: "row" }, h("button", { id: "pin-save", class: "main" }, say("pin_change")), button("pin-cancel", say("cancel"), () => { app.state.changing = false; app.draw("pin-change"); })));
}

/** @param {import("../app.js").App} app */
function passkey(app) {
  if (app.journal.lockedBy !== "pin" || !("PublicKeyCredential" in window)) return null;
  return button("passkey-add", app.say("passkey_add"), async () => {
    const draw = app.fromHere();
    try {
      await app.journal.addPasskey();
      app.tell(app.say("passkey_added"));
    } catch (error) {
      app.tell(app.say("passkey_not"));
    }
    draw("lock-label");
  });
}

/** The person's own list; taking one off it changes no day. @param {import("../app.js").App} app */
function medicines(app) {
  const { say } = app, own = app.journal.settings.medicines ?? [];
  return h("section", { class: "panel" }, h("h2", {}, say("own_medicines")), own.length
    ? h("ul", { class: "plain" }, own.map((/** @type {string} */ name, /** @type {number} */ place) => h("li", { class: "choice feature" }, h("span", { class: "label" }, name),
      button(`off-${place}`, say("take_off"), async () => {
        const draw = app.fromHere();
        await app.journal.keepSettings({ medicines: own.filter((/** @type {string} */ one) => one !== name) });
        draw("heading");
      }, { "aria-label": say("take_off_name", { name }) }))))
    : h("p", {}, say("no_own_medicines")));
}
