// When Python has died, the page begins again by itself: it is loaded once more, with all that it
// knows of what the reader had. JavaScript, because Python may be what has died, or not be there.
import { fail } from "./loading.mjs";

const page = document.documentElement;

// So often in so many milliseconds, by the reason; after that the reader decides.
const MOST = { death: 3, error: 1 };
const SPAN = 240_000;
const RUN = "[data-action=run], [data-action=pause]";

// What outlives the reload lies beside the address, where each frame has a place of its own; the
// tab's storage is preferred, which keeps it out of the history.
const leave = (fields) => {
  try {
    history.replaceState({ ...history.state, ...fields }, "");
    return true;
  } catch {
    return false; // Safari allows it a hundred times in 30 seconds
  }
};

const before = history.state?.again; // how this page came to begin again
const restarts = before?.restarts ?? [];
const memory = before ? history.state.memory : null;
if (history.state) leave({ again: null, memory: null });

// For py/page/tab_memory.py.
window.tabMemory = {
  read: (name) => window.tabStorage.read(name) ?? memory,
  write: (name, text) => window.tabStorage.write(name, text) || leave({ memory: text }),
  remove(name) {
    window.tabStorage.remove(name);
    if (history.state?.memory) leave({ memory: null });
  },
};
// Python says so once all is as it was: "death", "error", or "" if nothing has happened.
window.begunAgain = before?.reason ?? "";
if (window.begunAgain)
  document.querySelector("#headline").textContent = "Python stopped, and is being started again.";

let isLeaving = false; // then the worker may end, as it should
addEventListener("pagehide", () => (isLeaving = true));
addEventListener("pageshow", () => (isLeaving = false));

// Begin again; if it has happened too often, say so with a sentence.
export function beginAgain(sentence, reason = "death") {
  if (isLeaving || page.dataset.state === "error") return;
  const isRecent = ({ at }) => Math.abs(Date.now() - at) < SPAN; // clocks may be put back
  const recent = restarts.filter(isRecent);
  const times = recent.filter((one) => one.reason === reason).length;
  if (times >= MOST[reason] || !reload({ reason, restarts: [...recent, { at: Date.now(), reason }] }))
    fail(sentence);
}

function reload(again) {
  const focus = nameOf(document.activeElement);
  dispatchEvent(new Event("keep")); // for whoever knows something (form.mjs, py/page)
  if (!leave({ again: { ...again, focus } })) return false;
  isLeaving = true;
  location.reload();
  return true;
}

// Python reports its end here (py/page/browser.py).
addEventListener("fault", ({ detail }) => beginAgain(detail.sentence, detail.reason));
// What goes wrong in its callbacks, nobody else would notice.
addEventListener("error", ({ error }) => {
  if (page.dataset.state !== "loading" && error?.name === "PythonError")
    beginAgain(`The page stopped with an error: ${error.message.trim().split("\n").at(-1)}`, "error");
});

// The reader asks for it: all counting begins anew.
window.tryAgain = () => reload({ reason: "", restarts: [] }) || location.reload();

// A lock that the worker holds until it ends, however it does (static/interpreter.mjs): then it is
// this page's turn.
export function watch(lock) {
  navigator.locks.request(lock, () => beginAgain("Python has stopped."));
}

// ---- The focus ---------------------------------------------------------------------------

function nameOf(element) {
  if (!element || element === document.body) return null;
  if (element.closest("#fault")) return "#fault button";
  const { action } = element.dataset;
  if (["run", "pause"].includes(action)) return RUN;
  if (action) return `[data-action=${CSS.escape(action)}]`;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const own = element.name && `[name=${CSS.escape(element.name)}]`;
  if (own) return element.type === "radio" ? `${own}[value="${CSS.escape(element.value)}"]` : own;
  return element.dataset.tab ? `[data-tab=${CSS.escape(element.dataset.tab)}]` : RUN;
}

function focusAgain() {
  if (!document.hasFocus()) return;
  const hasFailed = page.dataset.state === "error";
  const name = hasFailed ? "#fault button" : before.focus === "#fault button" ? RUN : before.focus;
  // If that has no name, lies in a dialog that is shut now, or is gone: the first button.
  for (const one of [name, RUN])
    if (document.activeElement === document.body) document.querySelector(one)?.focus({ preventScroll: true });
}

if (before?.focus)
  new MutationObserver((_, observer) => {
    if (page.dataset.state === "loading") return;
    observer.disconnect();
    focusAgain();
  }).observe(page, { attributeFilter: ["data-state"] });
