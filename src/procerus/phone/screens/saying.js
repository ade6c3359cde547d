// @ts-check
/** Words in the person's language: a sentence of `words/`, with its numbers filled in. */

import { de } from "../words/de.js";
import { en } from "../words/en.js";

/** @typedef {string | Object<string, string>} Phrase  by the plural of its `count` */

/** @type {Object<string, Object<string, Phrase>>} */
export const WORDS = { en, de };

/** @param {string} language @returns {(key: string, values?: Object<string, any>) => string} */
export function speaker(language) {
  const words = WORDS[language] ?? en;
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const phrase = words[key];
    if (phrase === undefined) throw new Error(`no words for ${key}`);
    const text = typeof phrase === "string" ? phrase : phrase[plural.select(values.count)] ?? phrase.other;
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  };
}

/** The language of the phone, where it is spoken here. */
export const ofThePhone = () => (navigator.languages ?? []).map((one) => one.slice(0, 2)).find((one) => one in WORDS) ?? "en";

/** A number between bounds. @param {[number, number]} pair @param {(key: string, values?: Object<string, any>) => string} say */
export const bounds = ([low, high], say) => (low === high ? String(low) : say("bounds", { low, high }));
