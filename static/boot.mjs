// The boot shim: what has to happen before any Python runs, and what is left to do when it
// cannot. It starts every download at once, shows how far they are, hands the files to the
// worker (static/interpreter.mjs), and turns whatever goes wrong into a sentence with a
// button. JavaScript, because there is no Python yet.
import "./no-storage.mjs";
import files from "./runtime/manifest.mjs";

const page = document.documentElement;
const progress = document.querySelector("#loading progress");
const stage = document.querySelector("#loading output");
const fault = document.querySelector("#fault");

// No news for this long means that something is stuck. Counted from the last byte or stage.
const PATIENCE = 45_000;
// How much of the bar belongs to the downloads; Python's own start has the rest.
const DOWNLOADS = 0.7;

let silence;

function fail(sentence) {
  if (page.dataset.state === "error") return;
  clearTimeout(silence);
  page.dataset.state = "error";
  fault.querySelector("p").textContent = sentence;
  fault.hidden = false;
}

// Trying again is starting again, with the choices kept in the address.
fault.querySelector("button").addEventListener("click", () => {
  const choices = new FormData(document.querySelector("#controls"));
  history.replaceState(null, "", `#${new URLSearchParams(choices)}`);
  location.reload();
});

function show(share, words) {
  clearTimeout(silence);
  if (page.dataset.state !== "loading") return;
  progress.value = share;
  if (words) stage.value = words;
  silence = setTimeout(fail, PATIENCE, "Python is not coming up: nothing has happened for a while.");
}

// ---- Can this browser, here, run Python at all? ------------------------------------------

function obstacle() {
  if (location.protocol === "file:")
    return "This page was opened as a file; it needs a web server. “python3 py serve” is one.";
  if (self.origin === "null")
    return "This frame is sandboxed too tightly for Python to start: it needs “allow-same-origin”. Open the page in a tab of its own.";
  if (typeof WebAssembly !== "object")
    return "This browser does not run WebAssembly, so Python cannot start. Any current browser does.";
  if (typeof OffscreenCanvas !== "function" || !Promise.withResolvers)
    return "This browser is too old for Python to draw in. Any current browser can.";
  return null;
}

// ---- Downloads ---------------------------------------------------------------------------

const PREFIX = "pyodide/";
// The two modules are imported by the worker itself.
const wanted = Object.keys(files).filter(
  (path) => path.startsWith(PREFIX) && !path.endsWith(".mjs"),
);
const total = wanted.reduce((sum, path) => sum + files[path].bytes, 0);
let received = 0;

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

async function download(path) {
  const { bytes, integrity } = files[path];
  const url = new URL(`runtime/${path}`, import.meta.url);
  for (const cache of ["default", "reload"]) {
    let count = 0;
    try {
      const response = await fetch(url, { cache });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const body = new Uint8Array(bytes);
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        body.set(value, count);
        count += value.length;
        received += value.length;
        show(
          (DOWNLOADS * received) / total,
          `Downloading Python: ${megabytes(received)} of ${megabytes(total)} MB`,
        );
      }
      if (!(await isIntact(body, integrity))) throw new Error("the bytes are not the right ones");
      return body.buffer;
    } catch (error) {
      received -= count;
      if (cache === "reload") throw new Error(`${path}: ${error.message}`);
    }
  }
}

async function isIntact(body, integrity) {
  // Only pages from https: or this very machine have crypto.subtle.
  if (!crypto.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return integrity === `sha256-${btoa(String.fromCharCode(...digest))}`;
}

async function fetchAndCompile(path) {
  const body = await download(path);
  return path.endsWith(".wasm") ? WebAssembly.compile(body) : body;
}

// ---- Start -------------------------------------------------------------------------------

async function start() {
  addEventListener("error", ({ message }) => fail(`The page could not start: ${message}.`));
  addEventListener("unhandledrejection", ({ reason }) =>
    fail(`The page could not start: ${reason?.message ?? reason}.`),
  );
  const downloads = wanted.map((path) => [path.slice(PREFIX.length), fetchAndCompile(path)]);

  const { hooks } = await import("./runtime/pyscript/core.js");
  hooks.main.onWorker.add((_, worker) =>
    worker.addEventListener("message", ({ data }) => {
      if (data?.kind !== "boot") return;
      data.port.onmessage = () => show(DOWNLOADS + 0.15, "Python is running; loading NumPy and matplotlib");
      for (const [name, download] of downloads)
        download.then((body) => {
          data.port.postMessage({ name, body }, body instanceof ArrayBuffer ? [body] : []);
        });
    }),
  );
  await Promise.all(downloads.map(([, download]) => download)).catch((error) => {
    throw new Error(`a file is missing or damaged (${error.message})`);
  });
  show(DOWNLOADS + 0.05, "Starting Python");
}

const reason = obstacle();
if (reason) fail(reason);
else start();
