// The one door for files: whatever the page's thread fetches, PyScript's own fetches included,
// has to have the SHA-256 that the release's list names, whatever the network or a cache has
// made of it. (Module scripts do not come through fetch: index.html names their hashes.)
import release from "./runtime/release.mjs";

const { fetch } = self;
const TOP = new URL("..", import.meta.url).href;
// Milliseconds before each further try.
const PAUSES = [500, 1000, 2000];

const pause = (milliseconds) => new Promise((over) => setTimeout(over, milliseconds));

// Large files that have come, whole and intact, by path: for static/offline.mjs to keep.
export const arrived = new Map();

export const sizeOf = (path) => release.files[path].bytes;

// Fetch a file of the release. `read` makes of the response what is returned.
export async function verified(path, read = (response) => response) {
  return insist(path, { integrity: release.files[path].integrity }, read);
}

// The same for a large file, which is used while it arrives: `use` gets the response, `tell` is
// told how many bytes are there. What `use` makes of it is returned once the whole is checked.
export async function verifiedStream(path, use, tell = () => {}) {
  const { bytes, integrity } = release.files[path];
  // Only pages that came by https, or from this very machine, may compute hashes themselves.
  if (!crypto.subtle) return insist(path, { integrity }, use);
  return insist(path, {}, async (response) => {
    const copy = response.clone();
    const [content, body] = await Promise.all([use(response), bodyOf(copy, bytes, tell)]);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
    if (integrity !== `sha256-${btoa(String.fromCharCode(...digest))}`) throw new Error("damaged");
    arrived.set(path, body);
    return content;
  });
}

// Fetch, and try again when that fails: a cache may be to blame, or the network hiccups. A file
// that is not there comes no sooner for being asked for more than twice.
async function insist(path, options, read) {
  for (let attempt = 0; ; attempt++) {
    const cache = attempt ? "reload" : "default"; // past the browser's cache
    const response = await fetch(TOP + path, { ...options, cache }).catch(() => null);
    const result = response?.ok && (await Promise.resolve(read(response)).catch(() => null));
    if (result) return result;
    const isMissing = response && !response.ok;
    if (attempt === PAUSES.length || (isMissing && response.status < 500 && attempt))
      throw new Error(
        isMissing
          ? `${path} is missing (the server answers ${response.status})`
          : `${path} did not arrive, or not as it was sent`,
      );
    await pause(PAUSES[attempt]);
  }
}

async function bodyOf(response, bytes, tell) {
  const body = new Uint8Array(bytes);
  const reader = response.body.getReader();
  for (let length = 0; ; tell(length)) {
    const { done, value } = await reader.read();
    if (done) return body;
    body.set(value, length);
    length += value.length;
  }
}

// PyScript and MicroPython fetch for themselves: through this door as well.
self.fetch = (resource, options) => {
  const path = new URL(resource.url ?? resource, location).href.replace(TOP, "");
  return path in release.files ? verified(path) : fetch(resource, options);
};
