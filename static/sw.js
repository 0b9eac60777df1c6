// The service worker: with it, a second visit asks the network for nothing, and works without.
//
// It belongs to one release of the page. Its first line, which is put before this text when the
// site is served or built (py/tools/site/release.py), lists the hash of every file; so a new
// release is a new worker. That one fetches all of its files before it counts as installed, then
// waits until no page of the old release is open, or until the reader of one wants to change over
// (static/offline.mjs); the others go on with the old files until their readers want to. Whatever
// a page asks for, it gets the file of its own release or none: every body is hashed each time
// before it is given out, wherever it came from.

const { version } = RELEASE;
const hashes = new Map(Object.entries(RELEASE.files));
const { scope } = registration;
// Other pages may keep caches on the same origin: these are ours.
const OURS = `playground ${scope} `;
const CACHE = OURS + version;
// In each release's cache: when it took over, its hashes, and which pages had begun with another.
const NOTE = `${scope}taken-over`;
// Large, or seldom needed: kept once somebody has asked for it. Of the lessons' pictures the
// first lesson's are kept at once, since the page begins with it. What only frames on other
// people's pages need is asked for there, where nothing is kept. (What keeps runs and what
// shows tables, with those that are ready, is there at once, though it is loaded late: without a
// network trainings end and tables are dropped, too.)
const WHEN_USED = /\/(rest|export)\.tar\.gz$|\/page\/takeaway\/|\/icons\/|\/engine\/(?!three_lines-).*\.png$|\/embed|\/(host|sandboxed)\.mjs$|\/demo\//;

// The page goes by the name of its folder, as servers may redirect from index.html.
const address = (path) => scope + (path === "index.html" ? "" : path);

function pathOf({ url, mode }) {
  // A link may bring a query along, which the page does not read.
  const [place] = url.split(mode === "navigate" ? /[?#]/ : "#", 1);
  return place.startsWith(scope) ? place.slice(scope.length) || "index.html" : null;
}

async function checked(path, response, hash = hashes.get(path)) {
  if (!response?.ok) throw new Error(`${path} is not there`);
  const body = await response.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  if (hash !== `sha256-${btoa(String.fromCharCode(...digest))}`)
    throw new Error(`${path} is not the one of this release`);
  return response;
}

const find = async (path, cache, hash) =>
  checked(path, await (await caches.open(cache)).match(address(path), { ignoreVary: true }), hash);

// The browser's own cache knows what the page has just loaded; its age does not matter, as the
// hash decides.
const download = async (path, cache = "force-cache") =>
  checked(path, await fetch(address(path), { cache }));

// The first of several ways that works.
async function firstOf(...ways) {
  const way = ways.shift();
  return ways.length ? way().catch(() => firstOf(...ways)) : way();
}

const fromNetwork = (path) => firstOf(() => download(path), () => download(path, "reload"));

const ourCaches = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

// ---- A release comes and goes ------------------------------------------------------------

// All or nothing: the first file that cannot be had ends the installation. What has arrived
// until then stays, for the next attempt.
async function install() {
  const before = await ourCaches();
  const cache = await caches.open(CACHE);
  await Promise.all([...hashes.keys()].map(async (path) => {
    const kept = before.map((name) => () => find(path, name));
    const other = WHEN_USED.test(path) ? async () => null : () => fromNetwork(path);
    const response = await firstOf(...kept, other);
    if (response) await cache.put(address(path), response);
  }));
}

const NOTHING = { time: 0, files: {}, pages: {} };
const noteIn = (cache) =>
  caches.open(cache).then(async (all) => (await (await all.match(NOTE))?.json()) ?? NOTHING)
    .catch(() => NOTHING);
let own; // this release's note, as far as it has been read
const openPages = () => clients.matchAll({ includeUncontrolled: true, type: "all" });

// With which release each open page has begun: with the one that took over last, but for those
// that were open then.
async function takeOver() {
  const names = await ourCaches();
  const notes = await Promise.all(names.map(noteIn));
  const times = notes.map(({ time }) => time);
  const last = times.indexOf(Math.max(...times));
  const begun = (await openPages()).map(({ id }) => [id, notes[last]?.pages[id] ?? names[last]]);
  const pages = Object.fromEntries(begun.filter(([, name]) => name !== CACHE));
  own = { time: Date.now(), files: RELEASE.files, pages };
  await (await caches.open(CACHE)).put(NOTE, new Response(JSON.stringify(own)));
  await tidy();
}

// Removes the releases that no open page has begun with.
async function tidy() {
  const [open, { pages }] = await Promise.all([openPages(), own ?? noteIn(CACHE)]);
  const used = new Set([CACHE, ...open.map(({ id }) => pages[id])]);
  const waiting = registration.waiting || registration.installing; // may fill a cache of its own
  const unused = waiting ? [] : (await ourCaches()).filter((name) => !used.has(name));
  await Promise.all(unused.map((name) => caches.delete(name)));
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => {
  if (event.data === "change over") skipWaiting();
  if (event.data === "tidy") event.waitUntil(tidy());
});

// ---- A page asks -------------------------------------------------------------------------

async function answer(event, path) {
  const { pages } = (own ??= await noteIn(CACHE));
  const before = event.request.mode === "navigate" ? undefined : pages[event.clientId];
  if (before) return answerBefore(event, path, before);
  if (!hashes.has(path)) return fetch(event.request);
  try {
    return await find(path, CACHE);
  } catch {
    // Missing or damaged. If the server has it no more, the page is told: a network error.
    const response = await fromNetwork(path);
    event.waitUntil(keep(path, response.clone()));
    return response;
  }
}

// For a page that goes on with the release that it has begun with.
async function answerBefore({ request }, path, cache) {
  const hash = (await noteIn(cache)).files[path];
  return hash ? find(path, cache, hash).catch(() => fetch(request)) : fetch(request);
}

async function keep(path, response) {
  try {
    await (await caches.open(CACHE)).put(address(path), response);
  } catch {
    // No room: it will be fetched again.
  }
}

addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  const mayBe = hashes.has(path) || (path && event.request.mode !== "navigate");
  if (event.request.method === "GET" && mayBe) event.respondWith(answer(event, path));
});
