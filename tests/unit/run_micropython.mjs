// Runs Python code in the page's MicroPython, under Node, and passes its output on.
//
//     node run_micropython.mjs MICROPYTHON_MJS CODE [NAME=FILE ...]
//
// Each FILE of this machine can be imported or opened there under its NAME.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

const [runtime, code, ...files] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(runtime));
const python = await loadMicroPython({
  stdout: (bytes) => process.stdout.write(bytes),
  linebuffer: false,
});
for (const file of files) {
  const cut = file.indexOf("=");
  const name = file.slice(0, cut);
  python.FS.mkdirTree(dirname(name));
  python.FS.writeFile(name, readFileSync(file.slice(cut + 1)));
}
try {
  python.runPython(code);
} catch (error) {
  // Uncaught, it would come with the whole source of the runtime, which is one long line.
  process.stderr.write(error.message);
  process.exitCode = 1;
}
