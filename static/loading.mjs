// What the reader sees until Python draws: how far it is, or what went wrong and the way out.
const page = document.documentElement;
const progress = document.querySelector("#loading progress");
const stage = document.querySelector("#loading output");
const fault = document.querySelector("#fault");
const voice = document.querySelector("#voice");
const status = document.querySelector("#status");

// No byte and no other news for so many milliseconds: say so, and at last give up.
const UNEASY = 8_000;
const PATIENCE = 30_000;

// Of all this, the first words are read aloud, and those about trouble; then Python speaks
// (py/page/voice.py).
function say(words) {
  voice.textContent = words;
  voice.dataset.at = performance.now();
}

let timers = [window.earlyPatience]; // of static/first.js, which minds that the first modules arrive

export function show(share, words) {
  rest();
  if (page.dataset.state !== "loading") return;
  progress.value = share;
  stage.value = words;
  if (!voice.textContent) say("Starting Python.");
  timers = [
    setTimeout(() => say((stage.value = `${words}. Nothing has come for a while; still trying`)), UNEASY),
    setTimeout(fail, PATIENCE, `Python does not start. It got as far as: ${words.toLowerCase()}.`),
  ];
}

export function fail(sentence) {
  rest();
  page.dataset.state = "error";
  fault.querySelector("p").textContent = sentence;
  fault.hidden = false;
  const picture = document.querySelector("#boundary");
  if (page.dataset.frame !== "0") picture.ariaLabel += " Python has stopped: this is its last picture.";
  for (const button of document.querySelectorAll("#run > button")) button.disabled = true;
  if (document.activeElement?.disabled) fault.querySelector("button").focus({ preventScroll: true });
  // What was said of the training before is true no longer.
  status.className = "unseen";
  for (const words of status.children) words.textContent = "";
}

function rest() {
  timers.forEach(clearTimeout);
}

new MutationObserver((_, observer) => {
  if (page.dataset.state === "loading") return;
  rest();
  observer.disconnect();
}).observe(page, { attributeFilter: ["data-state"] });

// Whatever fails before the first picture, in PyScript too, ends here. The browser has put the
// details into its console; the reader is told which file it was, where that is known.
function report({ reason, message }) {
  if (page.dataset.state !== "loading") return;
  const text = String(message ?? reason?.message ?? reason);
  const [file] = text.match(/[\w.-]+\.(m?js|wasm|py|toml|gz)\b/) ?? [];
  fail(`A part of this page could not be loaded or started${file ? `: ${file}` : ""}.`);
}
addEventListener("error", report);
addEventListener("unhandledrejection", report);
