// What PyScript's worker imports as its interpreter (pyscript.toml). No browser lets a page ask
// for the hash of what a worker imports by its address (and PyScript takes no blob: for one), so
// this is as little as can be: the page fetches the real one (static/pyodide.mjs), checks it like
// every other file, and sends it here.
performance.mark("worker");
// Held until this worker ends, however it does: so the page knows at once (static/restart.mjs).
const lock = `engine ${performance.timeOrigin} ${Math.random()}`;
const hold = () => {
  postMessage({ kind: "alive", lock });
  return new Promise(() => {});
};
navigator.locks?.request(lock, hold).catch(() => {}); // a page of no origin may have none
const { port1: answer, port2: port } = new MessageChannel();
const answered = new Promise((arrived) => (answer.onmessage = ({ data }) => arrived(data)));
postMessage({ kind: "boot", port }, [port]);
const { text, files, folder, exports } = await answered;
const { connect } = await import(URL.createObjectURL(text));
export const { loadPyodide, version } = await connect(files, folder, exports);
