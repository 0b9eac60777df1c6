// What PyScript takes for Pyodide (`interpreter` in pyscript.toml): the same loadPyodide, in
// the worker, but fed with the files that the page has been downloading since its first
// moment (static/boot.mjs). Nothing is fetched twice, and the page has checked both files.
import "./no-storage.mjs";
import createPyodideModule from "./runtime/pyodide/pyodide.asm.mjs";
import { loadPyodide as load, version } from "./runtime/pyodide/pyodide.mjs";

export { version };

const folder = new URL("runtime/pyodide/", import.meta.url).href;
const STDLIB = "python_stdlib.zip";

// The page's end of this channel is in boot.mjs: files come in, the news of the start goes out.
const { port1: page, port2: port } = new MessageChannel();
const files = { "pyodide.asm.wasm": Promise.withResolvers(), "python.tar.gz": Promise.withResolvers() };
page.onmessage = ({ data: { name, content } }) => files[name].resolve(content);
postMessage({ kind: "boot", port }, [port]);

// The engine waits for this before it imports matplotlib (py/arrival.py).
self.loadMatplotlib = async () => {};

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

export async function loadPyodide({ stdout, stderr }) {
  const archive = files["python.tar.gz"].promise.then((buffer) => [...untar(new Uint8Array(buffer))]);

  // Pyodide asks for two files with fetch() and instantiateStreaming(): answer from the page.
  const { fetch, WebAssembly } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = async (url) =>
    new Response(String(url).endsWith(STDLIB) ? new Map(await archive).get(STDLIB) : null);
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await files["pyodide.asm.wasm"].promise;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };

  const pyodide = await load({
    stdout,
    stderr,
    createPyodideModule,
    indexURL: folder,
    stdLibURL: folder + STDLIB,
    // No packages to choose from: all of them are in the archive.
    lockFileContents: JSON.stringify({ info: { abi_version: "2026_0" }, packages: {} }),
    env: { MPLBACKEND: "agg" },
    async fsInit(FS, { sitePackages }) {
      for (const [path, content] of await archive) {
        if (path === STDLIB) continue;
        const target = `${sitePackages}/${path}`;
        FS.mkdirTree(target.slice(0, target.lastIndexOf("/")));
        FS.writeFile(target, content, { canOwn: true });
      }
    },
  });

  Object.assign(self, { fetch });
  Object.assign(WebAssembly, { instantiateStreaming });
  page.postMessage("started");
  return pyodide;
}
