// @ts-check
/** Parts of a page. Text is always text: nothing here reads HTML. */

/** @typedef {Node | string | number | null | undefined | false} Part */

const SVG = "http://www.w3.org/2000/svg";

/** An element. `on...` are listeners, `text` of a boolean attribute is left out where it is false.
 * @param {string} name @param {Object<string, any>} [said] @param {...(Part | Part[])} parts @returns {HTMLElement} */
export function h(name, said = {}, ...parts) {
  return /** @type {HTMLElement} */ (filled(document.createElement(name), said, parts));
}

/** A part of a drawing. @param {string} name @param {Object<string, any>} [said] @param {...(Part | Part[])} parts */
export const drawn = (name, said = {}, ...parts) => filled(document.createElementNS(SVG, name), said, parts);

/** @param {Element} element @param {Object<string, any>} said @param {(Part | Part[])[]} parts */
function filled(element, said, parts) {
  for (const [key, value] of Object.entries(said)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" && "value" in element) element.value = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...parts.flat().filter((part) => part !== null && part !== undefined && part !== false).map((part) =>
    (part instanceof Node ? part : document.createTextNode(String(part)))));
  return element;
}

/** A button. @param {string} id @param {Part | Part[]} label @param {() => any} does @param {Object<string, any>} [said] */
export const button = (id, label, does, said = {}) => h("button", { id, type: "button", onclick: does, ...said }, label);

/** The heading of a screen, which takes the focus when it is opened. @param {Part | Part[]} text */
export const heading = (text) => h("h1", { id: "heading", tabindex: "-1" }, text);

/** A labelled field. @param {string} id @param {string} label @param {HTMLElement} field @param {string} [hint] */
export function field(id, label, field, hint = "") {
  field.id = id;
  if (hint) field.setAttribute("aria-describedby", `${id}-hint`);
  return h("div", { class: "field" }, h("label", { for: id }, label), hint && h("p", { id: `${id}-hint`, class: "soft" }, hint), field);
}

/** One of a few, as buttons in a row; the one that stands is pressed. Pressing it again takes it back where `free`.
 * @param {{id: string, label: Part, options: [string, Part][], said: string, free?: boolean, unsaid?: string, choose: (value: string) => any, class?: string, aside?: Part}} one */
export function choice(one) {
  const buttons = one.options.map(([value, shown]) => button(`${one.id}-${value || "none"}`, shown,
    () => one.choose(one.free && one.said === value ? "" : value), { "aria-pressed": String(one.said === value), class: "option" }));
  const silent = one.free && !one.said && one.unsaid ? h("span", { class: "unseen" }, `, ${one.unsaid}`) : null;
  return h("div", { class: `choice ${one.class ?? ""}`, role: "group", "aria-labelledby": `${one.id}-label` },
    h("span", { id: `${one.id}-label`, class: "label" }, one.label, silent), one.aside, h("span", { class: "options" }, buttons));
}

/** A form of one's own: Enter does it, and nothing is sent. What is typed outside of a form that is not to be completed,
 * a browser writes to its disk in clear, so that it can show the page again. @param {() => any} does @param {...(Part | Part[])} parts */
export const form = (does, ...parts) => h("form", {
  class: "stack", autocomplete: "off", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); does(); },
}, ...parts);

/** What is typed into a field. @param {string} id */
export const typed = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id))?.value ?? "";

/** Hand a file to the person. @param {string} name @param {Blob} file */
export function handOver(name, file) {
  const address = URL.createObjectURL(file);
  const link = h("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** What stands at the end of every screen that holds a form. @param {import("../app.js").App} app */
export const emergency = (app) => h("p", { class: "emergency", role: "note" }, app.say("emergency"));
