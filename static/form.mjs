// The form until Python is there: it shows what the address says, with the question and the
// picture of the lesson that this is, and keeps what the reader chooses and presses for
// py/page/main.py. It decides nothing: which values are allowed, and what follows from them, is
// for Python to say (py/playground/settings). JavaScript, because it is there at once; the first
// paint waits for it, so that nothing flashes up that is not meant.
const page = document.documentElement;
const form = document.querySelector("#controls");
const poster = document.querySelector("#poster");
const headline = document.querySelector("#headline");
const lessons = [...document.querySelectorAll("#lessons a")];
const first = lessons.find((link) => link.ariaCurrent);
const settings = [...form.elements].filter(({ name, type }) => name && !["output", "radio"].includes(type));
const elsewhere = ["speed", "loss_scale", "time_scale", "projector"]; // do not change what is seen
let isRefused = false; // something in the address: Python will say what
let shown = first; // the lesson whose poster is there

// What an address says, understood as Python does (py/playground/settings/address.py), and no more
// of it than Python looks at.
const MAX_CHARACTERS = 600_000, MAX_PARTS = 500;
const choicesIn = (hash) => {
  const [text] = hash.slice(1, MAX_CHARACTERS + 1).replaceAll("&amp;", "&").split("#", 1);
  const plain = (_, code) => String.fromCharCode(parseInt(code, 16));
  const parts = text.replace(/%([2-7][0-9a-f])/gi, plain).split("&", MAX_PARTS);
  return new URLSearchParams(parts.join("&"));
};
// Written as Python does (py/playground/settings/link.py): the words of a teacher may have any letters.
const written = (text) => encodeURIComponent(text.toWellFormed().replace(/[%&+]/g, encodeURIComponent)).replaceAll("%2C", ",");
// At the end a letter or a digit: chat programs leave others out of a link.
const fragmentOf = (choices) =>
  [...choices].map(([name, text]) => `${name}=${written(text)}`).join("&").replace(/[^A-Za-z0-9]$/, "$&&v=1");
const choicesInAddress = () => choicesIn(location.hash.includes("=") ? location.hash : first.hash);
const isWaiting = () => page.dataset.frame === "0";

const boxesOf = (fieldset) => [...fieldset.querySelectorAll("input")];
const chosenIn = (fieldset) => boxesOf(fieldset).filter((box) => box.checked).map((box) => box.value).join();
const valueOf = (control) => {
  if (control.type === "fieldset") return chosenIn(control);
  return control.type === "checkbox" ? (control.checked ? "on" : "off") : control.value;
};
const defaultOf = (control) => {
  if (control.type === "fieldset") return boxesOf(control).filter((box) => box.defaultChecked).map((box) => box.value).join();
  if (control.type === "checkbox") return control.defaultChecked ? "on" : "off";
  return control.options ? [...control.options].find((one) => one.defaultSelected).value : control.defaultValue;
};

function startAgain() {
  form.reset();
  for (const control of settings) delete control.dataset.chosen;
  followAddress();
}

function followAddress() {
  isRefused = false;
  for (const [name, text] of choicesInAddress()) {
    const control = settings.find((one) => one.name === name);
    if (!control || "chosen" in control.dataset) continue;
    const before = control.value;
    if (control.type === "checkbox") control.checked = text !== "off";
    else if (control.type === "fieldset")
      for (const box of boxesOf(control)) box.checked = text.split(",").includes(box.value);
    else control.value = control.type === "range" ? text.replace(",", ".") : text;
    const needsText = ["range", "select-one"].includes(control.type);
    if ((control.value || !needsText) && control.validity.valid) continue;
    control.value = before;
    isRefused = true;
  }
  lookAgain();
}

const numberIn = (text) => Number(text.replace(",", ".")); // half of the world writes 0,3
const isEqual = (one, other) => one === other || (one && other && numberIn(one) === numberIn(other)); // 1.20 is 1.2

