// For a frame whose host has sandboxed it without “allow-same-origin”, as WordPress does. Such a
// page is of no origin: nothing is kept for it, and it gets only files that the server lets
// everybody have (Access-Control-Allow-Origin: *). Of a blob that is a module, as PyScript's is,
// Chromium makes it no worker; but it does of a blob that is a plain script, and the text of a
// module without imports becomes one inside of an async function.
const blobs = new Map(); // by address
const { createObjectURL } = URL;

URL.createObjectURL = (blob) => {
  const address = createObjectURL.call(URL, blob);
  if (blob.type.endsWith("javascript")) blobs.set(address, blob);
  return address;
};

// The worker's own `location` is blob:null/…, to which nothing is relative.
const begin = "(async (location) => {";
const end = `\n})(new URL(${JSON.stringify(document.baseURI)}))`;

self.Worker = class extends Worker {
  constructor(address, { type, ...options } = {}) {
    if (type === "module") address = createObjectURL.call(URL, new Blob([begin, blobs.get(address), end]));
    super(address, options);
  }
};
