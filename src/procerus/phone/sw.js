/*
 * Keeps one whole version of the diary on the phone. The server fills in the two constants: `VERSION`, a hash of all files, and
 * `FILES`, pairs of an address below /phone/ and its integrity ("sha256-..."), without sw.js. A version is installed wholly or not
 * at all; the one before goes only after the new one has begun to work. What the API says is never kept here.
 */
"use strict";

const VERSION = "VERSION";
const FILES = ["FILES"];
const PREFIX = "procerus-phone ";
const HERE = new URL("./", location.href);
const INDEX = new URL("index.html", HERE).href;
const ADDRESSES = new Set(FILES.map(([path]) => new URL(path, HERE).href));

self.addEventListener("install", (event) => event.waitUntil(Promise.all([install(), apart(event)])));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== HERE.origin || !url.pathname.startsWith(HERE.pathname)) return;
  url.hash = url.search = "";
  if (request.mode === "navigate") event.respondWith(kept(INDEX, request));
  else if (ADDRESSES.has(url.href)) event.respondWith(kept(url.href, request));
});
self.addEventListener("message", (event) => {
  if (event.data?.do === "take over") event.waitUntil(takeOver(event.data.always === true));
});
self.addEventListener("notificationclick", (event) => event.waitUntil(pressed(event)));
self.addEventListener("periodicsync", (event) => {
  if (event.tag === "reminder") event.waitUntil(remind());
});

async function install() {
  const name = PREFIX + VERSION;
  try {
    const cache = await caches.open(name);
    await Promise.all(FILES.map(async ([path, integrity]) => cache.put(new URL(path, HERE), await fetched(path, integrity))));
  } catch (why) {
    await caches.delete(name);
    throw why; // the version before goes on, and the browser tries again
  }
}

/*
 * The API goes past this worker where the browser can do that. While a request wakes it, Chromium puts off that a newer version
 * takes over, and then until this one has had nothing to do for half a minute.
 */
async function apart(event) {
  await event.addRoutes?.({ condition: { urlPattern: new URLPattern("/api/*", HERE.href) }, source: "network" }).catch(() => {});
}

/* With its integrity, so that no file of another version gets in while the server is renewed. */
async function fetched(path, integrity) {
  const found = await fetch(new URL(path, HERE), { cache: "no-store", credentials: "omit", integrity: integrity ?? "" });
  if (!found.ok) throw new Error(`${path}: ${found.status}`);
  return found.redirected ? new Response(await found.blob(), { headers: found.headers }) : found;
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + VERSION);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/* From this version, else from the network. */
async function kept(address, request) {
  const found = await caches.open(PREFIX + VERSION).then((cache) => cache.match(address)).catch(() => undefined);
  return found ?? fetch(request);
}

/* Unless it is asked for by hand, only if no other page is open that still reads the version before. */
async function takeOver(always) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (always || pages.length <= 1) await self.skipWaiting();
}

/* ---- The reminder: an answer on it is sealed to the diary's public key, as keep/inbox.js does it. ---- */

async function pressed(event) {
  event.notification.close();
  const said = { yes: "yes", no: "no" }[event.action];
  if (said) return drop(event.notification.data.day, { headache: said });
  const [page] = await self.clients.matchAll({ type: "window" });
  return page ? page.focus() : self.clients.openWindow(HERE.href);
}

async function remind() {
  const database = await opened();
  const reminder = await one(database.transaction("lock").objectStore("lock").get("reminder"));
  const now = moment(new Date());
  if (!reminder || now.at.slice(11, 16) < reminder.at || reminder.quietOn === now.at.slice(0, 10)) return;
  const actions = [{ action: "yes", title: reminder.yes }, { action: "no", title: reminder.no }];
  const day = now.at.slice(0, 10);
  await self.registration.showNotification(reminder.title, { body: reminder.body, tag: "procerus-diary", data: { day }, actions });
  await written(database, "lock", "reminder", { ...reminder, quietOn: day });
}

async function drop(day, said) {
  const database = await opened();
  const lock = await one(database.transaction("lock").objectStore("lock").get("lock"));
  if (!lock) return;
  const id = crypto.randomUUID();
  await written(database, "inbox", id, await sealDrop(lock.inbox.open, { id, day, said, ...moment(new Date()) }));
  new BroadcastChannel("procerus-diary").postMessage("dropped");
}

async function sealDrop(open, drop) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const text = (one) => new TextEncoder().encode(one);
  const to = await crypto.subtle.importKey("jwk", open, curve, false, []);
  const pair = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: to }, pair.privateKey, 256);
  const start = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: text("procerus diary inbox") };
  const key = await crypto.subtle.deriveKey(how, start, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const bytes = text(JSON.stringify(drop));
  const filled = new Uint8Array(Math.ceil(bytes.length / 256) * 256).fill(0x20);
  filled.set(bytes);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text(`inbox ${drop.id}`) }, key, filled);
  return { id: drop.id, from: await crypto.subtle.exportKey("raw", pair.publicKey), iv, sealed };
}

function moment(date) {
  const ahead = -date.getTimezoneOffset();
  const pair = (number) => String(number).padStart(2, "0");
  const offset = `${ahead < 0 ? "-" : "+"}${pair(Math.trunc(Math.abs(ahead) / 60))}:${pair(Math.abs(ahead) % 60)}`;
  const local = new Date(date.getTime() + ahead * 60000).toISOString().slice(0, 23);
  return { at: local + offset, zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "", milliseconds: date.getTime() };
}

/* Only as it is: a diary is begun by a page. */
function opened() {
  const request = indexedDB.open("procerus-diary");
  request.onupgradeneeded = () => request.transaction.abort();
  return one(request);
}

function one(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function written(database, store, key, value) {
  return new Promise((done, failed) => {
    const transaction = database.transaction(store, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
    transaction.objectStore(store).put(value, key);
  });
}
