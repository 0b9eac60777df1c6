// The form until Python is there: it shows what the address says, keeps what the reader chooses
// and presses for py/page/main.py, and the page says what it says of the default settings only
// while they are chosen. It decides nothing: which values are allowed, and what follows from
// them, is for Python to say (py/playground/settings). JavaScript, because it is there at once;
// the first paint waits for it, so that no settings flash up that are not meant.
const page = document.documentElement;
const form = document.querySelector("#controls");
const poster = document.querySelector("#poster img");
const status = document.querySelector("#status");
const timeline = document.querySelector("#timeline");
const settings = [...form.elements].filter(({ name, type }) => name && type !== "output");
const elsewhere = ["speed", "loss_scale"]; // do not change the picture
let isRefused = false; // something in the address: Python will say what
// What the address says, understood as Python does (py/playground/settings/address.py).
const choicesInAddress = () => {
  const [text] = location.hash.slice(1).replaceAll("&amp;", "&").split("#", 1);
  const plain = (_, code) => String.fromCharCode(parseInt(code, 16));
  return new URLSearchParams(text.replace(/%([2-7][0-9a-f])/gi, plain));
};
const isWaiting = () => page.dataset.frame === "0";

const boxesOf = (fieldset) => [...fieldset.querySelectorAll("input")];
const isDefault = (control) => {
  const { type, checked, defaultChecked, selectedOptions, value, defaultValue } = control;
  if (type === "fieldset") return boxesOf(control).every(isDefault);
  if (type === "checkbox") return checked === defaultChecked;
  if (selectedOptions) return selectedOptions[0].defaultSelected;
  if (type === "number" || type === "range") return Number(value) === Number(defaultValue);
  return value === defaultValue;
};

function startAgain() {
  form.reset(); // and with it the numbers of the default settings
  delete page.dataset.poster;
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
    else control.value = text;
    const needsText = ["number", "range", "select-one"].includes(control.type);
    if ((control.value || !needsText) && control.validity.valid) continue;
    control.value = before;
    isRefused = true;
  }
  lookAgain();
}

function lookAgain() {
  for (const output of form.querySelectorAll("[data-shows]")) {
    const { value } = form.elements[output.dataset.shows];
    output.value = "percent" in output.dataset ? `${Math.round(100 * value)} %` : value;
  }
  for (const slider of form.querySelectorAll("[data-log-of]"))
    if (slider !== document.activeElement)
      slider.value = Math.log10(Math.max(form.elements[slider.dataset.logOf].value, 0.0001));
  const isTrue = !isRefused && settings.every((one) => elsewhere.includes(one.name) || isDefault(one));
  const shown = isTrue ? "true" : "other";
  if (page.dataset.poster === shown) return;
  page.dataset.poster = shown;
  poster.alt = isTrue ? poster.dataset.words : "";
  status.textContent = isTrue ? poster.dataset.words : "Python has yet to draw the picture of these settings.";
  for (const output of form.querySelectorAll("output[name]")) output.value = isTrue ? output.defaultValue : "–";
  timeline.value = isTrue ? timeline.max : 0;
}

// Trying again is starting again, with the reader's choices kept in the address: those
// it has already, and those made since.
document.querySelector("#fault button").addEventListener("click", () => {
  const choices = choicesInAddress();
  for (const control of form.querySelectorAll("[name][data-chosen]")) {
    const { name, type, checked, value } = control;
    if (type === "checkbox") choices.set(name, checked ? "on" : "off");
    else if (type !== "fieldset") choices.set(name, value);
    else choices.set(name, boxesOf(control).filter((box) => box.checked).map((box) => box.value));
  }
  history.replaceState(null, "", `#${choices}`);
  location.reload();
});

// Where points of one's own are kept, unless the browser forbids it or has no room left.
window.storage = {
  read(name) { try { return localStorage.getItem(name); } catch { return null; } },
  write(name, text) { try { localStorage.setItem(name, text); } catch { /* py/page/points/storage.py looks */ } },
};

poster.dataset.words = poster.alt;
// What was chosen and pressed: py/page/form.py and main.py ask for it.
window.pressed = [];
form.addEventListener("input", ({ target }) => {
  const number = form.elements[target.dataset.logOf];
  if (number) number.value = Number((10 ** target.value).toPrecision(2));
  for (const one of [target, number, target.closest("fieldset[name]")])
    if (one) one.dataset.chosen = "";
});
form.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-action], #drawing button");
  if (button) window.pressed?.push(button);
  if (target.closest(".closes")) target.closest("details").open = false;
});
// On a phone a panel is a sheet: one at a time.
form.addEventListener("toggle", ({ target }) => {
  if (!target.open || !matchMedia("(max-width: 50rem)").matches) return;
  for (const other of form.querySelectorAll("details[open]")) other.open = other === target;
}, true);
addEventListener("hashchange", () => isWaiting() && startAgain());
// Later than the page's own Python, which may set a control, too.
for (const deed of ["input", "change", "click", "keyup", "hashchange"])
  addEventListener(deed, () => setTimeout(() => isWaiting() && lookAgain()));
// Somebody may have been quicker than this script.
for (const control of settings) if (!isDefault(control)) control.dataset.chosen = "";
followAddress();
