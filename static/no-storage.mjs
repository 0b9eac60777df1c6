// PyScript opens an IndexedDB to remember packages that micropip has installed. This site
// installs none, and where the reader's browser refuses storage (a frame on somebody else's
// site, private mode) the refusal would stop Python from starting. So PyScript is given a
// database that is always open and always empty.

const EMPTY_ANSWERS = { count: 0, getAllKeys: [] };

const request = (result) => {
  const pending = {};
  setTimeout(() => pending.onsuccess?.({ target: { result } }));
  return pending;
};

const store = new Proxy({}, { get: (_, method) => () => request(EMPTY_ANSWERS[method]) });
const database = { transaction: () => ({ objectStore: () => store }), close() {} };

Object.defineProperty(self, "indexedDB", { value: { open: () => request(database) } });