// The lesson that has just these settings.
function lessonShown() {
  return lessons.find((link) => {
    const own = choicesIn(link.hash);
    const isSame = (one) => isEqual(valueOf(one), own.get(one.name) ?? defaultOf(one));
    return settings.every((one) => elsewhere.includes(one.name) || isSame(one));
  });
}

function lookAgain() {
  for (const output of form.querySelectorAll("[data-shows]")) {
    const { value } = form.elements[output.dataset.shows];
    output.value = "percent" in output.dataset ? `${Math.round(100 * value)} %` : value;
  }
  for (const slider of form.querySelectorAll("[data-log-of]"))
    if (slider !== document.activeElement)
      slider.value = Math.log10(Math.max(numberIn(form.elements[slider.dataset.logOf].value), 0.0001));
  for (const picture of form.querySelectorAll(".shapes button"))
    picture.className = picture.dataset.shape === form.elements.shape.value ? "chosen" : "";
  page.toggleAttribute("data-projector", form.elements.projector.checked);
  showLesson(isRefused ? null : lessonShown());
}

function showLesson(link) {
  const isUntrained = choicesInAddress().get("epoch") === "0";
  page.dataset.phase = isUntrained ? "untrained" : "trained";
  page.dataset.poster = !link ? "other" : isUntrained ? "true" : "trained";
  const title = choicesInAddress().get("title")?.replace(/\p{C}/gu, "").slice(0, 80); // a teacher's
  headline.textContent = title || (link ? link.dataset.question : "Python has yet to draw this.");
  for (const other of lessons) other.ariaCurrent = other === link ? "true" : null;
  for (const guess of form.querySelectorAll(".guess")) guess.hidden = guess.dataset.lesson !== link?.dataset.lesson;
  poster.lastElementChild.alt = link && isUntrained ? `${link.lastChild.textContent}: not trained yet.` : "";
  if (!link || link === shown) return;
  shown = link;
  for (const image of poster.children)
    image.setAttribute("srcset", image.getAttribute("srcset").replaceAll(/[a-z_]+(?=-(light|dark))/g, link.dataset.lesson));
}

