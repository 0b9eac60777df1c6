// The boot shim: what has to happen before any Python runs, and what is left to do when it
// cannot. It starts the downloads at once, shows how far they are, hands the files to the
// worker (static/interpreter.mjs), and turns whatever goes wrong into a sentence with a
// button. JavaScript, because there is no Python yet.
import "./no-storage.mjs";
import files from "./runtime/manifest.mjs";

const page = document.documentElement;
const progress = document.querySelector("#loading progress");
const stage = document.querySelector("#loading output");
const fault = document.querySelector("#fault");
const { elements: controls } = document.querySelector("#controls");

// What the worker is given; its JavaScript modules it imports by itself.
const FOLDER = "pyodide/";
const WANTED = ["pyodide.asm.wasm", "python.tar.gz"];
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

const total = WANTED.reduce((sum, name) => sum + files[FOLDER + name].bytes, 0);
let received = 0;

// Whole and intact, by path below the site: for static/offline.mjs to keep.
export const arrived = new Map();

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

const request = (name, cache) =>
  fetch(new URL(`runtime/${FOLDER}${name}`, import.meta.url), { cache });

async function download(name, answer) {
  try {
    return await receive(name, await answer);
  } catch {
    // Once more, past the browser's cache: a file may be damaged there.
    try {
      return await receive(name, await request(name, "reload"));
    } catch ({ message }) {
      throw new Error(`${name} is missing or damaged (${message})`);
    }
  }
}

async function receive(name, response) {
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  const { bytes, integrity } = files[FOLDER + name];
  const body = new Uint8Array(bytes);
  let length = 0;
  const count = new TransformStream({
    transform(chunk, controller) {
      body.set(chunk, length);
      length += chunk.length;
      received += chunk.length;
      const share = (DOWNLOADS * received) / total;
      show(share, `Downloading Python: ${megabytes(received)} of ${megabytes(total)} MB`);
      controller.enqueue(chunk);
    },
  });
  try {
    const content = await unpack(name, response.body.pipeThrough(count));
    if (!(await isIntact(body, integrity))) throw new Error("its bytes are not the right ones");
    arrived.set(`static/runtime/${FOLDER}${name}`, body);
    return content;
  } catch (error) {
    received -= length;
    throw error;
  }
}

// Unpacked while they arrive, so that little is left to do after the last byte.
async function unpack(name, stream) {
  if (name.endsWith(".wasm")) {
    const headers = { "Content-Type": "application/wasm" };
    return WebAssembly.compileStreaming(new Response(stream, { headers }));
  }
  return new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function isIntact(body, integrity) {
  // Only pages that came by https, or from this very machine, are given crypto.subtle.
  if (!crypto.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return integrity === `sha256-${btoa(String.fromCharCode(...digest))}`;
}

// ---- Start -------------------------------------------------------------------------------

async function start() {
  show(0, "Downloading Python");
  const pyscript = import("./runtime/pyscript/core.js");
  const answers = WANTED.map((name) => [name, request(name, "default")]);
  for (const [, answer] of answers) answer.catch(() => {}); // dealt with in download()

  // The worker has much to do before it needs the large files, and whatever this thread does
  // keeps PyScript from creating it: so first the worker, then the files, then the page's own
  // Python.
  const { hooks } = await pyscript;
  const worker = await new Promise((made) => hooks.main.onWorker.add((_, worker) => made(worker)));
  const contents = answers.map(([name, answer]) => [name, download(name, answer)]);
  worker.addEventListener("message", ({ data }) => {
    if (data?.kind !== "boot") return;
    feed(data.port, contents);
    document.body.append(Object.assign(document.createElement("script"), USER_INTERFACE));
  });
  await Promise.all(contents.map(([, content]) => content));
  show(DOWNLOADS + 0.05, "Starting Python");
}

function feed(port, contents) {
  port.onmessage = () => show(DOWNLOADS + 0.15, "Loading NumPy and matplotlib");
  for (const [name, content] of contents)
    content.then((content) => {
      const moved = content instanceof ArrayBuffer ? [content] : [];
      port.postMessage({ name, content }, moved);
    });
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
