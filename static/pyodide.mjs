// What PyScript takes for Pyodide: the same loadPyodide, in the worker, but fed with the files
// that the page has been downloading since its first moment and has checked (static/download.mjs).
// It arrives through static/interpreter.mjs, together with the text of no-storage.mjs.
const STDLIB = "python_stdlib.zip";

const arrivals = {};
const arrival = (name) => (arrivals[name] ??= Promise.withResolvers());
const file = (name) => arrival(name).promise;
const module = async (name) => import(URL.createObjectURL(await file(name)));

// Begin to take files through a port; give what PyScript wants of an interpreter. In `folder`,
// an address, lie the archives that are fetched only if somebody needs them.
export async function connect(port, folder) {
  self.fetchArchive = (name) => fetchAtOnce(folder + name);
  port.onmessage = ({ data: { name, content, trouble } }) =>
    trouble ? arrival(name).reject(new Error(trouble)) : arrival(name).resolve(content);
  const [{ default: createPyodideModule }, { loadPyodide: load, version }] = await Promise.all([
    module("pyodide.asm.mjs"),
    module("pyodide.mjs"),
  ]);
  const loadPyodide = async ({ stdout, stderr }) => {
    const pyodide = await start(load, { stdout, stderr, createPyodideModule }, port);
    postMessage({ kind: "started" });
    return pyodide;
  };
  return { loadPyodide, version };
}

// A tar archive is a row of 512-byte headers, each followed by its file, padded to 512 bytes.
function* untar(archive) {
  const ascii = new TextDecoder();
  const text = (start, length) => {
    const field = archive.subarray(start, start + length);
    const end = field.indexOf(0);
    return ascii.decode(end < 0 ? field : field.subarray(0, end));
  };
  for (let header = 0; archive[header]; ) {
    const size = parseInt(text(header + 124, 12), 8);
    const [prefix, name] = [text(header + 345, 155), text(header, 100)];
    const content = header + 512;
    yield [prefix ? `${prefix}/${name}` : name, archive.subarray(content, content + size)];
    header = content + Math.ceil(size / 512) * 512;
  }
}

// Python waits while it imports a module, so this cannot be done in the background. Whoever
// asks checks what comes (archive_importer.py).
function fetchAtOnce(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.setRequestHeader("Cache-Control", "no-cache"); // where it may be damaged
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`the server answers ${request.status}`);
  return new Uint8Array(request.response);
}

function install(FS, folder, files) {
  for (const [path, content] of files) {
    const target = `${folder}/${path}`;
    FS.mkdirTree(target.slice(0, target.lastIndexOf("/")));
    FS.writeFile(target, content, { canOwn: true });
  }
}

async function start(load, options, port) {
  const archive = unpacked("python.tar.gz");

  // Pyodide asks for two files with fetch() and instantiateStreaming(): answer from the page.
  const { fetch, WebAssembly } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = async (url) =>
    new Response(String(url).endsWith(STDLIB) ? new Map(await archive).get(STDLIB) : null);
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await file("pyodide.asm.wasm");
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };

  let sitePackages;
  const pyodide = await load({
    ...options,
    indexURL: `${location.origin}/`, // nothing is asked for there
    stdLibURL: `${location.origin}/${STDLIB}`,
    // No packages to choose from: all of them are in the archives.
    lockFileContents: JSON.stringify({ info: { abi_version: "2026_0" }, packages: {} }),
    env: { MPLBACKEND: "agg" },
    async fsInit(FS, paths) {
      ({ sitePackages } = paths);
      install(FS, sitePackages, (await archive).filter(([path]) => path !== STDLIB));
      install(FS, sitePackages, await unpacked("lesson.tar.gz"));
      performance.mark("files");
    },
  });

  Object.assign(self, { fetch });
  Object.assign(WebAssembly, { instantiateStreaming });
  performance.mark("Python");

  // For the engine, which does not need matplotlib until its first picture is on the screen.
  self.loadMatplotlib = async () => {
    port.postMessage("matplotlib.tar.gz");
    install(pyodide.FS, sitePackages, await unpacked("matplotlib.tar.gz"));
  };
  return pyodide;
}

const unpacked = async (name) => [...untar(new Uint8Array(await file(name)))];
