// @ts-check
/** The clinic, where there is one: what it has, who has read it, the next appointment, own phones, and the way out. */

import { inWords, momentInWords } from "../diary/dates.js";
import { button, emergency, field, form, h, heading, typed } from "./elements.js";

const A_MINUTE = 60_000;
const BROWSERS = [["Edg", "Edge"], ["OPR", "Opera"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], ["Safari", "Safari"]];
const PLACES = [["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Windows", "Windows"], ["Mac", "Mac"], ["Linux", "Linux"]];

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function clinic(app) {
  if (app.journal.offered) return meeting(app, app.journal.offered);
  const { say } = app, one = app.journal.connection;
  const about = one ? app.journal.about() : null;
  renew(app);
  return { title: say("clinic"), part: h("div", { class: "stack" }, heading(one ? nameOf(one.clinic) : say("clinic")),
    !one ? joining(app) : one.ended ? [sharing(app, one), joining(app), appointment(app, about), phones(app, about), readers(app, about)]
      : [sharing(app, one), appointment(app, about), phones(app, about), readers(app, about), leaving(app), erasure(app)],
    app.state.clinicSaid ? h("p", { class: "said", role: "status" }, app.state.clinicSaid) : null, emergency(app)) };
}

/** Ask the clinic what there is, at most once a minute; what is known stands here meanwhile. @param {import("../app.js").App} app */
function renew(app) {
  if (!app.journal.connection || Date.now() - (app.state.asked ?? 0) < A_MINUTE) return;
  app.state.asked = Date.now();
  app.journal.renewAbout().catch((/** @type {any} */ why) => heard(app, why)); // offline: the screen says of when it is
}

/** That the clinic has ended the connection is kept by the next exchange, and the screen is drawn anew. @param {import("../app.js").App} app @param {any} why */
async function heard(app, why) {
  const ended = why?.code === "ended";
  if (ended) await Promise.resolve(app.journal.sync()).catch(() => {});
  return ended;
}

/** @param {any} one */
const nameOf = (one) => (typeof one === "string" ? one : one?.name ?? "");

/** @param {import("../app.js").App} app */
export function joining(app) {
  const { say } = app;
  return h("section", { class: "panel" }, h("h2", {}, say("join")), h("p", {}, say("join_why")),
    form(() => join(app, typed("code")), field("code", say("code"), h("input", { value: app.code, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 64 }), say("code_hint")),
      h("p", { class: "fault", role: "alert" }, app.state.fault ?? ""), h("button", { id: "join", class: "main" }, say("join"))));
}

/** @param {import("../app.js").App} app @param {string} code */
export async function join(app, code) {
  if (!code.trim()) return;
  const draw = app.fromHere();
  app.code = code.trim(); // still there to be mended if it is refused
  try {
    await app.journal.meet(app.code, thisPhone());
    app.code = "";
    app.state.fault = "";
    draw("heading");
  } catch (error) {
    app.state.fault = app.say(/** @type {any} */ (error)?.code === "code" ? "code_wrong" : "code_later");
    draw("code");
  }
}

/** Whom the code is for, before anything is sent. @param {import("../app.js").App} app @param {any} one @returns {import("../app.js").Shown} */
function meeting(app, { person, clinic: place }) {
  const { say } = app, count = Object.keys(app.days()).length;
  return { title: say("clinic"), part: h("div", { class: "stack" }, h("section", { class: "panel" }, heading(say("meet")),
    h("p", {}, say("meet_who", { clinic: nameOf(place) })),
    h("p", { class: "who" }, h("strong", {}, person.name), h("br"), say("meet_born", { born: inWords(person.born, app.language) })),
    h("p", {}, count ? say("meet_sends", { count }) : say("meet_sends_later"), " ", say("join_why")),
    h("div", { class: "row" }, button("agree", say("meet_yes"), () => agree(app), { class: "main" }), button("decline", say("meet_no"), () => decline(app)))), emergency(app)) };
}

/** @param {import("../app.js").App} app */
async function agree(app) {
  const draw = app.fromHere();
  await app.journal.agree();
  app.tell(app.say("joined"));
  draw("heading");
}

/** @param {import("../app.js").App} app */
async function decline(app) {
  const draw = app.fromHere();
  await app.journal.decline();
  app.state.clinicSaid = app.say("meet_declined");
  app.tell(app.state.clinicSaid);
  draw("heading");
}

/** What the clinic shows for this phone, such as "Chrome, Android". */
function thisPhone() {
  const named = (/** @type {string[][]} */ all) => all.find(([sign]) => navigator.userAgent.includes(sign))?.[1];
  return [named(BROWSERS), named(PLACES)].filter(Boolean).join(", ");
}