// A strip that scrolls shows all of what has the focus; the menu of shapes shows it by a picture.
document.addEventListener("focusin", ({ target }) => {
  const shown = target.id === "shape" ? form.querySelector(".shapes .chosen") : target.closest("#lessons a, #maths-tools *");
  shown?.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// Without a network there is only the poster that is kept (sw.js).
poster.lastElementChild.addEventListener("error", () => { page.dataset.poster = "other"; });

// Whoever starts again has the reader's choices kept in the address: those it has already, and
// those made since.
addEventListener("keep", () => {
  const choices = choicesInAddress();
  for (const control of settings)
    if ("chosen" in control.dataset) choices.set(control.name, valueOf(control));
  window.writeAddress(`#${fragmentOf(choices)}`);
});
document.querySelector("#fault button").addEventListener("click", () => {
  if (window.tryAgain) return window.tryAgain(); // of restart.mjs, if it has arrived
  dispatchEvent(new Event("keep"));
  location.reload();
});

// Where points of one's own and runs are kept, unless the browser forbids it or has no room left:
// for all tabs, and for this one alone, of which a reload leaves it. Frames have none of their own,
// since all frames of a tab would share it.
const storageIn = (place) => ({
  read(name) { try { return place().getItem(name); } catch { return null; } },
  write(name, text) { try { place().setItem(name, text); return true; } catch { return false; } },
  remove(name) { try { place().removeItem(name); } catch { /* it was never there */ } },
});
window.storage = storageIn(() => localStorage);
window.tabStorage = storageIn(() => (self === top ? sessionStorage : null));
// How this page was left (py/page/tab_memory.py) is for who loads it again, and for nobody else.
if (performance.getEntriesByType("navigation")[0]?.type !== "reload")
  window.tabStorage.remove("nn-playground-tab-1");

// Writes the address of what is seen; tells whether the browser allows it, as Safari does only a
// hundred times in 30 seconds.
window.writeAddress = (address) => {
  try { history.replaceState(history.state, "", address); return true; } catch { return false; }
};

// Copies a text, if the browser lets this page do so; tells whether it did.
window.copyText = async (text) => {
  try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
};

// Begins to copy a picture, which comes when `take` is called with its address; as above.
window.copyPicture = () => {
  const { promise, resolve: take } = Promise.withResolvers();
  const picture = promise.then(async (address) => (await fetch(address)).blob());
  const write = async () => navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
  return { take, done: write().then(() => true, () => false) };
};

// The texts at some addresses; null if one does not come.
window.textsOf = (addresses) =>
  Promise.all(addresses.map(async (one) => {
    const answer = await fetch(one);
    if (!answer.ok) throw new Error(`${one} is not there`);
    return answer.text();
  })).catch(() => null);

// What a clipboard or a drop brings, which can only be asked at once: the text as bytes, as
// MicroPython would break rare letters; the files; and the names of folders among them.
window.broughtBy = (transfer) => {
  const entries = [...transfer.items].map((item) => item.kind === "file" && item.webkitGetAsEntry?.());
  const folders = entries.filter((entry) => entry?.isDirectory).map(({ name }) => name);
  const files = [...transfer.files].filter(({ name }) => !folders.includes(name));
  const text = transfer.getData("text/plain");
  return { folders, files, text: new TextEncoder().encode(text.trim() && text) };
};

// The first bytes of a file, so many at most; null if the browser cannot read it.
window.bytesOf = async (file, most) => {
  try { return new Uint8Array(await file.slice(0, most).arrayBuffer()); } catch { return null; }
};

// What was chosen and pressed: py/page/form.py and main.py ask for it.
window.pressed = [];
form.addEventListener("input", ({ target }) => {
  const number = form.elements[target.dataset.logOf];
  if (number) number.value = Number((10 ** target.value).toPrecision(2));
  for (const one of [target, number, target.closest("fieldset[name]")])
    if (one) one.dataset.chosen = "";
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("#controls button, [data-action=copy_link]");
  if (!button || !window.pressed) return;
  window.pressed.push(button);
  if (button.dataset.action === "run") button.querySelector("span").textContent = "Starts when ready";
});
addEventListener("hashchange", () => isWaiting() && location.hash.includes("=") && startAgain());
// Later than the page's own Python, which may set a control, too.
for (const deed of ["input", "change", "click", "keyup", "hashchange"])
  addEventListener(deed, () => setTimeout(() => isWaiting() && lookAgain()));

// Where there is no room for them, the legend and the links stand under View, speed and learning
// rate under Training.
const compact = matchMedia("(max-width: 767px), (max-height: 600px)");
const low = matchMedia("(max-width: 767px) and (max-height: 700px), (max-height: 600px)");
const pace = document.querySelector("#pace"), beside = document.querySelector("#run");
const legend = document.querySelector("#legend"), stage = document.querySelector(".stage");
const links = document.querySelector("#links"), keys = document.querySelector("#keys");
const paneOf = (name) => document.querySelector(`#pane-${name} .fields`);
function place() {
  if ("embed" in page.dataset) return; // there the author places things
  if (compact.matches) paneOf("training").prepend(pace), paneOf("view").prepend(legend);
  else beside.append(pace), stage.append(legend);
  if (low.matches) paneOf("view").append(links);
  else keys.before(links);
}
for (const size of [compact, low]) size.addEventListener("change", place);
place();

// ---- A frame on somebody else's page (html[data-embed], which first.js sets) -----------

// What can be shown, hidden and locked by its name, beside every setting.
const PARTS = { picture: ".stage", run: "#run", network: "#net", data: "#data", listing: "#tabs", lessons: "#lessons" };
const USUALLY = ["picture", "run", "network", "hidden_units"];
const OF_THE_FRAME = ["embed", "show", "hide", "lock", "theme", "autorun", "lang"];

const namesIn = (text) => (text ?? "").split(/[\s,]+/).filter(Boolean).map((name) => name.replaceAll("-", "_"));

// The element around a control that is shown by itself.
function boxOf(name) {
  if (name === "shape") return document.querySelector(PARTS.data);
  const control = settings.find((one) => one.name === name);
  return control?.closest(".stepper, .field") ?? control?.closest(".check");
}

function furnish(said) {
  const hidden = namesIn(said.get("hide"));
  const names = said.get("show") ? namesIn(said.get("show")) : USUALLY;
  const shown = names.filter((name) => !hidden.includes(name));
  for (const [name, selector] of Object.entries(PARTS))
    document.querySelector(selector).hidden = !shown.includes(name);
  // Of the tabs there is only the listing; beside the drawing nothing else is open.
  page.dataset.tab = shown.includes("listing") ? "listing" : "network";
  page.dataset.shown = shown.filter((name) => name in PARTS).join(" ");
  const isTold = [...said.keys()].some((name) => /^(title|note|goal_.*)$/.test(name));
  document.querySelector(".headline").hidden = said.has("show") && !isTold;
  const steppers = document.querySelector("#steppers"), chosen = document.querySelector("#chosen");
  for (const stepper of steppers.querySelectorAll(".stepper")) stepper.hidden = true;
  for (const name of shown) {
    const box = name in PARTS ? null : boxOf(name);
    if (!box) continue;
    box.hidden = false;
    // Their buttons are heard by the row that they stand in.
    if (name !== "shape") chosen.append(box.matches(".stepper") ? steppers : box);
  }
  chosen.hidden = !chosen.childElementCount;
  for (const name of namesIn(said.get("lock"))) {
    const part = name in PARTS ? document.querySelector(PARTS[name]) : boxOf(name);
    if (part) part.inert = true;
  }
}

// The same settings in a window of their own: whatever the address says by then.
function leadToFullSize() {
  const link = document.querySelector("#full");
  link.hidden = false;
  const update = () => {
    const said = [...choicesIn(location.hash)].filter(([name]) => !OF_THE_FRAME.includes(name));
    link.href = new URL(`#${fragmentOf(said)}`, location);
  };
  for (const deed of ["pointerenter", "focus", "click"]) link.addEventListener(deed, update);
  update();
}

// Focus and scrolling stay in here: the host's page is not to move.
function keepStill() {
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function (options) {
    focus.call(this, { ...options, preventScroll: true });
  };
  Element.prototype.scrollIntoView = function () {
    const box = this.parentElement.closest(".right, .pane, #lines, #sheet, #foot p");
    const [inner, outer] = [this.getBoundingClientRect(), box?.getBoundingClientRect()];
    if (outer) box.scrollTop += Math.max(0, inner.bottom - outer.bottom) - Math.max(0, outer.top - inner.top);
  };
}

// Where links in here lead is no step of the host's history.
function keepHistory() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.replace(link.href);
  });
}

// A picture of the other theme than the system's, if the author wants one.
function paintPoster(theme) {
  const asked = /\(prefers-color-scheme: dark\)/;
  for (const source of poster.querySelectorAll("source"))
    source.media = source.media.replace(asked, theme === "dark" ? "(min-width: 0px)" : "not all");
}

if ("embed" in page.dataset) {
  const said = choicesIn(location.hash);
  furnish(said);
  leadToFullSize();
  keepStill();
  keepHistory();
  document.querySelector("#shortcuts").checked = false; // letters belong to the host's page
  if (["light", "dark"].includes(page.dataset.theme)) paintPoster(page.dataset.theme);
}

// The page's own letters are not to delay Python, which by then is on its way.
addEventListener("load", () => { page.dataset.letters = ""; });

// Somebody may have been quicker than this script.
for (const control of settings) if (valueOf(control) !== defaultOf(control)) control.dataset.chosen = "";
followAddress();
