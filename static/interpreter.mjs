// What PyScript takes for Pyodide (`interpreter` in pyscript.toml): the same loadPyodide, in
// the worker, but fed with the files that the page has been downloading since its first
// moment (static/boot.mjs), and strict where Pyodide is lenient: a package that did not
// arrive is an error, not a line in the console.
import "./no-storage.mjs";
import createPyodideModule from "./runtime/pyodide/pyodide.asm.mjs";
import { loadPyodide as load, version } from "./runtime/pyodide/pyodide.mjs";

export { version };

const PACKAGES = ["numpy", "matplotlib"];
const folder = new URL("runtime/pyodide/", import.meta.url).href;

// The page's end of this channel is in boot.mjs: files come in, stages of the start go out.
const { port1: page, port2: port } = new MessageChannel();
postMessage({ kind: "boot", port }, [port]);

const arrived = new Map();
const file = (name) => {
  if (!arrived.has(name)) arrived.set(name, Promise.withResolvers());
  return arrived.get(name);
};
page.onmessage = ({ data: { name, body } }) => file(name).resolve(body);

const nameOf = (url) => (url.startsWith(folder) ? url.slice(folder.length) : null);

// Pyodide asks for its files with fetch() and instantiateStreaming(): answer from the page.
const { fetch: fetchFromNetwork } = self;
self.fetch = async (resource, options) => {
  const name = nameOf(String(resource.url ?? resource));
  if (name === null) return fetchFromNetwork(resource, options);
  if (name.endsWith(".wasm")) return new Response();
  return new Response(await file(name).promise);
};
WebAssembly.instantiateStreaming = async (_, imports) => {
  const module = await file("pyodide.asm.wasm").promise;
  return { module, instance: await WebAssembly.instantiate(module, imports) };
};

export async function loadPyodide({ stdout, stderr }) {
  const pyodide = await load({
    stdout,
    stderr,
    indexURL: folder,
    createPyodideModule,
    packages: PACKAGES,
    env: { MPLBACKEND: "agg" },
  });
  const missing = PACKAGES.filter((name) => !(name in pyodide.loadedPackages));
  if (missing.length) throw new Error(`Python started without ${missing.join(" and ")}.`);
  page.postMessage({ stage: "started" });
  return pyodide;
}
