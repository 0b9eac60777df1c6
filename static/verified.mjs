// The one door for files: whatever the page's thread fetches, PyScript's own fetches included,
// has to have the SHA-256 that the release's list names, whatever the network or a cache has
// made of it. (Module scripts do not come through fetch: index.html names their hashes. Large
// files come through static/download.mjs.)
import { TOP, factsOf, isListed } from "./facts.mjs";
import { insist } from "./insist.mjs";

const { fetch } = self;

// Fetch a file of the release. `read` makes of the response what is returned.
export const verified = (path, read = (response) => response) =>
  insist(factsOf(path).address, { integrity: factsOf(path).integrity }, read);

// The texts of several, as one module.
export async function moduleOf(...paths) {
  const texts = paths.map((path) => verified(path, (response) => response.text()));
  return new Blob(await Promise.all(texts), { type: "text/javascript" });
}

// PyScript and MicroPython fetch for themselves: through this door as well.
self.fetch = (resource, options) => {
  const path = new URL(resource.url ?? resource, location).href.replace(TOP, "");
  return isListed(path) && !options?.integrity ? verified(path) : fetch(resource, options);
};