/** @param {import("../app.js").App} app @param {any} one */
function sharing(app, one) {
  const { say } = app, count = app.journal.onlyHere();
  return h("section", { class: "panel" }, h("h2", {}, say("sharing")),
    h("p", {}, say("shared_as", { name: one.person?.name ?? "", born: one.person?.born ? inWords(one.person.born, app.language) : "" })),
    one.since ? h("p", { class: "soft" }, say("since", { day: inWords(one.since.slice(0, 10), app.language) })) : null,
    h("p", {}, one.ended ? say("ended_why") : count ? say("state_only_here", { count }) : say("state_there")),
    one.ended ? button("alone", say("go_on_alone"), () => leave(app), { class: "quiet" }) : [button("sync", say("sync_now"), () => sync(app)), h("p", { class: "saved", id: "sync-said" }, synced(app))]);
}

/** What became of it, beside the button; what was sent by itself since then counts. @param {import("../app.js").App} app */
function synced(app) {
  const { sent } = app.state;
  return sent ? app.say(`sync_${sent === "offline" && app.journal.lastSync?.state === "ok" ? "ok" : sent}`) : "\u00a0";
}

/** @param {import("../app.js").App} app */
async function sync(app) {
  const draw = app.fromHere();
  const tells = (/** @type {string} */ sent) => {
    app.state.sent = sent;
    app.tell(app.say(`sync_${sent}`));
    draw("sync");
  };
  tells(navigator.onLine === false ? "offline" : "going"); // without an answer the network is given up only after a while
  const found = await Promise.resolve(app.journal.sync()).catch(() => null);
  tells(found?.state ?? "offline");
}

/** @param {import("../app.js").App} app @param {any} about */
function appointment(app, about) {
  const { say } = app, next = about?.next_appointment;
  return h("section", { class: "panel" }, h("h2", {}, say("next_appointment")),
    h("p", {}, next ? `${momentInWords(next.at, app.language)}${next.kind ? ` (${next.kind})` : ""}` : say("no_appointment")), asOf(app, about));
}

/** @param {import("../app.js").App} app @param {any} about */
const asOf = (app, about) => {
  const at = about?.at;
  return at ? h("p", { class: "soft" }, app.say("as_of", { at: momentInWords(at, app.language) })) : null;
};

/** @param {import("../app.js").App} app @param {any} about */
function readers(app, about) {
  const { say } = app;
  return h("section", { class: "panel" }, h("h2", {}, say("readers")), about?.readers?.length
    ? h("ul", { class: "plain" }, about.readers.map((/** @type {any} */ one) => h("li", {}, h("strong", {}, one.name || say("somebody")),
      `, ${[one.role, one.clinic, inWords(one.day, app.language)].filter(Boolean).join(", ")}`, one.times > 1 ? `, ${say("times", { count: one.times })}` : "", one.emergency ? `, ${say("emergency_access")}` : "")))
    : h("p", {}, say("no_readers")));
}

/** @param {import("../app.js").App} app @param {any} about */
function phones(app, about) {
  const { say } = app;
  return h("section", { class: "panel" }, h("h2", {}, say("phones")), about?.phones?.length
    ? h("ul", { class: "plain" }, about.phones.map((/** @type {any} */ one) => h("li", {}, h("strong", {}, one.name), one.this ? ` (${say("this_phone")})` : "",
      one.last ? `, ${say("last_seen", { at: momentInWords(one.last, app.language) })}` : "")))
    : h("p", {}, say("no_phones")));
}

/** @param {import("../app.js").App} app */
function leaving(app) {
  const { say } = app;
  return h("section", { class: "panel" }, h("h2", {}, say("leave")), h("p", {}, say("leave_what")),
    app.state.leaving ? h("div", { class: "row" }, button("leave-yes", say("leave_yes"), () => leave(app)), button("leave-no", say("cancel"), () => { app.state.leaving = false; app.draw("leave"); }))
      : button("leave", say("leave"), () => { app.state.leaving = true; app.draw("leave-yes"); }));
}

/** @param {import("../app.js").App} app */
async function leave(app) {
  const draw = app.fromHere();
  app.state.leaving = false;
  try {
    await app.journal.leave();
    app.state.clinicSaid = app.say("left");
  } catch (error) {
    app.state.clinicSaid = app.say("left_not");
  }
  app.tell(app.state.clinicSaid);
  draw("heading");
}

/** @param {import("../app.js").App} app */
function erasure(app) {
  const { say } = app;
  const words = h("textarea", { rows: 3, maxlength: 1000, value: app.state.wish ?? "", oninput: (/** @type {any} */ event) => { app.state.wish = event.target.value; } });
  return h("section", { class: "panel" }, h("h2", {}, say("erasure")), h("p", {}, say("erasure_what")),
    form(() => askErasure(app), field("erasure-words", say("erasure_words"), words), h("button", { id: "erasure" }, say("erasure_ask"))));
}

/** @param {import("../app.js").App} app */
async function askErasure(app) {
  const draw = app.fromHere();
  try {
    await app.journal.askErasure(typed("erasure-words"));
    app.state.wish = "";
    app.state.clinicSaid = app.say("erasure_asked");
  } catch (error) {
    app.state.clinicSaid = app.say((await heard(app, error)) ? "sync_ended" : "erasure_not");
  }
  app.tell(app.state.clinicSaid);
  draw("heading");
}
