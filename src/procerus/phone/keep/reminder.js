// @ts-check
/**
 * A reminder that the browser shows, with Yes and No on it where the browser can. Its buttons are pressed in sw.js, which
 * drops the answer into the inbox. While a page is open it sees to the time itself; else a browser may wake sw.js (periodic sync).
 *
 * @typedef {{at: string, title: string, body: string, yes: string, no: string, quietOn?: string}} Reminder  `at` is "20:00"; no word
 *   about the person may stand in it, as it lies on the phone unsealed; on the day `quietOn` nothing is shown
 */

/** Whether this browser can show one, and whether it may. @returns {"cannot" | "ask" | "may" | "refused"} */
export function notifying() {
  if (!("Notification" in globalThis) || !("serviceWorker" in navigator) || !("showNotification" in ServiceWorkerRegistration.prototype)) return "cannot";
  if (Notification.permission === "default") return "ask";
  return Notification.permission === "granted" ? "may" : "refused";
}

/** Whether answers can stand on it. */
export const withButtons = () => "Notification" in globalThis && /** @type {any} */ (Notification).maxActions > 0;

/** Ask the person; only after a tap. @returns {Promise<boolean>} */
export async function ask() {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const registration = /** @type {any} */ (await navigator.serviceWorker.ready);
  await registration.periodicSync?.register("reminder", { minInterval: 60 * 60_000 }).catch(() => {}); // few browsers, and only installed
  return true;
}

/** Show it now. @param {Reminder} reminder @param {string} day which it asks about */
export async function remind(reminder, day) {
  const registration = await navigator.serviceWorker.ready;
  await registration.showNotification(reminder.title, /** @type {any} */ ({
    body: reminder.body, tag: "procerus-diary", data: { day }, icon: "icons/192.png",
    actions: [{ action: "yes", title: reminder.yes }, { action: "no", title: reminder.no }],
  }));
}

/** Milliseconds until it is due; 0 if it is due now. @param {Reminder} reminder @param {Date} now */
export function until(reminder, now) {
  const [hour, minute] = reminder.at.split(":").map(Number);
  const due = new Date(now);
  due.setHours(hour, minute, 0, 0);
  const today = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  if (reminder.quietOn === today) due.setDate(due.getDate() + 1);
  return Math.max(0, due.getTime() - now.getTime());
}
