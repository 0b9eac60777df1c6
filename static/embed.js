// <nn-playground shape="moons">: a poster, and the playground in a frame for who wants it (README).
(() => {
  // lists: of `python3 py form`
  const SETTINGS = "shape hidden_units n_samples noise balance test_fraction standardize data_seed points names layers widths activation features initialization weights_seed mistake learning_rate optimizer batch_size regularization regularization_rate epochs target_loss early_stopping speed surface unit_lines test_points mistakes loss_scale time_scale projector epoch".split(" ");
  const FRAME = "show hide lock autorun lang title note goal_test_loss goal_accuracy goal_units goal_epochs weights point inside".split(" ");
  const CALLS = "run pause step reset goTo set getState setState toBlob".split(" ");
  const EVENTS = "progress ready change frame goal done error".split(" ");
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
  const ALL = [...SETTINGS, ...FRAME];
  const PAGE = new URL("..", document.currentScript.src);
  const MOST = 2; // frames alive at once: each has a Python
  const SECONDS = 60; // of patience
  const style = new CSSStyleSheet(); // passes content policies
  style.replaceSync(`
    :host { display: block; max-width: 1000px; container-type: inline-size; }
    :host([hidden]) { display: none; }
    #box { position: relative; height: calc(56cqw + 56px); overflow: hidden; border-radius: 6px; background: light-dark(#faf9f6, #121316); color: light-dark(#1b1b1f, #f2f1ee); font: 15px/1.4 system-ui, sans-serif; }
    iframe { width: 100%; height: 100%; border: 0; }
    img { position: absolute; left: 12px; top: 12px; width: calc(56cqw - 24px); border-radius: 4px; }
    .dim img { opacity: .35; }
    button { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 10px; width: 100%; padding: 0 12px 0 56cqw; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
    button:focus-visible { outline: 3px solid; outline-offset: -4px; }
    b { padding: 10px 22px; border-radius: 6px; background: light-dark(#1b1b1f, #f2f1ee); color: light-dark(#faf9f6, #121316); font-size: 18px; }
    small { font-size: 13px; }
    a { position: absolute; right: 12px; bottom: 6px; color: inherit; font-size: 14px; }
    @container (max-width: 600px) { #box { height: calc(56cqw + 84px); } }
    @container (max-width: 479px) {
      #box { height: calc(100cqw + 238px); }
      img { left: 10px; top: 10px; width: calc(100cqw - 50px); }
      button { padding: calc(100cqw - 50px) 12px 20px; }
    }
    iframe ~ * { display: none; }`);

  const make = (name, fields, ...inside) => {
    const element = Object.assign(document.createElement(name), fields);
    element.append(...inside);
    return element;
  };
  const underscored = (name) => name.replaceAll("-", "_");
  const written = (pairs) => pairs.map(([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed().replace(/[%&+]/g, encodeURIComponent))}`).join("&");
  const later = (seconds) => new Promise((over) => setTimeout(over, 1000 * seconds));
  const ignore = () => {};

  const alive = new Set(); // by their last use
  let turns = Promise.resolve(), waiting = 0;

  // One Python starts after the other.
  function inTurn(start) {
    const turn = turns.then(start);
    turns = Promise.race([turn, later(SECONDS)]).catch(ignore);
    return turn;
  }

  // Who is out of sight goes first, then who was used first.
  const leaving = () => [...alive].find((one) => !one.isSeen) ?? [...alive][0];

  const eyes = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.look(isIntersecting);
  });

  let connect = () => {
    document.head.append(make("link", { rel: "preconnect", href: PAGE.origin }));
    connect = ignore;
  };

  // The letters around it tell whether the page is dark.
  function themeOf(element) {
    const asked = element.getAttribute("theme");
    if (asked && asked !== "auto") return asked;
    const ink = make("canvas").getContext("2d");
    ink.fillStyle = getComputedStyle(element).color;
    ink.fillRect(0, 0, 1, 1);
    const [red, green, blue] = ink.getImageData(0, 0, 1, 1).data;
    return 3 * red + 6 * green + blue > 1280 ? "dark" : "light";
  }

  // It may turn, perhaps slowly.
  let turning;
  const dress = () => turning ??= later(0.3).then(() => {
    turning = null;
    document.querySelectorAll("nn-playground").forEach((one) => one.dress());
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);
  const clothes = new MutationObserver(dress);

  class Playground extends HTMLElement {
    #frame; // the <iframe>, while it is alive
    #start; // the promise that it is ready
    #state; // where it stood when it fell asleep
    #calls = new Map(); // by number
    #count = 0;
    #id; // tells its frame from others
    #ears; // ends what is heard
    #isHeard;
    #theme;
    #box = make("div", { id: "box" });

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [style];
      root.append(this.#box);
      new MutationObserver((news) => this.#follow(news)).observe(this, { attributes: true });
    }

    connectedCallback() {
      eyes.observe(this);
      for (const one of [document.documentElement, document.body]) clothes.observe(one, { attributeFilter: ["class", "style", "data-theme"] });
      this.#showPoster();
      if (this.getAttribute("loading") === "eager") this.load().catch(ignore);
    }

    disconnectedCallback() {
      eyes.unobserve(this);
      this.isSeen = false;
      this.#end("removed");
    }

    async load() {
      if (!this.isConnected) throw new Error("It is on no page.");
      if (!this.#start) {
        waiting++;
        const start = inTurn(() => this.#begin(() => this.#start === start));
        this.#start = start;
      }
      return this.#start;
    }

    destroy() {
      this.#state = "";
      eyes.unobserve(this);
      this.#end("destroyed");
      this.#showPoster();
    }

    static {
      for (const name of CALLS)
        this.prototype[name] = async function (...args) {
          await this.load();
          if (alive.delete(this)) alive.add(this);
          return this.#ask(name, args);
        };
    }

    look(isSeen) {
      this.isSeen = isSeen;
      const isWanted = isSeen && !this.#start && (this.#state || this.getAttribute("loading") === "lazy");
      if (isWanted && (alive.size + waiting < MOST || !leaving()?.isSeen)) this.load().catch(ignore);
    }

    dress() {
      if (themeOf(this) === this.#theme) return;
      if (this.#frame) this.#ask("theme", [(this.#theme = themeOf(this))]).catch(ignore);
      else if (!this.#state) this.#showPoster();
    }

    async sleep() {
      const id = this.#id;
      const both = ["toBlob", "getState"].map((name) => this.#ask(name, []).catch(ignore));
      const [picture, state] = await Promise.race([Promise.all(both), later(10)]) ?? [];
      if (this.#id !== id) return;
      this.#state = state;
      this.#end("asleep");
      this.#showPoster(picture && URL.createObjectURL(picture));
    }

    #said(names) {
      const said = [...this.attributes].map(({ name, value }) => [underscored(name), value]);
      return said.filter(([name]) => names.includes(name));
    }

    #address(isFrame) {
      const own = isFrame ? [["embed", "1"], ["theme", themeOf(this)]] : [];
      return `${PAGE}#${(!isFrame && this.#state) || written([...own, ...this.#said(ALL)])}`;
    }

    #showPoster(last, trouble) {
      if (!this.isConnected) return;
      const own = this.querySelector("img"), theme = (this.#theme = themeOf(this)), isUntrained = this.getAttribute("epoch") === "0";
      const said = this.#said(SETTINGS).filter(([name]) => name !== "epoch");
      const lesson = LESSONS[said.map((pair) => pair.join("=")).sort().join("&")];
      const built = lesson && new URL(`static/engine/${lesson}-${theme}-468x1.png`, PAGE);
      const src = last || ((isUntrained && built) || own?.src || built);
      const words = trouble ?? (this.#state ? "It rests where it was" : `Runs Python in your browser: ${MEGABYTES} MB, once`);
      const button = make("button", { type: "button" }, make("b", { textContent: this.#state ? "▶ Go on" : "▶ Start" }), make("small", { textContent: words }));
      button.onclick = () => this.load().then(() => document.activeElement === document.body && this.#frame.focus({ preventScroll: true })).catch(ignore);
      button.onpointerover = button.onfocus = () => connect();
      const link = make("a", { href: this.#address(false), target: "_blank", rel: "noopener", textContent: "Open full size ↗" });
      this.#box.style.colorScheme = theme;
      this.#grow();
      this.#box.className = src !== built || isUntrained ? "" : "dim";
      this.#box.replaceChildren(...(src ? [make("img", { src, alt: own?.alt ?? "" })] : []), button, link);
      if (last) later(9).then(() => URL.revokeObjectURL(last));
    }

    async #begin(isWanted) {
      waiting--;
      while (isWanted() && alive.size >= MOST) await leaving().sleep();
      if (!isWanted()) throw new Error("It is not wanted.");
      alive.add(this);
      const id = (this.#id = `nn-${Math.random().toString(36).slice(2)}`);
      this.#isHeard = false;
      this.#frame = make("iframe", { name: id, title: this.title || "Neural network playground", src: this.#address(true), allow: "fullscreen; clipboard-write" });
      this.#ears = new AbortController();
      addEventListener("message", (event) => this.#hear(event), { signal: this.#ears.signal });
      const ready = this.#promise("ready");
      this.#box.prepend(this.#frame);
      later(SECONDS).then(() => {
        if (this.#id !== id || this.#isHeard) return;
        this.#end("out of reach");
        this.#showPoster("", "It cannot be reached.");
      });
      await ready;
      // After the attributes, to which Reset goes back.
      if (this.#state) await this.#ask("setState", [this.#state]);
      this.#state = "";
    }

    #end(why) {
      alive.delete(this);
      this.#ears?.abort();
      this.#frame?.remove();
      this.#id = this.#frame = this.#start = undefined;
      this.#refuse(`It was ${why}.`);
    }

    #refuse(words) {
      for (const { reject } of this.#calls.values()) reject(new Error(words));
      this.#calls.clear();
    }

    #promise(key) {
      return new Promise((resolve, reject) => this.#calls.set(key, { resolve, reject }));
    }

    #ask(call, args) {
      const n = ++this.#count;
      this.#frame.contentWindow.postMessage({ nn: 1, id: this.#id, n, call, args }, PAGE.origin);
      return this.#promise(n);
    }

    #hear({ source, origin, data }) {
      if (source !== this.#frame?.contentWindow || origin !== PAGE.origin) return;
      if (data?.nn !== 1 || data.id !== this.#id) return;
      this.#isHeard = true;
      const { event, detail } = data;
      if (data.reply) this.#settle(data.reply, data.error, data.value);
      else if (event === "height") this.#grow(detail?.height);
      else if (EVENTS.includes(event)) {
        if (event === "ready" && !this.#settle("ready")) this.#start = Promise.resolve();
        if (event === "error") this.#refuse(detail?.message);
        this.dispatchEvent(new CustomEvent(event, { detail }));
      }
    }

    #settle(key, error, value) {
      const call = this.#calls.get(key);
      this.#calls.delete(key);
      if (error) call?.reject(new Error(error));
      else call?.resolve(value);
      return call;
    }

    #grow(height) {
      const own = Number(this.getAttribute("height")) || height;
      if (own > 0) this.#box.style.height = `${Math.min(Math.max(own, 200), 2000)}px`;
    }

    // Settings change in place, all else with a new frame.
    #follow(news) {
      const names = news.map(({ attributeName }) => underscored(attributeName));
      const settings = names.filter((name) => SETTINGS.includes(name));
      const isOther = names.some((name) => FRAME.includes(name));
      if (names.includes("theme")) this.dress();
      if (!settings.length && !isOther) return;
      if (!this.#frame) {
        this.#state = "";
        this.#showPoster();
      } else if (isOther) {
        this.load().then(() => this.sleep()).then(() => this.load()).catch(ignore);
      } else if (this.#said(settings).length < settings.length || settings.includes("epoch")) {
        this.setState(written(this.#said(SETTINGS))).catch(ignore);
      } else {
        this.set(Object.fromEntries(this.#said(settings))).catch(ignore);
      }
    }
  }

  customElements.get("nn-playground") ?? customElements.define("nn-playground", Playground);
})();
