// What PyScript takes for Pyodide: the same loadPyodide, in the worker, but fed with the files
// that the page has been downloading since its first moment and has checked (static/download.mjs).
// It arrives through static/interpreter.mjs, behind the texts of no-storage.mjs, untar.mjs and
// insist.mjs, whose functions it uses.
const SECONDS_OF_SILENCE = 60; // while a file is fetched that Python waits for
const arrivals = {};
const arrival = (name) => (arrivals[name] ??= Promise.withResolvers());
const file = (name) => arrival(name).promise;
const module = async (name) => import(URL.createObjectURL(await file(name)));

// Begin to take files through a port; give what PyScript wants of an interpreter. In `folder`,
// an address, lie the archives that are fetched only if somebody needs them; the fonts beside it.
// `exports` are the facts about one more.
export async function connect(port, folder, exports) {
  self.importScripts = null; // by which Pyodide would know a plain script (static/sandboxed.mjs)
  self.fontFolder = new URL("../fonts/", folder).href;
  self.fetchArchive = (name) => fetchAtOnce(folder + name);
  port.onmessage = ({ data: { name, content, trouble } }) =>
    trouble ? arrival(name).reject(new Error(trouble)) : arrival(name).resolve(content);
  const [{ default: createPyodideModule }, { loadPyodide: load, version }] = await Promise.all([
    module("pyodide.asm.mjs"),
    module("pyodide.mjs"),
  ]);
  const loadPyodide = async ({ stdout, stderr }) => {
    const options = { stdout, stderr, createPyodideModule, indexURL: folder, exports };
    const pyodide = await start(load, options, port);
    postMessage({ kind: "started" });
    return pyodide;
  };
  return { loadPyodide, version };
}

// What the page understands (py/messages.py).
const tell = (message) => postMessage(JSON.stringify(message));

// Python waits while it imports a module, so this cannot be done in the background. Whoever
// asks checks what comes (py/startup/archive_importer.py).
function fetchAtOnce(address) {
  tell({ kind: "busy", seconds: SECONDS_OF_SILENCE });
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  // The browser's cache may be damaged. (From a sandboxed frame the header would need leave.)
  if (self.origin !== "null") request.setRequestHeader("Cache-Control", "no-cache");
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`the server answers ${request.status}`);
  return new Uint8Array(request.response);
}

async function start(load, { exports, ...options }, port) {
  const archive = unpacked("python.tar.gz");

  // Pyodide asks for its files with fetch() and instantiateStreaming(): answer from the page.
  const { fetch, WebAssembly } = self;
  const { instantiateStreaming } = WebAssembly;
  const answers = answerPyodide(archive, options.indexURL);
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await file("pyodide.asm.wasm");
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };

  let sitePackages;
  const pyodide = await load({
    ...options,
    ...answers,
    env: { MPLBACKEND: "agg" },
    async fsInit(FS, paths) {
      ({ sitePackages } = paths);
      install(FS, sitePackages, await archive);
      install(FS, sitePackages, await unpacked("engine.tar.gz"));
      performance.mark("files");
    },
  });

  // A Python that has broken down is of no use, nor is the rest of this worker: the page begins
  // again. What a callback of Python's raises, nobody else would tell.
  pyodide._api.on_fatal = () => close();
  const report = (error) => error?.name === "PythonError" && tell({ kind: "fault", text: error.message });
  addEventListener("unhandledrejection", ({ reason }) => report(reason));
  addEventListener("error", ({ error }) => report(error));

  Object.assign(self, { fetch });
  Object.assign(WebAssembly, { instantiateStreaming });
  performance.mark("Python");

  // For the engine, which does without these until its first picture is on the screen.
  const bring = async (name) => {
    port.postMessage(name);
    install(pyodide.FS, sitePackages, await unpacked(name));
  };
  self.loadMatplotlib = () => bring("matplotlib.tar.gz");
  self.loadInside = () => bring("inside.tar.gz");
  // And what few ever want, for which nothing waits ready.
  self.loadExports = async () => install(pyodide.FS, sitePackages, await fetched(exports));
  return pyodide;
}

async function fetched({ address, integrity }) {
  const unzip = ({ body }) => new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  return [...untar(new Uint8Array(await insist(address, { integrity }, unzip)))];
}

const unpacked = async (name) => [...untar(new Uint8Array(await file(name)))];
