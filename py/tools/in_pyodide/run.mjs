// Run a Python file inside Pyodide, under Node, with folders of this machine mounted:
//   node run.mjs PYODIDE_FOLDER SCRIPT.py [ARCHIVE.tar ...] [/guest=HOST_FOLDER ...]
// Without archives Python's own library is the folder's; otherwise it is in the first archive,
// and all of them are unpacked before Python starts, as static/pyodide.mjs does.
// The only JavaScript of the tools: nothing but Node can start Pyodide outside a browser.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const STDLIB = "python_stdlib.zip";
const [folder, script, ...others] = process.argv.slice(2);
const mounts = others.filter((argument) => argument.includes("="));
const archives = others.filter((argument) => !argument.includes("="));

// A tar archive is a row of 512-byte headers, each followed by its file, padded to 512 bytes.
function* untar(path) {
  const file = readFileSync(path);
  const archive = path.endsWith(".gz") ? gunzipSync(file) : file;
  const text = (start, length) => archive.toString("ascii", start, start + length).split("\0")[0];
  for (let header = 0; archive[header]; ) {
    const size = parseInt(text(header + 124, 12), 8);
    const [prefix, name] = [text(header + 345, 155), text(header, 100)];
    const content = header + 512;
    yield [prefix ? `${prefix}/${name}` : name, archive.subarray(content, content + size)];
    header = content + Math.ceil(size / 512) * 512;
  }
}

const { loadPyodide } = await import(pathToFileURL(resolve(folder, "pyodide.mjs")));
const options = {
  indexURL: resolve(folder) + "/",
  // A fixed hash seed keeps every byte that Python writes independent of the run.
  env: { PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1", MPLBACKEND: "agg" },
  args: ["-X", "no_debug_ranges"],
};
if (archives.length) {
  const members = archives.flatMap((path) => [...untar(path)]);
  const stdlib = new Map(members).get(STDLIB);
  options.stdLibURL = `archive://${STDLIB}`;
  globalThis.fetch = async () => new Response(stdlib); // nothing else is asked for
  options.lockFileContents = JSON.stringify({ info: { abi_version: "2026_0" }, packages: {} });
  options.fsInit = async (FS, { sitePackages }) => {
    for (const [path, content] of members) {
      if (path === STDLIB) continue;
      const target = `${sitePackages}/${path}`;
      FS.mkdirTree(target.slice(0, target.lastIndexOf("/")));
      FS.writeFile(target, content);
    }
  };
}
const python = await loadPyodide(options);
for (const mount of mounts) {
  const [guest, host] = mount.split(/=(.*)/s);
  python.mountNodeFS(guest, resolve(host));
}
python.runPython("import sys; sys.path.append('/py')"); // where the tools are mounted
try {
  await python.runPythonAsync(readFileSync(script, "utf8"), { filename: script });
} catch (error) {
  console.error(error.message); // Python's traceback, without Node's own on top
  process.exitCode = 1;
}
