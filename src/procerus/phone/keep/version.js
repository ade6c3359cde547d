// @ts-check
/**
 * Which version of the diary runs. A version is cached as a whole before it is used, and none is ever taken out from
 * under a page: a new one waits until a page says that nothing is being written, or until the next start.
 */

const MARK = "procerus-took-over";
const BETWEEN = 10_000; // milliseconds between two times that a page loads itself anew
const SOON = 3_000;
const MINUTE = 60_000;

/** Register the service worker, and go over to a new version when `may` allows it.
 * @param {{may?: () => boolean, waiting?: () => void}} [how] `may`: nothing is being written now; `waiting`: one is here
 * @returns {Promise<{takeOver: () => void} | null>} null where the browser has no service workers */
export async function keepCurrent({ may = () => true, waiting = () => {} } = {}) {
  if (!("serviceWorker" in navigator)) return null;
  const workers = navigator.serviceWorker;
  const change = new Change(may, waiting);
  let controlled = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    if (controlled && workers.controller) change.anew(); // none: all that the browser keeps was cleared
    controlled = true; // the first time it is only the first visit
  });
  const registration = await workers.register(address(), { updateViaCache: "none" }).catch((why) => console.warn(why));
  if (!registration) return null; // without a network, or refused: the version that is here goes on
  change.follow(registration);
  return { takeOver: () => change.ask() };
}

/** The way from the version that runs to one that waits. */
class Change {
  /** When a person asked for it; for a minute nothing else counts, also for a version that is only coming. */
  #asked = 0;
  /** @type {ServiceWorkerRegistration | null} */ registration = null;
  /** @type {any} */ #timer = null;

  /** @param {() => boolean} may @param {() => void} waiting */
  constructor(may, waiting) {
    this.may = may;
    this.waiting = waiting;
  }

  get asked() { return Date.now() - this.#asked < MINUTE; }

  ask() {
    this.#asked = Date.now();
    this.look();
  }

  /** @param {ServiceWorkerRegistration} registration */
  follow(registration) {
    this.registration = registration;
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => { if (coming.state === "installed") this.look(); });
    });
    const again = () => {
      this.look();
      registration.update().catch(() => {}); // without a network: another time
    };
    this.look();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) again(); });
    addEventListener("online", again);
  }

  /** Ask the version that waits to take over; more than once, as a page that is just closing may still be counted. */
  look(tries = 5) {
    const { waiting = null, active = null } = this.registration ?? {};
    if (!waiting || !active) return;
    if (!this.asked && !this.may()) return this.waiting();
    waiting.postMessage({ do: "take over", always: this.asked });
    clearTimeout(this.#timer);
    if (tries) this.#timer = setTimeout(() => this.look(tries - 1), SOON);
  }

  /** Load the page anew, when nothing is being written any more; so soon after the last time only later, for a version
   * that is broken must not make the page spin. */
  anew(asked = this.asked) {
    if (!asked && !this.may()) return void setTimeout(() => this.anew(false), SOON);
    const left = Number(sessionStorage.getItem(MARK) ?? 0) + BETWEEN - Date.now();
    if (left > 0) return void setTimeout(() => this.anew(false), left);
    sessionStorage.setItem(MARK, String(Date.now()));
    location.reload();
  }
}

/** Where trusted types are asked for, the one address that is trusted. @returns {any} */
function address() {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  return types ? types.createPolicy("procerus-phone", { createScriptURL: () => "sw.js" }).createScriptURL("") : "sw.js";
}
