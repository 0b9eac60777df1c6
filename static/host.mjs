// The gate between a frame and the page that it stands on (py/page/embed answers behind it).
// JavaScript, because the host's window may be of another origin, which Python's bridge cannot
// so much as touch; and because the host is told about the start before there is Python.
const { parent, name: id } = self; // the element has named its frame
const MAX_CHARACTERS = 700_000, MAX_DEPTH = 9, MAX_WAITING = 100;
// WordPress gives its frames a secret, behind a second #.
const secret = location.hash.match(/[#?&]secret=(\w{1,40})/)?.[1];

const send = (message) => parent.postMessage(message, "*");
const tell = (fields) => send({ nn: 1, id, ...fields });

// The host's calls as JSON; those that come before Python wait for it.
const waiting = [];
let hear = null;

addEventListener("message", ({ source, data }) => {
  if (source !== parent || parent === self) return;
  if (data?.nn !== 1 || data.id !== id || !Number.isSafeInteger(data.n)) return;
  const text = written(data);
  if (!text || waiting.length === MAX_WAITING) tell({ reply: data.n, error: "That is too much." });
  else if (hear) hear(text);
  else waiting.push(text);
});

// How deep lists and objects lie in each other.
const depthOf = (value) => (Object(value) === value ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0);

// A call as JSON, or "": what is sent between windows may be endless, or no JSON at all.
function written({ n, call, args = [] }) {
  try {
    const text = JSON.stringify({ n, call, args });
    return text.length > MAX_CHARACTERS || depthOf(args) > MAX_DEPTH ? "" : text;
  } catch {
    return "";
  }
}

// A picture as a file of the type that is wanted.
function converted(picture, width, height, type) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
  return new Promise((made) => canvas.toBlob(made, type));
}

// What the picture shows now, as it is on the screen ...
async function picture(n, type) {
  const canvas = document.querySelector("#boundary");
  const value = await converted(canvas, canvas.clientWidth, canvas.clientHeight, type).catch(() => null);
  // Folded away, it has no size.
  tell(value ? { reply: n, value } : { reply: n, error: "There is no picture." });
}

// ... or a file of it that the engine has made and that lies at an address.
async function give(n, address, type) {
  const value = await fetched(address, type).catch(() => null);
  tell(value ? { reply: n, value } : { reply: n, error: "The picture did not arrive." });
}

async function fetched(address, type) {
  const file = await (await fetch(address)).blob();
  if (file.type === type) return file;
  const bitmap = await createImageBitmap(file);
  return converted(bitmap, bitmap.width, bitmap.height, type);
}

// For py/page/embed: everything goes as JSON.
window.host = {
  listen(function_) { hear = function_; for (const text of waiting.splice(0)) hear(text); },
  tell: (text) => tell(JSON.parse(text)),
  picture,
  give,
  height(height) {
    tell({ event: "height", detail: { height } });
    send(JSON.stringify({ context: "iframe.resize", height })); // Embedly's dialect
    if (secret) send({ message: "height", value: Math.min(height, 1000), secret }); // WordPress's
  },
};

// A sandbox may forbid new windows. WordPress goes where a link leads if it is told to; on other
// pages this frame goes there (with a ?, as for another fragment alone nothing is loaded).
if (self.origin === "null")
  addEventListener("click", (event) => {
    const link = event.target.closest("a[target=_blank]");
    if (!link) return;
    event.preventDefault();
    if (secret) send({ message: "link", value: link.href, secret });
    else if (!open(link.href)) location.assign(link.href.replace("#", "?#"));
  });

// The start, of which Python knows nothing.
const [bar, words] = ["progress", "output"].map((tag) => document.querySelector(`#loading ${tag}`));
const follow = () => tell({ event: "progress", detail: { share: bar.value, words: words.value } });
new MutationObserver(follow).observe(bar, { attributeFilter: ["value"] });
