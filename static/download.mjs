// The worker that brings the engine's files: it fetches, checks, unpacks and compiles them while
// the page's own thread is busy with the page.
import { factsOf } from "./facts.mjs";
import { insist } from "./insist.mjs";

// What the engine is given for its first picture, and what it asks for then.
const PYODIDE = "static/runtime/pyodide";
export const FIRST = [
  `${PYODIDE}/pyodide.asm.wasm`,
  `${PYODIDE}/pyodide.asm.mjs`,
  `${PYODIDE}/pyodide.mjs`,
  `${PYODIDE}/python.tar.gz`,
  "static/engine/engine.tar.gz",
];
const LATER = ["static/engine/inside.tar.gz", `${PYODIDE}/matplotlib.tar.gz`];

const nameOf = (path) => path.split("/").at(-1);

// Made from text that has been checked, like all modules of the page; an address of its own
// would be asked for once more, unchecked.
const text = new Blob([`${insist};(${work})()`], { type: "text/javascript" });
export const downloads = new Worker(URL.createObjectURL(text));
const files = Object.fromEntries([...FIRST, ...LATER].map((path) => [nameOf(path), factsOf(path)]));

// The service worker, if there is one, has checked what it gives out, each time.
function isKept() {
  try {
    return Boolean(navigator.serviceWorker?.controller);
  } catch {
    return false; // a browser may refuse even the question
  }
}

// What it tells waits in this port until somebody listens (static/boot.mjs).
const { port1, port2 } = new MessageChannel();
export const news = port1;
const first = FIRST.map(nameOf);
downloads.postMessage({ kind: "start", files, first, isChecked: isKept(), news: port2 }, [port2]);

// What it does, with nothing but `insist` from outside.
function work() {
  const files = {}; // by name: address, bytes and integrity
  const answers = new Map(); // what has come, whole and intact, by address
  let isChecked, news;

  // What is made of a file while it arrives, so that little is left to do after its last byte.
  const USES = {
    mjs: async (response) => new Blob([await response.blob()], { type: "text/javascript" }),
    wasm: (response) => WebAssembly.compileStreaming(response),
    gz: ({ body }) => new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
  };

  async function download(name) {
    const { address, bytes, integrity } = files[name];
    const use = USES[name.split(".").at(-1)];
    // As it comes, so that the browser can also take what it compiled on an earlier visit.
    if (isChecked) return insist(address, {}, use);
    // Only pages that came by https, or from this very machine, may compute hashes themselves.
    if (!crypto.subtle) return insist(address, { integrity }, use);
    return insist(address, {}, async (response) => {
      const [copy, kept] = [response.clone(), response.clone()];
      const [content, body] = await Promise.all([use(response), bodyOf(copy, name, bytes)]);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
      if (integrity !== `sha256-${btoa(String.fromCharCode(...digest))}`) throw new Error("damaged");
      answers.set(address, kept);
      return content;
    });
  }

  async function bodyOf(response, name, bytes) {
    const body = new Uint8Array(bytes);
    const reader = response.body.getReader();
    let length = 0;
    for (let told = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      body.set(value, length);
      length += value.length;
      // Every word to the page has it paint: not more often than somebody can read.
      if (performance.now() < told + 100) continue;
      told = performance.now();
      news.postMessage({ kind: "progress", name, length });
    }
    news.postMessage({ kind: "progress", name, length });
    return body;
  }

  // ---- What the page says ------------------------------------------------------------------

  const first = {}; // by name: what the engine needs for its first picture
  let later; // names of what it will ask for then

  const SAY = {
    start(message) {
      Object.assign(files, message.files);
      ({ isChecked, news } = message);
      later = new Set(Object.keys(files).filter((name) => !message.first.includes(name)));
      for (const name of message.first) {
        first[name] = download(name);
        first[name].catch(({ message }) => news.postMessage({ kind: "trouble", message }));
      }
      Promise.all(Object.values(first)).then(() => news.postMessage({ kind: "downloads" }), () => {});
    },

    // Here is the engine: give it what it needs, and later what it asks for.
    engine({ port }) {
      const hand = async (name, content) => {
        try {
          content = await content;
          port.postMessage({ name, content }, content instanceof ArrayBuffer ? [content] : []);
        } catch ({ message }) {
          port.postMessage({ name, trouble: message });
        }
      };
      port.onmessage = async ({ data: name }) => {
        await hand(name, download(name));
        if (later.delete(name) && !later.size) news.postMessage({ kind: "brought" });
      };
      for (const [name, content] of Object.entries(first)) hand(name, content);
    },

    // The next visit shall not have to download again (static/offline.mjs). As they came, so
    // that the browser knows them again and finds what it has compiled of them.
    async keep({ cache }) {
      try {
        const kept = await caches.open(cache);
        for (const [address, answer] of answers) await kept.put(address, answer);
      } catch {
        // No room, or storage is refused.
      } finally {
        answers.clear();
        news.postMessage({ kind: "kept" });
      }
    },
  };

  onmessage = ({ data }) => SAY[data.kind](data);
}
