// @ts-check
/** The person's own copy, at any time and without a network: tables, print, backup, and a reminder for the calendar. */

import { dayOf } from "../diary/dates.js";
import { csv, patientFile, reminder } from "../diary/files.js";
import { ask, notifying } from "../keep/reminder.js";
import { button, field, form, h, handOver, heading, typed } from "./elements.js";
import { renewReminder } from "./reminding.js";

const SHORTEST = 8;

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function files(app) {
  const { say } = app, day = dayOf(app.now());
  return { title: say("files"), part: h("div", { class: "stack" }, heading(say("files")),
    h("section", { class: "panel" }, h("h2", {}, say("export")), h("p", {}, say("export_what")),
      h("div", { class: "row" }, button("csv", say("export_csv"), () => give(app, `diary-${day}.csv`, csv(app.days()), "text/csv")),
        button("json", say("export_json"), () => give(app, `diary-${day}.json`, patientFile(app.days()), "application/json")),
        h("a", { id: "print", href: "#/sheet", class: "button" }, say("export_print")))),
    backup(app, day), restore(app), reminding(app),
    h("p", { class: "said", role: "status", id: "files-said" }, app.state.filesSaid ?? "\u00a0")) };
}

/** @param {import("../app.js").App} app @param {string} name @param {string} text @param {string} type */
function give(app, name, text, type) {
  handOver(name, new Blob([text], { type: `${type};charset=utf-8` }));
  said(app, app.say("file_given", { name }));
}

/** @param {import("../app.js").App} app @param {string} text */
function said(app, text) {
  app.state.filesSaid = text;
  app.tell(text);
  app.draw();
}

/** @param {import("../app.js").App} app @param {string} day */
function backup(app, day) {
  const { say } = app;
  return h("section", { class: "panel" }, h("h2", {}, say("backup")), h("p", {}, say("backup_what")),
    form(async () => {
      const phrase = typed("backup-phrase");
      if (phrase.length < SHORTEST) return said(app, say("phrase_short"));
      handOver(`diary-${day}.backup`, await app.journal.backup(phrase));
      await app.journal.keepSettings({ backedUp: day });
      said(app, say("file_given", { name: `diary-${day}.backup` }));
    }, field("backup-phrase", say("phrase"), h("input", { type: "password", autocomplete: "new-password", maxlength: 200 }), say("phrase_hint")),
    h("button", { id: "backup" }, say("backup_make"))));
}

/** @param {import("../app.js").App} app */
function restore(app) {
  const { say } = app;
  return h("section", { class: "panel" }, h("h2", {}, say("restore")), h("p", {}, say("restore_what")),
    form(async () => {
      const file = /** @type {HTMLInputElement} */ (document.getElementById("restore-file")).files?.[0];
      if (!file) return said(app, say("restore_choose"));
      try {
        await app.journal.restore(file, typed("restore-phrase"));
        said(app, say("restored"));
      } catch (error) {
        said(app, say("restore_not"));
      }
    }, field("restore-file", say("restore_file"), h("input", { type: "file" })),
    field("restore-phrase", say("phrase"), h("input", { type: "password", autocomplete: "off", maxlength: 200 })),
    h("button", { id: "restore" }, say("restore"))));
}

/** @param {import("../app.js").App} app */
function reminding(app) {
  const { say } = app, kept = app.journal.settings.reminder ?? {};
  const permission = notifying();
  return h("section", { class: "panel" }, h("h2", {}, say("reminder")), h("p", {}, say("reminder_what")),
    form(async () => {
      const time = typed("reminder-time") || "20:00";
      await app.journal.keepSettings({ reminder: { ...kept, time } });
      await renewReminder(app);
      const stamp = app.now().toISOString().replace(/[-:]|\.\d{3}/g, "");
      give(app, "diary-reminder.ics", reminder({ first: dayOf(app.now()), time, stamp, title: say("reminder_title"), text: say("reminder_text"), address: location.origin + location.pathname }), "text/calendar");
    }, field("reminder-time", say("reminder_time"), h("input", { type: "time", value: kept.time ?? "20:00" })), h("button", { id: "reminder" }, say("reminder_make"))),
    permission === "cannot" ? h("p", { class: "soft" }, say("notify_never"))
      : kept.notify && permission === "may" ? button("notify", say("notify_off"), () => notify(app, false)) : button("notify", say("notify_on"), () => notify(app, true)),
    h("p", { class: "soft" }, say("notify_what")));
}

/** @param {import("../app.js").App} app @param {boolean} on */
async function notify(app, on) {
  const kept = app.journal.settings.reminder ?? {};
  const allowed = !on || await ask();
  if (allowed) await app.journal.keepSettings({ reminder: { time: "20:00", ...kept, notify: on } });
  await renewReminder(app);
  said(app, app.say(!allowed ? "notify_refused" : on ? "notify_is_on" : "notify_is_off"));
}
