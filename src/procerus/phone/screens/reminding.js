// @ts-check
/** A reminder of the browser at the person's time; it goes quiet for a day that is answered. */

import { EVENING, isAsked, standing } from "../diary/answers.js";
import { dayOf } from "../diary/dates.js";
import { notifying, remind, until } from "../keep/reminder.js";

const OFTEN = 15_000;

/** What the reminder is now, by the settings and by what was said today. @param {import("../app.js").App} app */
export async function renewReminder(app) {
  const kept = app.journal.settings.reminder;
  const reminder = kept?.notify ? { at: kept.time, title: app.say("reminder_title"), body: app.say("headache_today"), yes: app.say("yes"), no: app.say("no"), ...quiet(app) } : null;
  const spelled = JSON.stringify(reminder);
  if (spelled === app.reminder) return;
  app.reminder = spelled;
  await app.journal.keepReminder(reminder);
}

/** The day on which nothing is asked any more. @param {import("../app.js").App} app */
function quiet(app) {
  const today = dayOf(app.now()), evening = new Date(app.now());
  evening.setHours(EVENING, 0, 0, 0);
  return isAsked(standing(today, app.days()[today], evening), evening) ? {} : { quietOn: today };
}

/** While the diary is open it sees to the time itself. @param {import("../app.js").App} app */
export function remindWhileOpen(app) {
  let reminded = "";
  setInterval(async () => {
    const today = dayOf(app.now());
    if (!app.reminder || app.reminder === "null" || reminded === today || notifying() !== "may") return;
    const reminder = JSON.parse(app.reminder);
    if (until(reminder, app.now()) > 0 || reminder.quietOn === today) return;
    reminded = today;
    await remind(reminder, today).catch(() => {}); // the calendar reminds all the same
  }, OFTEN);
}
