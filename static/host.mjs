// The gate between a frame and the page that it stands on (py/page/embed answers behind it).
// JavaScript, because the host's window may be of another origin, which Python's bridge cannot
// so much as touch; and because the host is told about the start before there is Python.
const { parent, name: id } = self; // the element has named its frame
const MAX_CHARACTERS = 400_000, MAX_WAITING = 100;
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

// A call as JSON, or "": what is sent between windows may be endless, or no JSON at all.
function written({ n, call, args = [] }) {
  try {
    const text = JSON.stringify({ n, call, args });
    return text.length > MAX_CHARACTERS ? "" : text;
  } catch {
    return "";
  }
}

// What the picture shows now, in another size or another file type.
async function pictured(type, scale) {
  const from = document.querySelector("#boundary"), to = document.createElement("canvas");
  [to.width, to.height] = [from.clientWidth * scale, from.clientHeight * scale].map(Math.round);
  to.getContext("2d").drawImage(from, 0, 0, to.width, to.height);
  return new Promise((made) => to.toBlob(made, type));
}

async function picture(n, type, scale) {
  const value = await pictured(type, scale).catch(() => null); // folded away, it has no size
  tell(value ? { reply: n, value } : { reply: n, error: "There is no picture." });
}

// For py/page/embed: everything goes as JSON.
window.host = {
  listen(function_) { hear = function_; for (const text of waiting.splice(0)) hear(text); },
  tell: (text) => tell(JSON.parse(text)),
  picture,
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
