// The boot shim: what has to happen before any Python runs, and what is left to do when it
// cannot. It starts the downloads at once, shows how far they are, hands the files to the
// worker (static/interpreter.mjs), and turns whatever goes wrong into a sentence with a
// button. JavaScript, because there is no Python yet.
import "./no-storage.mjs";
import { sizeOf, verified, verifiedStream } from "./verified.mjs";

performance.mark("boot");

const page = document.documentElement;
const progress = document.querySelector("#loading progress");
const stage = document.querySelector("#loading output");
const fault = document.querySelector("#fault");
const { elements: controls } = document.querySelector("#controls");

// What the worker is given: first what the first picture needs, then what the others do.
const FOLDER = "static/runtime/pyodide/";
const FIRST = ["pyodide.asm.wasm", "pyodide.asm.mjs", "pyodide.mjs", "python.tar.gz"];
const LATER = "matplotlib.tar.gz";
const USER_INTERFACE = { type: "mpy", src: "py/ui.py" };
// No byte and no other news for so many milliseconds: something is stuck.
const PATIENCE = 30_000;
// How much of the bar belongs to the downloads; Python's own start has the rest.
const DOWNLOADS = 0.7;

// ---- What the reader sees meanwhile ------------------------------------------------------

let silence = earlyPatience; // from index.html, which minds that this file arrives

function show(share, words) {
  clearTimeout(silence);
  if (page.dataset.state !== "loading") return;
  progress.value = share;
  stage.value = words;
  silence = setTimeout(fail, PATIENCE, "Python does not start: nothing has happened for a while.");
}

function fail(sentence) {
  clearTimeout(silence);
  page.dataset.state = "error";
  fault.querySelector("p").textContent = sentence;
  fault.hidden = false;
}

// Trying again is starting again, with the reader's choices kept in the address: those it has
// already, and those made since.
fault.querySelector("button").addEventListener("click", () => {
  const choices = new URLSearchParams(location.hash.slice(1));
  for (const { name, type, checked, defaultChecked, value, defaultValue, selectedOptions } of controls) {
    if (type === "checkbox" && checked !== defaultChecked) choices.set(name, checked ? "on" : "off");
    if (selectedOptions && !selectedOptions[0].defaultSelected) choices.set(name, value);
    if ((type === "number" || type === "range") && name && value !== defaultValue) choices.set(name, value);
  }
  history.replaceState(null, "", `#${choices}`);
  location.reload();
});

// Python, once it runs, reports its own end here (py/page.py).
addEventListener("fault", ({ detail }) => fail(detail));

new MutationObserver((_, observer) => {
  if (page.dataset.state === "loading") return;
  clearTimeout(silence);
  observer.disconnect();
}).observe(page, { attributeFilter: ["data-state"] });

// ---- Can this browser, here, run Python at all? ------------------------------------------

function obstacle() {
  if (typeof WebAssembly !== "object")
    return "Python cannot start, because WebAssembly is missing or switched off in this browser.";
  if (!self.OffscreenCanvas || !self.DecompressionStream || !Promise.withResolvers)
    return "This browser is too old for Python; every browser of the last two years can run it.";
  return null;
}

// ---- Downloads ---------------------------------------------------------------------------

const arrived = Object.fromEntries(FIRST.map((name) => [name, 0]));
const total = FIRST.reduce((sum, name) => sum + sizeOf(FOLDER + name), 0);

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

async function download(name) {
  return verifiedStream(FOLDER + name, USES[name.split(".").at(-1)], (bytes) => {
    if (!(name in arrived)) return;
    arrived[name] = bytes;
    const received = Object.values(arrived).reduce((sum, bytes) => sum + bytes);
    const share = (DOWNLOADS * received) / total;
    show(share, `Downloading Python: ${megabytes(received)} of ${megabytes(total)} MB`);
  });
}

// What is made of a file while it arrives, so that little is left to do after its last byte.
const USES = {
  mjs: (response) => response.blob(),
  wasm: (response) => WebAssembly.compileStreaming(response),
  gz: ({ body }) => new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
};

// ---- Start -------------------------------------------------------------------------------

async function start() {
  show(0, "Downloading Python");
  const contents = FIRST.map((name) => [name, download(name)]);
  for (const [, content] of contents) content.catch(() => {}); // dealt with below
  const interpreter = verified("static/interpreter.mjs"); // before PyScript's worker imports it
  const feeder = blobOf("static/no-storage.mjs", "static/pyodide.mjs");
  await interpreter;
  const { hooks } = await import("./runtime/pyscript/core.js");
  performance.mark("PyScript");
  const worker = await new Promise((made) => hooks.main.onWorker.add((_, worker) => made(worker)));
  worker.addEventListener("message", async ({ data }) => {
    if (data?.kind !== "boot") return;
    document.body.append(Object.assign(document.createElement("script"), USER_INTERFACE));
    const { port1, port2 } = new MessageChannel();
    data.port.postMessage({ text: await feeder, files: port2 }, [port2]);
    feed(port1, contents);
  });
  await Promise.all(contents.map(([, content]) => content));
  performance.mark("downloads");
  show(DOWNLOADS + 0.05, "Starting Python");
}

async function blobOf(...paths) {
  const texts = paths.map((path) => verified(path, (response) => response.text()));
  return new Blob(await Promise.all(texts), { type: "text/javascript" });
}

function feed(port, contents) {
  const hand = async (name, content) => {
    content = await content;
    port.postMessage({ name, content }, content instanceof ArrayBuffer ? [content] : []);
  };
  port.onmessage = () => show(DOWNLOADS + 0.15, "Loading NumPy");
  const handed = contents.map(([name, content]) => hand(name, content));
  Promise.all(handed).then(() => hand(LATER, download(LATER)));
}

const reason = obstacle();
if (reason) fail(reason);
else {
  // Whatever fails before the first picture, in PyScript too, ends here. The browser has put
  // the details into its console; the reader is told which file it was, where that is known.
  const report = ({ reason, message }) => {
    if (page.dataset.state !== "loading") return;
    const [file] = String(message ?? reason?.message ?? reason).match(/[\w.-]+\.(m?js|wasm|py|toml|gz)\b/) ?? [];
    fail(`A part of this page could not be loaded or started${file ? `: ${file}` : ""}.`);
  };
  addEventListener("error", report);
  addEventListener("unhandledrejection", report);
  start();
}
