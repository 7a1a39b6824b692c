// The browser side of HLive: shows what the server sends, and tells it what happens on the page.
//
// A classic script without a build step. All it offers is on `window.hlive`; plugins put functions
// into its hook Maps, under a name of their own:
//
//   beforeProcessMessage  line => line           each incoming line; "" means it is dealt with
//   beforeSendEvent       (event, msg) => msg    each outgoing event; nothing means don't send it
//   beforeRemoveEventHandlers, afterRemoveEventHandlers   element => void
//   afterMessage          () => void             after each frame
//
// Connecting. The socket has the page's own URL; its query gains `hlive=1` (a new session, please),
// `hhash=…` where <html> carries `data-hlive-hash`, and `hseq=0`: "I count frames". A server that
// knows nothing of `hseq` may ignore it, and everything else here still works.
//
// Coming back. Client and server count the frames that the server sends, from 1, over the whole
// life of the session; the one with the session id is the first. Each event says how many have
// arrived (`"a":12`), so that the server can forget those. When the socket is lost, the client
// tries again, after a random time from 0.25 s up to 0.5 s, then 1, 2, 4, 8 and 10 s, and at once
// when the network or the tab comes back. It asks for `hlive=<session id>&hseq=<frames arrived>`;
// the server sends the missed frames again and goes on: no new session line, no new numbering.
// Events wait meanwhile, and leave when the socket is open again.
//
// A server that has given the session up answers 404. A socket can't see that, so after a refused
// one the client asks the same URL with a plain GET: 404 or 410 means that the session is gone, and
// the page is loaded anew (once in 10 s at most); with anything else it keeps trying.
// Close codes 4000 to 4099 mean "don't come back": the reason is shown.
(() => {
  "use strict";
  if (window.hlive) return;

  const ID = "hid";
  const ON = "hon";
  const UPLOAD = "data-hlive-upload";
  const XHTML = "http://www.w3.org/1999/xhtml";
  const OPEN = 1;
  const NO_SESSION = 1;

  const MANY_COMPONENTS = 20;
  const QUEUE_LIMIT = 256;
  const FIRST_WAIT = 250;
  const LONGEST_WAIT = 10_000;
  const STABLE_AFTER = 5_000;
  const RELOAD_PAUSE = 10_000;
  const STATUS_AFTER = 500;

  const hlive = {
    debug: false,
    conn: null,
    sessID: NO_SESSION,
    afterMessage: new Map(),
    beforeSendEvent: new Map(),
    beforeProcessMessage: new Map(),
    beforeRemoveEventHandlers: new Map(),
    afterRemoveEventHandlers: new Map(),
  };
  window.hlive = hlive;

  // ---- Plugins and the log

  /** Calls `use` with each hook; one that throws doesn't keep the others from running. */
  function eachHook(hooks, use) {
    hooks.forEach((hook, name) => {
      try {
        use(hook);
      } catch (error) {
        complain(`plugin ${name}`, error);
      }
    });
  }

  function complain(where, error) {
    console.error(error);
    hlive.log(`${where}: ${error}`);
  }

  /** Tells the server's log, and the console while `hlive.debug` is on. */
  hlive.log = (message) => {
    if (hlive.debug) console.log(message);
    hlive.sendMsg({ t: "l", d: { m: message } });
  };

  // ---- Frames: server to browser

  let framesArrived = 0;
  let started = false;

  /** Elements whose listeners or uploads the frame at hand may have changed. */
  const touched = new Set();

  function receive(frame) {
    framesArrived += 1;
    components.clear();
    if (!started) collect(document);
    started = true;
    try {
      applyLines(String(frame).split("\n"));
    } catch (error) {
      complain("rest of a frame dropped", error);
    }
    settle();
  }

  /** Stops at a line whose target is missing: the paths after it can't be trusted. */
  function applyLines(lines) {
    for (let line of lines) {
      eachHook(hlive.beforeProcessMessage, (hook) => {
        if (line) line = hook(line);
      });
      if (line && !applyLine(line.split("|"))) return;
    }
  }

  /** Returns false where the rest of the frame must be dropped. Unknown kinds are for plugins. */
  function applyLine(parts) {
    if (parts[0] === "d") return applyPatch(parts);
    if (parts[0] === "s" && parts.length === 3) hlive.sessID = parts[2];
    if (parts[0] === "x" && parts[1] === "error") showError(decodeText(parts[2]));
    return true;
  }

  function applyPatch(parts) {
    if (parts.length !== 6) {
      hlive.log(`a patch with ${parts.length} parts`);
      return true;
    }
    const [, op, root, path, kind, content] = parts;
    const steps = path.split(">").filter(Boolean);
    const inserts = op === "c" && (kind === "t" || kind === "h");
    const place = inserts ? steps.pop() : null;
    const target = steps.reduce((node, step) => node && childAt(node, step), findRoot(root));
    if (!target) {
      hlive.log(`nothing at ${root} ${path} (${op} ${kind}): rest of the frame dropped`);
      return false;
    }
    if (inserts) insert(target, place, makeNode(kind, decodeText(content), target));
    else if (kind === "a") changeAttribute(op, target, decodeText(content));
    else if (op === "d") remove(target);
    else if (op === "u" && kind === "t") target.textContent = decodeText(content);
    else if (op === "u" && kind === "h") replace(target, decodeText(content));
    return true;
  }

  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

  function decodeText(base64) {
    const raw = atob(base64);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
    return utf8.decode(bytes);
  }

  // ---- Finding the target of a patch

  /** The first element of a component id, for those known in the frame at hand. */
  const components = new Map();

  function findRoot(id) {
    if (id === "doc") return document;
    const known = components.get(id);
    if (known && known.isConnected && known.getAttribute(ID) === id) return known;
    // From here on, reading the whole document once is cheaper than searching it again and again.
    if (components.size === MANY_COMPONENTS) readComponents();
    else components.set(id, document.querySelector(`[${ID}=${JSON.stringify(id)}]`));
    return components.get(id);
  }

  function readComponents() {
    components.clear();
    for (const element of document.querySelectorAll(`[${ID}]`)) {
      const id = element.getAttribute(ID);
      if (!components.has(id)) components.set(id, element);
    }
  }

  function childAt(parent, index) {
    return parent.childNodes[Number(index) + strangers(parent)] || null;
  }

  /** How many nodes stand before the head: browser extensions put them there, no server did. */
  function strangers(parent) {
    if (parent !== document.documentElement || !document.head) return 0;
    let count = 0;
    for (let node = parent.firstChild; node !== document.head; node = node.nextSibling) count += 1;
    return count;
  }

  // ---- Changing the document

  function insert(parent, index, node) {
    parent.insertBefore(node, childAt(parent, index));
    collect(node);
  }

  function replace(target, html) {
    const node = makeNode("h", html, target.parentNode);
    unbind(target);
    target.replaceWith(node);
    collect(node);
  }

  function remove(target) {
    unbind(target);
    target.remove();
  }

  /**
   * One node to stand in `parent`. Where the HTML holds none, an empty text takes its place, so
   * that the indices of its siblings stay right.
   */
  function makeNode(kind, text, parent) {
    if (kind === "t") return document.createTextNode(text);
    const nodes = parseFor(parent, text);
    for (const script of nodes.querySelectorAll("script")) script.replaceWith(runnable(script));
    return nodes.firstChild || document.createTextNode("");
  }

  /** Inside SVG or MathML the parser needs to know its surroundings. */
  function parseFor(parent, html) {
    if (parent.namespaceURI && parent.namespaceURI !== XHTML) {
      const holder = document.createElementNS(parent.namespaceURI, parent.localName);
      holder.innerHTML = html;
      return holder;
    }
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  }

  /** Browsers don't run scripts that `innerHTML` made, but do run copies of them. */
  function runnable(script) {
    const copy = document.createElementNS(script.namespaceURI, "script");
    for (const attribute of script.attributes) copy.setAttributeNode(attribute.cloneNode());
    copy.async = script.hasAttribute("async");
    copy.textContent = script.textContent;
    return copy;
  }

  /** `text` is ` name="value"`, with the value as it is, not escaped. */
  function changeAttribute(op, element, text) {
    const equals = text.indexOf("=");
    const name = text.slice(0, equals).trim();
    const value = text.slice(equals + 2, -1);
    if (op === "d") {
      unbind(element);
      if (name === "value") setValue(element, "");
      element.removeAttribute(name);
    } else if (name === "value") {
      setValue(element, value);
    } else {
      if (op === "u" && name === ON) unbind(element);
      setAttribute(element, name, value);
    }
    setState(element, name, op !== "d");
    touched.add(element);
  }

  function setAttribute(element, name, value) {
    if (name === ID) components.delete(value);
    try {
      element.setAttribute(name, value);
    } catch (error) {
      complain(`attribute ${name}`, error);
    }
  }

  /** The property, which is what shows; but nobody's typing is overwritten, only cleared. */
  function setValue(element, value) {
    if (value && element === document.activeElement) return;
    try {
      if (!("value" in element)) throw new TypeError("no such property");
      element.value = value;
    } catch {
      element.setAttribute("value", value);
    }
  }

  /** Once the visitor has clicked, these attributes no longer show: the properties do. */
  function setState(element, name, on) {
    if ((name === "checked" || name === "selected") && name in element) element[name] = on;
  }

  // ---- Listeners

  /** Takes note of everything in a new piece of the document that needs our attention. */
  function collect(node) {
    if (!node.querySelectorAll) return;
    const found = [...node.querySelectorAll(`[${ID}],[${ON}],[${UPLOAD}]`)];
    for (const element of node === document ? found : [node, ...found]) {
      components.delete(element.getAttribute(ID));
      touched.add(element);
    }
  }

  /** What follows every frame. */
  function settle() {
    for (const element of touched) {
      bind(element);
      if (element.hasAttribute(UPLOAD) && !uploads.has(element)) uploads.set(element, new WeakSet());
    }
    touched.clear();
    syncOnce();
    sendFiles();
    eachHook(hlive.afterMessage, (hook) => hook());
  }

  /** The pairs of a `hon` attribute: `[[binding id, event type], …]`. */
  function bindings(element) {
    const list = (element.getAttribute && element.getAttribute(ON)) || "";
    const pairs = list.split(",").map((pair) => pair.split("|"));
    return pairs.filter((pair) => pair[1]).map(([id, type]) => [id, type.toLowerCase()]);
  }

  /** Binding ids by event type: `{click: ["5-1"]}`. */
  hlive.getEventHandlerIDs = (element) => {
    const ids = {};
    for (const [id, type] of bindings(element)) (ids[type] = ids[type] || []).push(id);
    return ids;
  };

  function bind(element) {
    for (const [, type] of bindings(element)) element.addEventListener(type, onEvent);
  }

  function unbind(node) {
    eachHook(hlive.beforeRemoveEventHandlers, (hook) => hook(node));
    for (const [, type] of bindings(node)) node.removeEventListener(type, onEvent);
    eachHook(hlive.afterRemoveEventHandlers, (hook) => hook(node));
  }

  function onEvent(event) {
    for (const [id, type] of bindings(event.currentTarget)) {
      if (type === event.type.toLowerCase()) report(event, id, false);
    }
  }

  // ---- Events: browser to server

  /** Sends an event for one binding; a file input sends one for each file. */
  function report(event, id, initial) {
    const { files } = event.currentTarget;
    const described = files instanceof FileList ? describeFiles(files) : [undefined];
    for (const file of described) {
      let message = { ...describe(event, id, initial), file };
      eachHook(hlive.beforeSendEvent, (hook) => {
        if (message) message = hook(event, message);
      });
      if (message) hlive.sendMsg(message);
    }
  }

  function describe(event, id, initial) {
    const element = event.currentTarget;
    const message = { t: "e", i: id };
    const data = {};
    if (element.value !== undefined) {
      data.value = String(element.value);
      if (initial) data.init = "true";
    }
    if (element.selected === true || element.checked === true) message.s = true;
    if (element instanceof HTMLSelectElement && element.selectedOptions.length) {
      message.vm = Array.from(element.selectedOptions, (option) => option.value || option.text);
    }
    if (event.key !== undefined) Object.assign(data, describeKey(event));
    message.d = data;
    return message;
  }

  function describeKey(event) {
    const names = ["key", "charCode", "keyCode", "shiftKey", "altKey", "ctrlKey"];
    return Object.fromEntries(names.map((name) => [name, String(event[name])]));
  }

  function describeFiles(files) {
    if (!files.length) return [{ name: "", size: 0, type: "", index: 0, total: 0 }];
    return Array.from(files, ({ name, size, type }, index) => {
      return { name, size, type, index, total: files.length };
    });
  }

  /** Messages that wait for the socket. */
  const queue = [];

  /** Sends a message; events wait for a socket that is away, all else is then dropped. */
  hlive.sendMsg = (message) => {
    if (message.t === "e") transmit(JSON.stringify({ ...message, a: framesArrived }), true);
    else transmit(JSON.stringify(message), false);
  };

  function transmit(data, mayWait) {
    if (hlive.conn && hlive.conn.readyState === OPEN) {
      hlive.conn.send(data);
    } else if (mayWait && !finished) {
      queue.push(data);
      if (queue.length > QUEUE_LIMIT) queue.shift();
    }
  }

  // ---- Initial sync: what a reload or the visitor's haste left in the fields

  const SYNC_TYPES = new Set(["keyup", "keydown", "keypress", "input", "change"]);
  let synced = false;

  function syncOnce() {
    const bound = synced ? [] : document.querySelectorAll(`[${ON}]`);
    for (const element of bound) {
      synced = true;
      if (isAtDefault(element)) continue;
      for (const [id, type] of bindings(element)) {
        if (SYNC_TYPES.has(type)) report(imitation(element, type), id, true);
      }
    }
  }

  /** Enough of an event for the plugins. */
  function imitation(currentTarget, type) {
    return { currentTarget, type, preventDefault() {}, stopPropagation() {} };
  }

  /** Whether a field shows what its markup says. */
  function isAtDefault(field) {
    if (field.type === "radio" || field.type === "checkbox") {
      return field.checked === field.defaultChecked;
    }
    if (field instanceof HTMLSelectElement) return isSelectAtDefault(field);
    if ("defaultValue" in field) return field.value === field.defaultValue;
    return typeof field.value !== "string" || field.value === (field.getAttribute("value") || "");
  }

  function isSelectAtDefault(select) {
    const options = [...select.options];
    if (select.multiple) return options.every((option) => option.selected === option.defaultSelected);
    const marked = options.map((option) => option.defaultSelected).lastIndexOf(true);
    if (marked >= 0 || select.size > 1) return select.selectedIndex === marked;
    return select.selectedIndex === options.findIndex((option) => !option.matches(":disabled"));
  }

  // ---- Uploads

  /** Elements that may upload, each with the files that it has sent. */
  const uploads = new Map();

  function sendFiles() {
    for (const [input, sent] of uploads) {
      if (!input.isConnected || !input.hasAttribute(UPLOAD)) uploads.delete(input);
      else uploadFrom(input, sent);
    }
  }

  function uploadFrom(input, sent) {
    const ids = hlive.getEventHandlerIDs(input).upload;
    if (!ids || !input.files) return;
    describeFiles(input.files).forEach((file, index) => {
      const content = input.files[index];
      if (!content || sent.has(content)) return;
      sent.add(content);
      for (const i of ids) {
        const head = JSON.stringify({ t: "e", file, i, a: framesArrived });
        transmit(new Blob([head, "\n\n", content], { type: file.type }), true);
      }
    });
  }

  // ---- The socket

  const pageURL = location.pathname + location.search + (location.search ? "&" : "?");
  let attempts = 0;
  let retryTimer = 0;
  let finished = false;
  let leaving = false;

  /** The URL of this session; for the socket and, as a plain GET, to ask whether it still is. */
  function address() {
    const hash = document.documentElement.getAttribute("data-hlive-hash");
    const cached = hash === null ? "" : `&hhash=${encodeURIComponent(hash)}`;
    return `${pageURL}hlive=${hlive.sessID}${cached}&hseq=${framesArrived}`;
  }

  hlive.connect = () => {
    clearTimeout(retryTimer);
    retryTimer = 0;
    const conn = new WebSocket(location.origin.replace(/^http/, "ws") + address());
    let openedAt = 0;
    hlive.conn = conn;
    conn.onopen = () => {
      openedAt = Date.now();
      clearStatus();
      for (const data of queue.splice(0)) conn.send(data);
    };
    conn.onmessage = (event) => {
      if (conn === hlive.conn) receive(event.data);
    };
    conn.onclose = (event) => {
      if (conn === hlive.conn && !leaving) onLost(event, openedAt);
    };
  };

  function onLost({ code, reason }, openedAt) {
    if (code >= 4000 && code < 4100) {
      finished = true;
      showStatus("closed", reason || "The server has closed this page.", 0);
      return;
    }
    showWaiting();
    // A server that accepts and hangs up at once isn't worth a quick try.
    if (openedAt && Date.now() - openedAt > STABLE_AFTER) attempts = 0;
    if (openedAt || hlive.sessID === NO_SESSION) retryLater();
    else askWhetherGone();
  }

  function retryLater() {
    const most = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts + 1));
    attempts += 1;
    retryTimer = setTimeout(hlive.connect, FIRST_WAIT + Math.random() * (most - FIRST_WAIT));
  }

  function retryNow() {
    if (retryTimer && !document.hidden) hlive.connect();
  }

  async function askWhetherGone() {
    const patience = new AbortController();
    setTimeout(() => patience.abort(), LONGEST_WAIT);
    try {
      const answer = await fetch(address(), { cache: "no-store", signal: patience.signal });
      if (answer.status === 404 || answer.status === 410) reload();
      else retryLater();
    } catch {
      retryLater();
    }
  }

  /** Never in a circle: a page that loses its session at once is loaded anew every 10 s. */
  function reload() {
    showStatus("gone", "This page has expired. Loading it anew…", 0);
    let wait = RELOAD_PAUSE;
    try {
      wait = Number(sessionStorage.getItem("hlive-reload")) + RELOAD_PAUSE - Date.now();
      sessionStorage.setItem("hlive-reload", Date.now() + Math.max(0, wait));
    } catch {
      // No storage, so no memory of the last time: wait the whole pause.
    }
    setTimeout(() => location.reload(), Math.min(Math.max(0, wait), RELOAD_PAUSE));
  }

  addEventListener("online", retryNow);
  document.addEventListener("visibilitychange", retryNow);
  addEventListener("pagehide", () => {
    leaving = true;
    clearTimeout(retryTimer);
  });
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted && !finished && hlive.conn.readyState > OPEN) hlive.connect();
  });

  // ---- What the visitor sees of us
  //
  // Both boxes stand after the body, where they change no index that the server counts. Pages
  // style them through the variables, or by their ids (`html #hlive-status[data-state=away]`).

  const CSS_TEXT = `
    #hlive-status, #hlive-error {
      --bg: var(--hlive-bg, #fff); --fg: var(--hlive-fg, #1f2328);
      --edge: var(--hlive-edge, #c9ced6); --accent: var(--hlive-accent, #b35900);
      --alarm: var(--hlive-alarm, #c1121f);
      position: fixed; z-index: 2147483647; box-sizing: border-box; margin: 0;
      color: var(--fg); background: var(--bg); border: 1px solid var(--edge);
      box-shadow: 0 2px 12px #0003; text-align: start;
      font: var(--hlive-font, 14px/1.4 system-ui, sans-serif);
    }
    #hlive-status {
      bottom: 1em; left: 50%; transform: translateX(-50%); max-width: calc(100vw - 2em);
      padding: .5em 1em .5em 2em; border-radius: 1.5em;
    }
    #hlive-status:empty { display: none; }
    #hlive-status::before {
      content: ""; position: absolute; left: 13px; top: calc(1.2em - 4px);
      width: 8px; height: 8px; border-radius: 50%; background: var(--accent);
    }
    #hlive-status[data-state=gone]::before, #hlive-status[data-state=closed]::before {
      background: var(--alarm);
    }
    #hlive-error {
      right: 1em; bottom: 4.5em; width: 44em; max-width: calc(100vw - 2em); padding: .75em 1em;
      border-left: 4px solid var(--alarm); border-radius: 6px;
    }
    #hlive-error button {
      float: right; padding: .1em .6em; border: 1px solid var(--edge); border-radius: 4px;
      color: inherit; background: transparent; font: inherit; cursor: pointer;
    }
    #hlive-error pre {
      clear: both; max-height: 40vh; margin: .75em 0 0; padding: 0; overflow: auto;
      color: inherit; background: transparent; font: 12px/1.5 ui-monospace, monospace;
      white-space: pre-wrap; overflow-wrap: anywhere;
    }
    @media (prefers-color-scheme: dark) {
      #hlive-status, #hlive-error {
        --bg: var(--hlive-bg, #1c2128); --fg: var(--hlive-fg, #e6edf3);
        --edge: var(--hlive-edge, #4a525d); --accent: var(--hlive-accent, #ffa94d);
        --alarm: var(--hlive-alarm, #ff7b72);
      }
    }
    @media print { #hlive-status, #hlive-error { display: none; } }`;

  let styled = false;

  function addBox(id, role) {
    if (!styled && document.adoptedStyleSheets) {
      // No <style> element: it would stand in the page's DOM, and a strict CSP would refuse it.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS_TEXT);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      styled = true;
    }
    const box = document.createElement("div");
    Object.assign(box, { id, lang: "en", dir: "ltr" });
    box.setAttribute("role", role);
    document.documentElement.append(box);
    return box;
  }

  let statusBox = null;
  let statusTimer = 0;
  let status = null;

  function showWaiting() {
    if (hlive.sessID === NO_SESSION) showStatus("connecting", "Connecting…", STATUS_AFTER);
    else showStatus("away", "Connection lost. Trying again…", STATUS_AFTER);
  }

  /** Shows a state, `delay` ms after the first one since the socket was last open. */
  function showStatus(state, text, delay) {
    const pending = status !== null;
    status = { state, text };
    if (statusBox) {
      paintStatus();
    } else if (!pending || !delay) {
      clearTimeout(statusTimer);
      statusTimer = setTimeout(paintStatus, delay);
    }
  }

  function paintStatus() {
    if (!statusBox) {
      // Screen readers announce changes in a box that they know: first the box, then the text.
      statusBox = addBox("hlive-status", "status");
      statusBox.setAttribute("aria-live", "polite");
      statusTimer = setTimeout(paintStatus, 50);
    } else {
      statusBox.textContent = status.text;
    }
    statusBox.dataset.state = status.state;
  }

  function clearStatus() {
    clearTimeout(statusTimer);
    if (statusBox) statusBox.remove();
    statusBox = null;
    status = null;
  }

  /** What went wrong on the server; it tells only in development. */
  function showError(text) {
    const old = document.getElementById("hlive-error");
    if (old) old.remove();
    const box = addBox("hlive-error", "alert");
    const title = document.createElement("strong");
    const dismiss = document.createElement("button");
    const details = document.createElement("pre");
    title.textContent = "Error on the server";
    Object.assign(dismiss, { type: "button", textContent: "Dismiss", onclick: () => box.remove() });
    Object.assign(details, { tabIndex: 0, textContent: text });
    box.append(dismiss, title, details);
  }

  // ---- Start

  function start() {
    showWaiting();
    hlive.connect();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
