// Python from an archive, for whoever starts Pyodide: the page, which puts this text before that
// of pyodide.mjs, and the tools (py/tools/in_pyodide/run.mjs).

// Members of the first archive that Pyodide asks for by name; all others are files of Python's.
const STDLIB = "python_stdlib.zip";
const LOCK = "pyodide-lock.json";

// Give path and content of each file. A tar archive is a row of 512-byte headers, each followed
// by its file, padded to 512 bytes.
export function* untar(archive) {
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

// Write files into a folder of Pyodide's file system.
export function install(FS, folder, files) {
  for (const [path, content] of files) {
    if (path === STDLIB || path === LOCK) continue;
    const target = `${folder}/${path}`;
    FS.mkdirTree(target.slice(0, target.lastIndexOf("/")));
    FS.writeFile(target, content, { canOwn: true });
  }
}

// Have Pyodide find in an archive what it would fetch; `files` is the promise of what untar()
// gives, `origin` where Pyodide thinks that it asks. Give options for loadPyodide().
export function answerPyodide(files, origin) {
  const member = async (name) => new Map(await files).get(name);
  globalThis.fetch = async (url) => new Response(String(url).endsWith(STDLIB) ? await member(STDLIB) : null);
  return {
    stdLibURL: origin + STDLIB,
    lockFileContents: member(LOCK).then((content) => new TextDecoder().decode(content)),
  };
}
