// What the bench runs in a worker of a browser: our Python in Pyodide, or the other engine.
let python;

async function runPython({ pyodide, files, script }) {
  const lines = [];
  const { loadPyodide } = await import(pyodide + "pyodide.mjs");
  python ??= await loadPyodide({ indexURL: pyodide });
  python.setStdout({ batched: (line) => lines.push(line) });
  for (const [path, text] of Object.entries(files)) {
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    python.FS.writeFile(path, text);
  }
  await python.runPythonAsync(script);
  return JSON.parse(lines.at(-1));
}

async function runEngine({ engine, sizes }) {
  const { secondsPerEpoch } = await import(URL.createObjectURL(new Blob([engine], { type: "text/javascript" })));
  return sizes.map((size) => secondsPerEpoch(...size));
}

onmessage = async ({ data }) => {
  try {
    postMessage({ result: await (data.script ? runPython(data) : runEngine(data)) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
