// Run a Python file inside Pyodide, under Node, with folders of this machine mounted:
//   node run.mjs PYODIDE_FOLDER SCRIPT.py [ARCHIVE.tar ...] [/guest=HOST_FOLDER ...]
// Without archives Python's own library is the folder's; otherwise it is in the first archive,
// and all of them are unpacked before Python starts, as on the page.
// The only JavaScript of the tools: nothing but Node can start Pyodide outside a browser.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from "node:zlib";
import { answerPyodide, install, untar } from "../../../static/untar.mjs";

// Node would print the line of the source that failed: all of Pyodide is one.
process.on("uncaughtException", (error) => {
  console.error(`Error: ${error?.message ?? error}`);
  process.exit(1);
});

const [folder, script, ...others] = process.argv.slice(2);
const mounts = others.filter((argument) => argument.includes("="));
const archives = others.filter((argument) => !argument.includes("="));

const unpacked = (path) => {
  const file = readFileSync(path);
  return [...untar(path.endsWith(".gz") ? gunzipSync(file) : file)];
};

const { loadPyodide } = await import(pathToFileURL(resolve(folder, "pyodide.mjs")));
const options = {
  indexURL: resolve(folder) + "/",
  // A fixed hash seed keeps every byte that Python writes independent of the run.
  env: { PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1", MPLBACKEND: "agg" },
  args: ["-X", "no_debug_ranges"],
};
if (archives.length) {
  const files = archives.flatMap(unpacked);
  Object.assign(options, answerPyodide(files, "archive://"));
  options.fsInit = async (FS, { sitePackages }) => install(FS, sitePackages, files);
}
const python = await loadPyodide(options);
for (const mount of mounts) {
  const [guest, host] = mount.split(/=(.*)/s);
  python.mountNodeFS(guest, resolve(host));
}
// Python lacks the compression of WOFF2 files; this is what fontTools would import.
const toBytes = python.runPython("lambda array: array.to_bytes()");
const lend = (deed) => (data) => toBytes(new Uint8Array(deed(data.toJs())));
python.registerJsModule("brotli", {
  MODE_FONT: null, // a hint, with which the files are no smaller
  compress: lend(brotliCompressSync),
  decompress: lend(brotliDecompressSync),
});
python.runPython("import sys; sys.path.append('/py')"); // where the tools are mounted
try {
  await python.runPythonAsync(readFileSync(script, "utf8"), { filename: script });
} catch (error) {
  console.error(error.message); // Python's traceback, without Node's own on top
  process.exitCode = 1;
}
