// @ts-check
/** How the diary looks, kept in clear because it is needed before anything is unlocked: nothing of it is about health. */

const KEY = "procerus-look";
export const LOOKS = ["attack", "dark", "light"];
export const SIZES = ["100", "125", "150", "200"];

/** @typedef {{language?: string, look?: string, text?: string}} Appearance */

/** @returns {Appearance} */
export function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {}; // storage is closed, as in some private windows
  }
}

/** @param {Appearance} more */
export function keep(more) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...kept(), ...more }));
  } catch {
    // it holds until the page is closed
  }
}

/** Forget it. */
export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // there was none
  }
}

/** Put it on the page. @param {Appearance} one */
export function wear(one) {
  const root = document.documentElement;
  root.dataset.look = LOOKS.includes(one.look ?? "") ? one.look : "attack";
  root.dataset.text = SIZES.includes(one.text ?? "") ? one.text : "100";
  root.lang = one.language ?? "en";
  const paper = getComputedStyle(root).getPropertyValue("--paper").trim();
  document.querySelector("meta[name=theme-color]")?.setAttribute("content", paper || "#0b0905");
}
