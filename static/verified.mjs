// The one door for files: whatever the page's thread fetches, PyScript's own fetches included,
// has to have the SHA-256 that the release's list names, whatever the network or a cache has
// made of it. (Module scripts do not come through fetch: index.html names their hashes. Large
// files come through static/download.mjs.)
import { insist } from "./insist.mjs";
import release from "./runtime/release.mjs";

const { fetch } = self;
const TOP = new URL("..", import.meta.url).href;

// What is to be known of a file of the release, to fetch and check it elsewhere.
export const facts = (path) => ({ address: TOP + path, ...release.files[path] });

// Fetch a file of the release. `read` makes of the response what is returned.
export const verified = (path, read = (response) => response) =>
  insist(TOP + path, { integrity: release.files[path].integrity }, read);

// The texts of several, as one module.
export async function moduleOf(...paths) {
  const texts = paths.map((path) => verified(path, (response) => response.text()));
  return new Blob(await Promise.all(texts), { type: "text/javascript" });
}

// PyScript and MicroPython fetch for themselves: through this door as well.
self.fetch = (resource, options) => {
  const address = new URL(resource.url ?? resource, location).href;
  const file = release.files[address.replace(TOP, "")];
  return fetch(resource, file && !options?.integrity ? { ...options, integrity: file.integrity } : options);
};
