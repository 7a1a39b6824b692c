// A WebSocket to the page's own Python: it looks like any other, and outlives the worker behind it.
//
// It keeps a log: the last state that came, and the events whose effect isn't in it yet. When the
// worker dies (browsers stop them at will) both go to the next one, together with the DOM as it
// is shown; the client that uses the socket notices nothing.
(() => {
  "use strict";
  const offline = window.hliveOffline;
  const Native = window.WebSocket;
  if (!offline || Object.hasOwn(offline, "sockets")) return;

  const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3];
  const GOING_AWAY = 1001;
  const ABNORMAL = 1006;
  const PATIENCE = 5_000; // a worker that was just stopped may have taken our message with it
  const LONGEST_WAIT = 10_000;
  const MEMORY = `hlive ${new URL(offline.scope).pathname}`;

  const sockets = (offline.sockets = new Set());

  class PortSocket extends EventTarget {
    url = "";
    readyState = CONNECTING;
    binaryType = "blob";
    bufferedAmount = 0;
    extensions = "";
    protocol = "";

    #port = null;
    #hello;
    #state;
    #unconfirmed = [];
    #sent = 0;
    #blobs = null;
    #attempts = 0;
    #timer = 0;
    #watching = null;
    #before = null;

    constructor(url) {
      super();
      this.url = new URL(url, location.href).href;
      this.#hello = { url: this.url, ...recall() };
      if (document.querySelector("meta[name=hlive-prerendered]")) this.#hello.dom = readDom();
      this.#state = this.#hello.state;
      sockets.add(this);
      this.#attach();
    }

    send(data) {
      if (this.readyState === CONNECTING) throw new DOMException("not open yet", "InvalidStateError");
      if (this.readyState !== OPEN) return;
      if (typeof data === "string" && !this.#blobs) return this.#push(data);
      // A Blob is read with time, and what is sent after it must not overtake it.
      const job = (this.#blobs ?? Promise.resolve()).then(async () => {
        this.#push(data instanceof Blob ? await data.arrayBuffer() : data);
        if (this.#blobs === job) this.#blobs = null;
      });
      this.#blobs = job;
    }

    close(code = 1000, reason = "") {
      if (this.readyState >= CLOSING) return;
      this.readyState = CLOSING;
      this.#port?.postMessage({ type: "close", code, reason, keep: offline.updating });
      queueMicrotask(() => this.#end(code, reason));
    }

    /** What has to come along when the page is loaded again with its state. */
    get memory() {
      return { session: this.#hello.session, state: this.#state };
    }

    #push(frame) {
      const event = { n: (this.#sent += 1), frame };
      this.#unconfirmed.push(event);
      this.#port?.postMessage({ type: "event", ...event });
    }

    // ---- The worker behind it

    async #attach() {
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = ({ data }) => this.#port === port1 && this.#hear(data, port1);
      const hello = { ...this.#hello, state: this.#state, events: [...this.#unconfirmed] };
      try {
        await offline.deliver({ type: "open", hello }, [port2]);
        if (this.#port === port1) this.#timer = setTimeout(() => this.#lost(port1), PATIENCE);
      } catch {
        this.#end(ABNORMAL, "");
      }
    }

    /** The worker has died: the next one goes on where the page is. */
    async #lost(port) {
      if (this.#port !== port || this.readyState >= CLOSING) return;
      this.#detach();
      await visible();
      const pause = this.#attempts < 2 ? 0 : Math.min(LONGEST_WAIT, 250 * 2 ** this.#attempts);
      this.#attempts += 1;
      if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
      if (this.readyState >= CLOSING) return;
      if (this.readyState === OPEN) this.#hello.dom = readDom();
      this.#attach();
    }

    #detach() {
      clearTimeout(this.#timer);
      this.#watching?.abort();
      this.#port?.close();
      this.#port = null;
    }

    #hear(message, port) {
      if (message.type === "lock") this.#watch(message.name, port);
      if (message.type === "opened") this.#opened(message);
      if (message.type === "frame" || message.type === "done") this.#confirm(message);
      if (message.type === "frame") this.#receive(message.text);
      if (message.type === "work") work(message, port);
      if (message.type === "closed") this.#end(message.code, message.reason);
      if (message.type === "refused") this.#end(ABNORMAL, message.reason);
      if (message.type === "failed") {
        offline.failed(message.reason);
        this.#end(ABNORMAL, "");
      }
    }

    /** The worker holds a lock for as long as it lives; we get it when it is dead. */
    #watch(name, port) {
      clearTimeout(this.#timer);
      this.#watching = new AbortController();
      const options = { mode: "shared", signal: this.#watching.signal };
      navigator.locks.request(name, options, () => this.#lost(port)).catch(() => {});
    }

    #opened({ session }) {
      clearTimeout(this.#timer);
      this.#attempts = 0;
      this.#hello.session = session;
      remember({ session });
      if (this.readyState === OPEN) {
        if (!this.#state) this.#before = changedFields();
        return;
      }
      this.readyState = OPEN;
      this.dispatchEvent(new Event("open"));
    }

    /** State and count come together: what is acknowledged is in the state, or was for nothing. */
    #confirm(message) {
      if (message.state !== undefined) this.#state = message.state;
      this.#unconfirmed = this.#unconfirmed.filter(({ n }) => n > message.acked);
    }

    #receive(data) {
      this.dispatchEvent(new MessageEvent("message", { data, origin: location.origin }));
      if (!this.#before) return;
      const fields = this.#before;
      this.#before = null;
      tellAgain(fields);
    }

    #end(code, reason) {
      if (this.readyState === CLOSED) return;
      this.#detach();
      this.readyState = CLOSED;
      sockets.delete(this);
      if (code === ABNORMAL) this.dispatchEvent(new Event("error"));
      const wasClean = code !== ABNORMAL;
      this.dispatchEvent(new CloseEvent("close", { code, reason, wasClean }));
    }
  }

  // ---- Functions that take long: a service worker can't make workers, so the page does

  let crew = null;

  async function work({ id, order, config }, port) {
    try {
      const { Crew, WebWorker } = await import(new URL("hlive-crew.js", offline.scope));
      const start = () => new WebWorker(config, offline.scope);
      crew ??= new Crew(start, navigator.hardwareConcurrency || 1);
      port.postMessage({ type: "worked", id, answer: await crew.carryOut(order) });
    } catch (error) {
      port.postMessage({ type: "worked", id, error: String(error.message ?? error) });
    }
  }

  // ---- It passes for a WebSocket

  Object.setPrototypeOf(PortSocket.prototype, Native.prototype);
  for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSING, CLOSED })) {
    Object.defineProperty(PortSocket.prototype, name, { value });
  }
  for (const type of ["open", "message", "error", "close"]) {
    const handlers = new WeakMap();
    Object.defineProperty(PortSocket.prototype, `on${type}`, {
      get() {
        return handlers.get(this) ?? null;
      },
      set(handler) {
        if (!handlers.has(this)) this.addEventListener(type, (event) => this[`on${type}`]?.(event));
        handlers.set(this, handler);
      },
    });
  }

  window.WebSocket = new Proxy(Native, {
    construct(target, [url, ...rest], made) {
      return isOurs(url) ? new PortSocket(url) : Reflect.construct(target, [url, ...rest], made);
    },
  });

  function isOurs(url) {
    const { host, pathname, searchParams } = new URL(url, location.href);
    const inScope = pathname.startsWith(new URL(offline.scope).pathname);
    return host === location.host && inScope && searchParams.has("hlive");
  }

  // ---- The page

  /** The document as nested arrays, without what no server put there. */
  function readDom() {
    return [...document.childNodes].map(readNode);
  }

  function readNode(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType === Node.DOCUMENT_TYPE_NODE) return ["!", `doctype ${node.name}`];
    if (node.nodeType !== Node.ELEMENT_NODE) return ["!", node.data];
    const attributes = [...node.attributes].map(({ name, value }) => [name, value]);
    const own = attributes.filter(([name]) => name !== "data-hlive-progress");
    const { childNodes } = node.localName === "template" ? node.content : node;
    return [node.localName, own, children(node, [...childNodes]).map(readNode)];
  }

  /** The client's boxes and ours stand after the body, an extension's things before the head. */
  function children(node, all) {
    if (node !== document.documentElement || !document.body) return all;
    return all.slice(all.indexOf(document.head), all.indexOf(document.body) + 1);
  }

  /** Fields that a visitor has changed. */
  function changedFields() {
    return [...document.querySelectorAll("input, textarea, select")]
      .filter((field) => !isAtDefault(field))
      .map((field) => [field, field.value, field.checked]);
  }

  function isAtDefault(field) {
    if (field.type === "file") return true;
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked === field.defaultChecked;
    }
    if (!(field instanceof HTMLSelectElement)) return field.value === field.defaultValue;
    return [...field.options].every(({ selected, defaultSelected }) => selected === defaultSelected);
  }

  /** A page that was made anew knows nothing of what stands in its fields: so they say it. */
  function tellAgain(fields) {
    for (const [field, value, checked] of fields) {
      if (!field.isConnected) continue;
      if (field.value !== value) field.value = value;
      if (field.checked !== checked) field.checked = checked;
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }

  /** Waits until somebody looks: a hidden page needs no worker. */
  function visible() {
    return new Promise((resolve) => {
      const check = () => document.hidden || resolve();
      document.addEventListener("visibilitychange", check);
      check();
    });
  }

  // ---- What a page remembers when it goes against its will: discarded, crashed, or for an update

  function recall() {
    try {
      const { path, ...memory } = JSON.parse(sessionStorage.getItem(MEMORY)) ?? {};
      sessionStorage.removeItem(MEMORY);
      return path === location.pathname ? memory : {};
    } catch {
      return {};
    }
  }

  function remember(memory) {
    try {
      sessionStorage.setItem(MEMORY, JSON.stringify({ path: location.pathname, ...memory }));
    } catch {
      // No storage, so a crash takes the page's state with it.
    }
  }

  function leave() {
    if (!offline.updating) recall(); // even if no socket is open any more
    for (const socket of sockets) {
      if (offline.updating) remember(socket.memory);
      socket.close(GOING_AWAY);
    }
  }

  // After what the client has to say when the page is left: so our listener must come last.
  document.addEventListener("DOMContentLoaded", () => addEventListener("pagehide", leave));
})();
