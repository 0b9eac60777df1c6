// The boot shim: what has to happen before any Python runs. It starts the downloads at once,
// shows how far they are, has PyScript make its worker, and hands the files to it
// (static/interpreter.mjs). JavaScript, because there is no Python yet.
import "./no-storage.mjs";
import { fail, show } from "./loading.mjs";
import { sizeOf, verified, verifiedStream } from "./verified.mjs";

performance.mark("boot");

// What the worker is given for the first picture; what it wants later it asks for.
const PYODIDE = "static/runtime/pyodide/";
const FIRST = [
  `${PYODIDE}pyodide.asm.wasm`,
  `${PYODIDE}pyodide.asm.mjs`,
  `${PYODIDE}pyodide.mjs`,
  `${PYODIDE}python.tar.gz`,
  "static/lesson/lesson.tar.gz",
];
const USER_INTERFACE = { type: "mpy", src: "py/ui.py" };
// How much of the bar belongs to the downloads; Python's own start has the rest.
const DOWNLOADS = 0.7;

// ---- Can this browser, here, run Python at all? ------------------------------------------

function obstacle() {
  if (typeof WebAssembly !== "object")
    return "Python cannot start, because WebAssembly is missing or switched off in this browser.";
  if (!self.OffscreenCanvas || !self.DecompressionStream || !Promise.withResolvers)
    return "This browser is too old for Python; every browser of the last two years can run it.";
  return null;
}

// ---- Downloads ---------------------------------------------------------------------------

// What is made of a file while it arrives, so that little is left to do after its last byte.
const USES = {
  mjs: (response) => response.blob(),
  wasm: (response) => WebAssembly.compileStreaming(response),
  gz: ({ body }) => new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
};

const received = {};
const total = FIRST.reduce((sum, path) => sum + sizeOf(path), 0);
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

function download(path, tell) {
  return verifiedStream(path, USES[path.split(".").at(-1)], tell);
}

function downloadAndShow(path) {
  return download(path, (bytes) => {
    received[path] = bytes;
    const sum = Object.values(received).reduce((sum, bytes) => sum + bytes);
    const words = `Downloading Python: ${megabytes(sum)} of ${megabytes(total)} MB`;
    show((DOWNLOADS * sum) / total, words);
  });
}

// ---- Start -------------------------------------------------------------------------------

async function start() {
  show(0, "Downloading Python");
  // The small ones first: a browser has but six connections to a simple server.
  const interpreter = verified("static/interpreter.mjs"); // before PyScript's worker imports it
  const feeder = blobOf("static/no-storage.mjs", "static/pyodide.mjs");
  const contents = FIRST.map((path) => [path, downloadAndShow(path)]);
  for (const [, content] of contents) content.catch(() => {}); // dealt with below
  await Promise.all([interpreter, configure()]);
  const { hooks } = await import("./runtime/pyscript/core.js");
  performance.mark("PyScript");
  const worker = await new Promise((made) => hooks.main.onWorker.add((_, worker) => made(worker)));
  worker.addEventListener("message", async ({ data }) => {
    if (data?.kind !== "boot") return;
    document.body.append(Object.assign(document.createElement("script"), USER_INTERFACE));
    const { port1, port2 } = new MessageChannel();
    const folder = new URL("runtime/pyodide/", import.meta.url).href;
    data.port.postMessage({ text: await feeder, files: port2, folder }, [port2]);
    feed(port1, contents);
  });
  await Promise.all(contents.map(([, content]) => content));
  performance.mark("downloads");
  show(DOWNLOADS + 0.05, "Starting Python");
}

// Given as an address, the worker would fetch the configuration once more, unchecked.
async function configure() {
  const element = document.querySelector("py-config");
  element.textContent = await verified("pyscript.toml", (response) => response.text());
  element.removeAttribute("src");
}

async function blobOf(...paths) {
  const texts = paths.map((path) => verified(path, (response) => response.text()));
  return new Blob(await Promise.all(texts), { type: "text/javascript" });
}

function feed(port, contents) {
  const hand = async ([path, content]) => {
    const name = path.split("/").at(-1);
    try {
      content = await content;
      port.postMessage({ name, content }, content instanceof ArrayBuffer ? [content] : []);
    } catch ({ message }) {
      port.postMessage({ name, trouble: message });
    }
  };
  port.onmessage = ({ data }) => {
    if (data === "started") show(DOWNLOADS + 0.15, "Loading NumPy");
    // Not before the engine wants it: line and processor belong to the first picture.
    else hand([PYODIDE + data, download(PYODIDE + data)]);
  };
  contents.forEach(hand);
}

const reason = obstacle();
if (reason) fail(reason);
else start();
