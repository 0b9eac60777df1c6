// The boot shim: what has to happen before any Python runs. It tells how far the downloads are
// (static/download.mjs has started them), has PyScript make its worker, and brings the two
// together (static/interpreter.mjs). JavaScript, because there is no Python yet.
import "./no-storage.mjs";
import { FIRST, downloads, news } from "./download.mjs";
import { factsOf } from "./facts.mjs";
import { fail, show } from "./loading.mjs";
import { watch } from "./restart.mjs";
import { moduleOf, verified } from "./verified.mjs";

performance.mark("boot");

const USER_INTERFACE = { type: "mpy", src: "py/page/main.py" };
// How much of the bar belongs to the downloads; Python's own start has the rest.
const DOWNLOADS = 0.7;

// ---- Can this browser, here, run Python at all? ------------------------------------------

function obstacle() {
  if (typeof WebAssembly !== "object")
    return "Python cannot start, because WebAssembly is missing or switched off in this browser.";
  if (!self.OffscreenCanvas || !self.DecompressionStream || !Promise.withResolvers)
    return "This browser is too old for Python; every browser of the last two years can run it.";
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // the shortest there is
  } catch {
    return "Python cannot start here: a Content Security Policy forbids 'wasm-unsafe-eval' in script-src.";
  }
  return null;
}

// ---- Downloads ---------------------------------------------------------------------------

function showDownloads() {
  const received = {};
  const total = FIRST.reduce((sum, path) => sum + factsOf(path).bytes, 0);
  const hear = {
    progress({ name, length }) {
      received[name] = length;
      const sum = Object.values(received).reduce((sum, length) => sum + length);
      // Not in megabytes: most of them have been compressed on their way.
      show((DOWNLOADS * sum) / total, `Downloading Python: ${Math.round((100 * sum) / total)} %`);
    },
    trouble: ({ message }) => fail(`Downloading Python has failed: ${message}.`),
    downloads() {
      performance.mark("downloads");
      show(DOWNLOADS + 0.05, "Starting Python");
    },
  };
  news.addEventListener("message", ({ data }) => hear[data.kind]?.(data));
  news.start();
}

// ---- Start -------------------------------------------------------------------------------

async function start() {
  show(0, "Downloading Python");
  showDownloads();
  const feeder = moduleOf("static/no-storage.mjs", "static/untar.mjs", "static/insist.mjs", "static/pyodide.mjs");
  // PyScript's worker imports this by its address: see that it is intact before that.
  const furnished = [verified("static/interpreter.mjs"), configure(), furnishFrame()];
  const [isDressed] = await Promise.all([window.dress(), ...furnished]);
  if (!isDressed) return; // as static/first.js says
  if (self.origin === "null") await import("./sandboxed.mjs"); // before PyScript takes hold of Worker
  const { hooks } = await import("./runtime/pyscript/core.js");
  performance.mark("PyScript");
  // A hook of PyScript's own, for folders of the reader's, which nobody opens here. To bring hooks
  // into a worker it calls Function(), which the page's policy forbids.
  hooks.worker.onBeforeRunAsync.clear();
  const engine = await new Promise((made) => hooks.main.onWorker.add((_, worker) => made(worker)));
  engine.addEventListener("message", async ({ data }) => {
    if (data?.kind === "alive") watch(data.lock);
    if (data?.kind === "started") show(DOWNLOADS + 0.15, "Loading NumPy");
    if (data?.kind !== "boot") return;
    document.body.append(Object.assign(document.createElement("script"), USER_INTERFACE));
    const { port1, port2 } = new MessageChannel();
    downloads.postMessage({ kind: "engine", port: port1 }, [port1]);
    const folder = new URL("runtime/pyodide/", import.meta.url).href;
    const exports = factsOf("static/engine/export.tar.gz");
    data.port.postMessage({ text: await feeder, files: port2, folder, exports }, [port2]);
  });
}

// Given as an address, the worker would fetch the configuration once more, unchecked.
async function configure() {
  const element = document.querySelector("py-config");
  element.textContent = await verified("pyscript.toml", (response) => response.text());
  element.removeAttribute("src");
}

// The little pictures of the shapes. Not in a page of no origin (static/sandboxed.mjs): it may use
// nothing that is drawn in another file, and each would be an error in the console.
function drawShapes() {
  if (self.origin === "null") return;
  for (const use of document.querySelectorAll("[data-shape] use"))
    use.setAttribute("href", `static/engine/shapes.svg#${use.closest("[data-shape]").dataset.shape}`);
}

// A frame on somebody else's page has a gate to it, and behind that more of Python.
async function furnishFrame() {
  if (!("embed" in document.documentElement.dataset)) return;
  await import("./host.mjs");
  const configuration = document.querySelector("mpy-config");
  const { files, ...others } = JSON.parse(configuration.textContent);
  Object.assign(files, JSON.parse(document.querySelector("#frame-files").textContent));
  configuration.textContent = JSON.stringify({ ...others, files });
}

drawShapes();
const reason = obstacle();
if (reason) fail(reason);
else start();
