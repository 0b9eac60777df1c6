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

function offer(words, reload) {
  const sentence = document.createElement("p");
  sentence.textContent = words;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: "Reload" });
  button.addEventListener("click", reload);
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

let isAsked = false; // whether the reader of this tab wants the new version

// Another tab may have asked for it: then this one goes on as it is, until its reader wants to.
function changed() {
  if (isAsked || page.dataset.state === "loading") location.reload();
  else offer("Another tab has a new version of this page now.", () => location.reload());
}

async function keepThisPage() {
  const container = navigator.serviceWorker;
  if (!container.controller) await handOver();
  const registration = await container.register(`${TOP}sw.js`, { updateViaCache: "none" });
  // Without a controller this page came from the network: no older version to change from.
  if (!container.controller) return;
  container.controller.postMessage("tidy");
  const changeOver = () => {
    isAsked = true;
    registration.waiting?.postMessage("change over");
  };
  const offerIt = () => offer("A new version of this page is ready.", changeOver);
  const watch = (worker) => worker && installed(worker).then(offerIt);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  watch(registration.waiting ?? registration.installing);
}

async function main() {
  const worker = navigator.serviceWorker?.controller;
  if (worker) navigator.serviceWorker.addEventListener("controllerchange", changed);
  await started;
  const isBroken = page.dataset.state === "error";
  if (!isBroken) await complete;
  // Frames on other people's pages keep nothing. A kept page that cannot start may be mended by
  // a new version; any other is not kept.
  if (self === top && navigator.serviceWorker && (worker || !isBroken)) await keepThisPage();
}

// What may fail: no room, or storage is refused.
Promise.allSettled([main(), brought]).then(() => downloads.terminate());
