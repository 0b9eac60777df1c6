// What the release's list says about a file: where it is, how large, and what its hash is.
import release from "./runtime/release.mjs";

export const TOP = new URL("..", import.meta.url).href;
export const version = release.version;
export const isListed = (path) => path in release.files;
export const factsOf = (path) => ({ address: TOP + path, ...release.files[path] });
