// What has to be there before all else, modules included: who tells if one of them fails, what
// a frame looks like before anything is painted, and which strings may become code or markup
// (Trusted Types). A plain script without a hash, since nobody could speak in its place: if it
// does not come itself, the style sheet shows #unstarted after a while.
{
  const page = document.documentElement;
  const origin = new URL(document.baseURI).origin; // a sandboxed frame has none, its files have

  // ---- A frame on somebody else's page -------------------------------------------------------

  // It is laid out otherwise, and may be told to be light or dark.
  const told = (name) => location.hash.match(`(?:[#&;]|%26)${name}(?:=|%3D)(\\w+)`)?.[1];
  if (told("embed") === "1") {
    page.dataset.embed = "";
    page.dataset.theme = told("theme") ?? "auto";
    // Whatever goes wrong, that page is to know (as static/host.mjs tells all else).
    new MutationObserver(() => {
      const { state, frame } = page.dataset;
      const message = document.querySelector("#fault p").textContent;
      const detail = { type: frame === "0" ? "start" : "fault", message };
      if (state === "error") parent.postMessage({ nn: 1, id: self.name, event: "error", detail }, "*");
    }).observe(page, { attributeFilter: ["data-state"] });
  }

  // ---- What goes wrong before there is anything else -----------------------------------------

  const present = new Promise((over) => addEventListener("DOMContentLoaded", over));
  present.then(() => document.querySelector("#unstarted").remove());

  window.failEarly = async (sentence) => {
    if (!document.querySelector("#fault button")) await present;
    if (page.dataset.state === "error") return; // the first says why
    const fault = document.querySelector("#fault");
    fault.querySelector("p").textContent = sentence;
    fault.hidden = false;
    page.dataset.state = "error";
    // Without its style sheet the page is long, and the sentence somewhere in the middle.
    if (!isDressed()) Object.assign(fault.style, { position: "fixed", inset: "0 0 auto", padding: "1em", background: "Canvas", border: "solid" });
  };
  // The button of an error, as long as static/form.mjs does not listen to it.
  addEventListener("click", ({ target }) => {
    if (target.dataset?.action === "retry" && !window.writeAddress) location.reload();
  });
  window.earlyPatience = setTimeout(failEarly, 30_000, "A part of this page does not arrive.");

  const typeOf = async (file) => (await fetch(file, { method: "HEAD" })).headers.get("Content-Type");
  async function reasonFor(address) {
    if (location.protocol === "file:")
      return "This page was opened as a file, but it needs a web server; “python3 py serve” is one.";
    const type = await typeOf(address).catch(() => null);
    if (type === null && self.origin === "null")
      return "This sandboxed frame cannot have its files: it lacks “allow-same-origin”, or their server “Access-Control-Allow-Origin: *”. The page works in a tab of its own.";
    // A page instead of a file is what a network sends to which nobody has signed in.
    if (type && /\.m?js$/.test(address) && !/(java|ecma)script|html/.test(type))
      return `The server sends ${address.split("/").pop()} as “${type}”, but a browser runs modules only as “text/javascript”.`;
    return "A part of this page did not arrive.";
  }

  addEventListener("error", async ({ target }) => {
    if (target.rel === "stylesheet") dress();
    if (target.tagName === "SCRIPT" && target.id !== "offline") failEarly(await reasonFor(target.src));
  }, true);

  // ---- The style sheet -----------------------------------------------------------------------

  // The sheet's last line says that it is whole.
  const isDressed = () => getComputedStyle(page).getPropertyValue("--sheet").trim() === "whole";
  let dressing;

  // Tells whether the page has its style sheet. One that did not come, or is cut, or is another
  // release's, is fetched once more, past all caches.
  window.dress = () => (dressing ??= (async () => {
    if (isDressed()) return true;
    const sheet = document.querySelector("[rel=stylesheet]"), again = sheet.cloneNode();
    if (location.protocol === "file:") again.crossOrigin = null; // no file is to be had with it
    else await fetch(sheet.href, { cache: "reload" }).catch(() => null);
    await new Promise((over) => {
      again.onload = again.onerror = over;
      sheet.replaceWith(again);
    });
    if (isDressed()) document.querySelector("#fault")?.removeAttribute("style"); // of failEarly
    if (isDressed() && location.protocol !== "file:") return true;
    const reason = await reasonFor(sheet.href);
    failEarly(reason.startsWith("A part") ? "The style sheet of this page did not arrive, or not as it was sent." : reason);
    return false;
  })());

  // ---- A policy that is stricter than the page's own (py/tools/site/policy.py) ---------------

  // What is blocked, and which source would allow it; all else the page can do without.
  const NEEDED = [["wasm-eval", "'wasm-unsafe-eval'"], ["blob", "blob:"], ["trusted-types-policy", "the policies “default” and “markup”"]];

  addEventListener("securitypolicyviolation", ({ disposition, effectiveDirective, blockedURI }) => {
    if (disposition !== "enforce" || page.dataset.state !== "loading") return;
    if (!/^(script|style|connect|worker|trusted)/.test(effectiveDirective)) return; // a picture
    const isFile = blockedURI.startsWith(`${origin}/`);
    const source = isFile ? "'self'" : NEEDED.find(([kind]) => kind === blockedURI)?.[1];
    if (source) failEarly(`This page cannot start here: a Content Security Policy forbids ${source} in ${effectiveDirective}.`);
  });

  // ---- Trusted Types -------------------------------------------------------------------------

  // Scripts and workers are files of this site, or blobs that it has made of such; nothing else may
  // become code, and no string markup, but the markup of the page's own Python.
  const scriptAddress = (address) => {
    const { protocol, origin: from } = new URL(address, document.baseURI);
    if (protocol !== "blob:" && from !== origin) throw new TypeError(`${address} is no script of this page`);
    return address;
  };
  try {
    self.trustedTypes?.createPolicy("default", { createScriptURL: scriptAddress });
    const markup = self.trustedTypes?.createPolicy("markup", { createHTML: (text) => text });
    window.ownMarkup = (text) => markup?.createHTML(text) ?? text;
  } catch {
    window.ownMarkup = (text) => text; // a stricter policy, of which was told above
  }
}
