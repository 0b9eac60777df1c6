// Has the browser keep this page (static/sw.js), so that the next visit starts at once and
// needs no network; and says when a new version has been fetched. All of it may fail: then the
// page works as on a first visit.
import { downloads, news } from "./download.mjs";
import { TOP, version } from "./facts.mjs";

const page = document.documentElement;

const when = (condition) =>
  new Promise((resolve) => {
    const look = () => condition() && resolve();
    new MutationObserver(look).observe(page, { attributeFilter: ["data-state", "data-painter"] });
    look();
  });

const started = when(() => page.dataset.state !== "loading");
// Matplotlib has come, or will not. Before that, the worker would compete with the page.
const complete = when(() => !["sketch", undefined].includes(page.dataset.painter));

// All has come that the engine asks for, or will not: the downloads have nothing left to do.
const brought = new Promise((resolve) =>
  news.addEventListener("message", ({ data }) => data.kind === "brought" && resolve()),
);

const installed = (worker) =>
  new Promise((resolve) => {
    const look = () => worker.state === "installed" && resolve();
    worker.addEventListener("statechange", look);
    look();
  });

function offer(registration) {
  const sentence = document.createElement("p");
  sentence.textContent = "A new version of this page is ready.";
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: "Reload" });
  button.addEventListener("click", () => registration.waiting?.postMessage("change over"));
  document.querySelector("#news").replaceChildren(sentence, button);
  dispatchEvent(new CustomEvent("say", { detail: sentence.textContent }));
}

// What the browser finds too large for its own cache, as in private mode, the worker would have
// to download again: so it is given what has been downloaded, where it looks first (sw.js).
async function handOver() {
  const kept = new Promise((resolve) =>
    news.addEventListener("message", ({ data }) => data.kind === "kept" && resolve()),
  );
  downloads.postMessage({ kind: "keep", cache: `playground ${TOP} ${version}` });
  await kept;
}

async function keepThisPage() {
  const container = navigator.serviceWorker;
  if (!container.controller) await handOver();
  const registration = await container.register(`${TOP}sw.js`, { updateViaCache: "none" });
  // Without a controller this page came from the network: no older version to change from.
  if (!container.controller) return;
  const watch = (worker) => worker && installed(worker).then(() => offer(registration));
  registration.addEventListener("updatefound", () => watch(registration.installing));
  watch(registration.waiting ?? registration.installing);
}

async function main() {
  const worker = navigator.serviceWorker?.controller;
  // All open pages change over at the same moment; the settings are in the address.
  if (worker) navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  await started;
  const isBroken = page.dataset.state === "error";
  if (!isBroken) await complete;
  // Frames on other people's pages keep nothing. A kept page that cannot start may be mended by
  // a new version; any other is not kept.
  if (self === top && navigator.serviceWorker && (worker || !isBroken)) await keepThisPage();
}

// What may fail: no room, or storage is refused.
Promise.allSettled([main(), brought]).then(() => downloads.terminate());
