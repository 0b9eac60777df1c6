// <nn-playground shape="moons" hidden-units="3">: the playground in a frame, on anybody's page.
// Until a reader wants it there is a poster and a button, and no Python. Attributes, methods and
// events: see the README; its tables and the lists below come from py/playground/settings.
(() => {
  // lists: `python3 py form` writes them
  const SETTINGS = "shape hidden_units n_samples noise balance test_fraction standardize data_seed points names layers widths activation features initialization weights_seed mistake learning_rate optimizer batch_size regularization regularization_rate epochs target_loss early_stopping speed surface unit_lines test_points mistakes loss_scale time_scale".split(" ");
  const FRAME = "show hide lock theme autorun lang title note goal_test_loss goal_accuracy goal_units goal_epochs".split(" ");
  const CALLS = "run pause step reset goTo set getState setState toBlob".split(" ");
  const OF_VIEW = "names speed surface unit_lines test_points mistakes loss_scale time_scale".split(" ");
  const LESSONS = {
    "hidden_units=1&shape=circles": "one_line",
    "hidden_units=2&shape=circles": "two_lines",
    "hidden_units=3&shape=moons": "three_lines",
    "layers=0&shape=xor": "xor",
    "hidden_units=4&learning_rate=100&shape=circles": "rate_too_high",
    "initialization=zeros&shape=circles": "zeros",
    "data_seed=2&hidden_units=16&n_samples=60&noise=0.35&shape=moons&test_fraction=0.5&weights_seed=2": "overfitting",
    "hidden_units=8&learning_rate=0.02&n_samples=200&noise=0.05&optimizer=adam&shape=spiral": "spiral"
  };
  const MEGABYTES = 8;
  // end
  const PAGE = new URL("..", document.currentScript.src);
  const MOST = 2; // frames that are alive at once: each has a Python of its own
  const SECONDS = 60; // until the next may start though one is not ready
  const STYLE = `
    :host { display: block; max-width: 1000px; container-type: inline-size; color-scheme: inherit; }
    :host([hidden]) { display: none; }
    #box { position: relative; height: calc(56cqw + 56px); min-height: 240px; overflow: hidden; border-radius: 6px; background: light-dark(#faf9f6, #121316); color: light-dark(#1b1b1f, #f2f1ee); font: 15px/1.4 system-ui, sans-serif; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    img { position: absolute; left: 12px; top: 12px; width: calc(56cqw - 24px); border-radius: 4px; }
    .dim img { opacity: .35; }
    button { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 10px; width: 100%; padding: 0 12px 0 56cqw; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
    b { padding: 10px 22px; border-radius: 6px; background: light-dark(#1b1b1f, #f2f1ee); color: light-dark(#faf9f6, #121316); font-size: 18px; }
    small { font-size: 13px; text-wrap: balance; }
    button:focus-visible { outline: 3px solid; outline-offset: -4px; }
    a { position: absolute; right: 12px; bottom: 6px; color: inherit; font-size: 14px; }
    @container (max-width: 600px) { #box { height: calc(56cqw + 84px); } }
    @container (max-width: 479px) {
      #box { height: calc(100cqw + 238px); }
      img { left: 10px; top: 10px; width: calc(100cqw - 50px); }
      button { padding: calc(100cqw - 50px) 12px 20px; }
    }
    iframe ~ * { display: none; }`;

  const make = (name, fields) => Object.assign(document.createElement(name), fields);
  const hyphened = (name) => name.replaceAll("_", "-");
  const known = (name) => SETTINGS.find((one) => one === name.replaceAll("-", "_"));

  // ---- Who may be alive, and who is next ---------------------------------------------------

  const alive = new Set(); // in the order of their last use
  let starting = Promise.resolve();

  // One Python starts after the other: they would only slow each other down.
  function inTurn(start) {
    const turn = starting.then(start, start);
    const over = new Promise((done) => setTimeout(done, SECONDS * 1000));
    starting = Promise.race([turn, over]).catch(() => {});
    return turn;
  }

  // Make room for one more; who is out of sight, or has not been used for long, sleeps.
  async function makeRoom() {
    while (alive.size >= MOST) {
      const others = [...alive];
      await (others.find((one) => !one.isSeen) ?? others[0]).sleep();
    }
  }

  const eyes = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.look(isIntersecting);
  });

  // A click's connection is there before the click. Once for the whole page.
  let isConnected = false;
  function connect() {
    if (!isConnected) document.head.append(make("link", { rel: "preconnect", href: PAGE.origin }));
    isConnected = true;
  }

  class Playground extends HTMLElement {
    #frame = null; // the <iframe> while it is alive
    #ready = null; // the promise that it is
    #state = ""; // where it stood when it fell asleep
    #calls = new Map(); // what is to be answered, by number
    #count = 0;
    #id = "";
    #over = null; // ends what is heard from a frame
    #box;
    isSeen = false;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      this.#box = make("div", { id: "box" });
      root.append(make("style", { textContent: STYLE }), this.#box);
      // Settings may change while it runs: it follows.
      new MutationObserver((changes) => this.#follow(changes)).observe(this, { attributes: true });
    }

    connectedCallback() {
      eyes.observe(this);
      if (!this.#frame) this.#showPoster();
      if (this.getAttribute("loading") === "eager") this.load().catch(() => {});
    }

    disconnectedCallback() {
      eyes.unobserve(this);
      this.isSeen = false;
      // Being moved is no end, but a frame does not survive it.
      this.#end("The playground was removed.");
    }

    // ---- Methods

    load() {
      return (this.#ready ??= inTurn(() => this.#start()));
    }

    destroy() {
      this.#state = "";
      this.#end("The playground was destroyed.");
      if (this.isConnected) this.#showPoster();
    }

    // ---- What the page of a frame asks of it

    look(isSeen) {
      this.isSeen = isSeen;
      if (!isSeen || this.#ready) return;
      const isWanted = this.#state || this.getAttribute("loading") === "lazy";
      const hasRoom = alive.size < MOST || [...alive].some((one) => !one.isSeen);
      if (isWanted && hasRoom) this.load().catch(() => {});
    }

    async sleep() {
      alive.delete(this);
      try {
        const last = await Promise.race([
          Promise.all([this.#ask("toBlob", [{}]), this.#ask("getState", [])]),
          new Promise((_, refuse) => setTimeout(refuse, 3000)),
        ]);
        this.#state = last[1];
        this.#end("The playground sleeps.");
        this.#showPoster(URL.createObjectURL(last[0]));
      } catch {
        this.#end("The playground sleeps.");
        if (this.isConnected) this.#showPoster();
      }
    }

    // ---- Poster and frame

    #settings() {
      const found = [];
      for (const { name, value } of this.attributes)
        if (name === "epoch" || known(name)) found.push([known(name) ?? name, value]);
      return found;
    }

    #address(isFrame) {
      const said = new URLSearchParams((!isFrame && this.#state) || this.#settings());
      if (isFrame) {
        said.set("embed", 1);
        for (const name of FRAME)
          if (this.hasAttribute(hyphened(name))) said.set(name, this.#said(name));
      }
      return `${PAGE}#${said}`;
    }

    // What an attribute says as the frame's address has it: names with commas and underscores.
    #said(name) {
      const text = this.getAttribute(hyphened(name));
      const isList = ["show", "hide", "lock"].includes(name);
      return isList ? text.trim().split(/[\s,]+/).join().replaceAll("-", "_") : text;
    }

    // The picture that was built for a lesson, if these are its settings.
    #lesson() {
      const own = this.#settings().filter(([name]) => name !== "epoch" && !OF_VIEW.includes(name)).map((pair) => pair.join("=")).sort().join("&");
      return LESSONS[own];
    }

    #showPoster(last) {
      const lesson = this.#lesson(), own = this.querySelector("img");
      const isDark = this.getAttribute("theme") === "dark" || (this.getAttribute("theme") !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
      const src = last ?? (own ? own.currentSrc || own.src : lesson && new URL(`static/engine/${lesson}-${isDark ? "dark" : "light"}-468x1.png`, PAGE).href);
      const button = make("button", { type: "button" });
      button.append(
        make("b", { textContent: last ? "▶ Go on" : "▶ Start" }),
        make("small", { textContent: last ? "It rests, where it was" : `Runs Python in your browser: ${MEGABYTES} MB, once` }),
      );
      button.addEventListener("click", () => this.load().then(() => this.#frame?.focus({ preventScroll: true }), () => {}));
      for (const deed of ["pointerover", "focusin"]) button.addEventListener(deed, connect, { once: true });
      const link = make("a", { href: this.#address(false), target: "_blank", rel: "noopener", textContent: "Open full size ↗" });
      this.#box.className = !last && this.getAttribute("epoch") !== "0" ? "dim" : "";
      const image = src ? [make("img", { src, alt: own?.alt ?? "", decoding: "async" })] : [];
      if (last) image[0].addEventListener("load", () => URL.revokeObjectURL(last), { once: true });
      this.#box.replaceChildren(...image, button, link);
    }

    async #start() {
      if (!this.isConnected) throw new Error("The playground is on no page.");
      await makeRoom();
      alive.add(this);
      this.#id = `nn-${Math.random().toString(36).slice(2)}`;
      const title = this.getAttribute("title") || "Neural network playground";
      const frame = make("iframe", { name: this.#id, title, allow: "fullscreen; clipboard-write", referrerPolicy: "strict-origin" });
      frame.src = this.#address(true);
      this.#over = new AbortController();
      this.#frame = frame;
      const isReady = new Promise((ready, refuse) => this.#calls.set("ready", { resolve: ready, reject: refuse }));
      addEventListener("message", (event) => this.#hear(event), { signal: this.#over.signal });
      this.#box.querySelector("button").ariaBusy = "true";
      this.#box.prepend(frame);
      await isReady;
      // Reset shall go back to the attributes, so they are what it has begun with.
      if (this.#state) await this.#ask("setState", [this.#state]);
      this.#state = "";
    }

    #end(why) {
      alive.delete(this);
      this.#over?.abort();
      this.#frame?.remove();
      this.#frame = this.#ready = null;
      for (const { reject } of this.#calls.values()) reject(new Error(why));
      this.#calls.clear();
    }

    // ---- Messages

    static {
      for (const name of CALLS)
        this.prototype[name] = function (...args) {
          if (name === "set") args = [Object.fromEntries(Object.entries(args[0]).map(([one, value]) => [known(one) ?? one, value]))];
          if (name === "toBlob") args = [args[0] ?? {}];
          return this.#call(name, args);
        };
    }

    async #call(name, args) {
      await this.load();
      if (alive.delete(this)) alive.add(this); // the last one used
      return this.#ask(name, args);
    }

    #ask(name, args) {
      const n = ++this.#count;
      const answer = new Promise((resolve, reject) => this.#calls.set(n, { resolve, reject }));
      this.#frame.contentWindow.postMessage({ nn: 1, id: this.#id, n, call: name, args }, PAGE.origin);
      return answer;
    }

    #hear({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== PAGE.origin) return;
      if (data?.nn !== 1 || data.id !== this.#id) return;
      if ("reply" in data) this.#settle(data.reply, data.error, data.value);
      else if (data.event === "height") this.#grow(data.detail.height);
      else if (typeof data.event === "string") {
        if (data.event === "ready") this.#settle("ready");
        if (data.event === "error") this.#settle("ready", String(data.detail?.message));
        this.dispatchEvent(new CustomEvent(data.event, { detail: data.detail }));
      }
    }

    #settle(n, error, value) {
      const call = this.#calls.get(n);
      this.#calls.delete(n);
      if (error) call?.reject(new Error(error));
      else call?.resolve(value);
    }

    #grow(height) {
      const own = Number(this.getAttribute("height")) || height;
      if (own > 0) this.#box.style.height = `${Math.min(Math.max(own, 200), 2000)}px`;
    }

    #follow(changes) {
      const names = [...new Set(changes.map(({ attributeName }) => attributeName))];
      const settings = names.filter((name) => known(name) || name === "epoch");
      const others = names.filter((name) => FRAME.includes(name.replaceAll("-", "_")));
      if (!this.isConnected || !(settings.length || others.length)) return;
      if (!this.#frame) {
        this.#state = "";
        this.#showPoster();
      } else if (others.length) {
        this.#reload();
      } else if (settings.every((name) => known(name) && this.hasAttribute(name))) {
        this.set(Object.fromEntries(settings.map((name) => [name, this.getAttribute(name)]))).catch(() => {});
      } else {
        this.setState(`${new URLSearchParams(this.#settings())}`).catch(() => {});
      }
    }

    // The frame looks otherwise, and stands where it stood.
    async #reload() {
      try {
        await this.load();
        const state = await this.#ask("getState", []);
        this.#end("The playground begins anew.");
        this.#state = state;
        await this.load();
      } catch {
        // It has been removed meanwhile.
      }
    }
  }

  customElements.get("nn-playground") ?? customElements.define("nn-playground", Playground);
})();
