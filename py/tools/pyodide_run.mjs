// Run a Python file inside Pyodide, under Node, with folders of this machine mounted:
//   node pyodide_run.mjs PYODIDE_FOLDER SCRIPT.py [/guest=HOST_FOLDER ...]
// The only JavaScript of the tools: nothing but Node can start Pyodide outside a browser.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, script, ...mounts] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(resolve(folder, "pyodide.mjs")));
// A fixed hash seed keeps every byte that Python writes independent of the run.
const env = { PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1", MPLBACKEND: "agg" };
const args = ["-X", "no_debug_ranges"];
const python = await loadPyodide({ indexURL: resolve(folder) + "/", env, args });
for (const mount of mounts) {
  const [guest, host] = mount.split(/=(.*)/s);
  python.mountNodeFS(guest, resolve(host));
}
try {
  await python.runPythonAsync(readFileSync(script, "utf8"), { filename: script });
} catch (error) {
  console.error(error.message); // Python's traceback, without Node's own on top
  process.exitCode = 1;
}
