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
  const OPTIONS = "data-hlive-options";
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
    creates = /^d\|c\|.*\|h\|/m.test(frame);
    try {
      applyLines(String(frame).split("\n"));
    } catch (error) {
      complain("rest of a frame dropped", error);
    }
    forgetParked();
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
    const stands = known && known.isConnected && !lot.contains(known);
    if (stands && known.getAttribute(ID) === id) return known;
    // From here on, reading the whole document once is cheaper than searching it again and again.
    if (components.size === MANY_COMPONENTS) readComponents();
    else components.set(id, document.querySelector(`[${ID}=${JSON.stringify(id)}]`));
    const found = components.get(id);
    return lot.contains(found) ? null : found;
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
    const before = childAt(parent, index);
    if (!unpark(node, parent, before)) parent.insertBefore(node, before);
    collect(node);
  }

  function replace(target, html) {
    const node = makeNode("h", html, target.parentNode);
    unbind(target);
    target.replaceWith(node);
    collect(node);
  }

  function remove(target) {
    if (creates && target.nodeType === Node.ELEMENT_NODE) {
      park(target);
    } else {
      unbind(target);
      target.remove();
    }
  }

  // ---- Moving: a node that is deleted and created again in the same frame stays what it is, with
  // all that the visitor did to it

  /** Whether the frame at hand creates nodes. */
  let creates = false;

  /** Nodes that were deleted in this frame, by what they look like at a glance. */
  const parked = new Map();

  const lot = document.createElement("div");
  lot.hidden = true;

  const glance = (node) => `${node.localName} ${node.getAttribute(ID)} ${node.textContent}`;

  function park(node) {
    undoKept(node);
    const look = glance(node);
    if (!parked.has(look)) parked.set(look, []);
    parked.get(look).push(node);
    if (!lot.isConnected) document.documentElement.append(lot);
    move(node, lot, null);
  }

  /** Puts the parked node that equals a new one in its place; false where there is none. */
  function unpark(node, parent, before) {
    if (parked.size === 0 || node.nodeType !== Node.ELEMENT_NODE) return false;
    const alike = parked.get(glance(node)) || [];
    const index = alike.findIndex((candidate) => candidate.isEqualNode(node));
    if (index < 0) return false;
    const [kept] = alike.splice(index, 1);
    move(kept, parent, before);
    moved = true;
    return true;
  }

  /** Newer browsers move a node without resetting it: its focus, its scrolling, what it plays. */
  function move(node, parent, before) {
    if (parent.moveBefore) parent.moveBefore(node, before);
    else parent.insertBefore(node, before);
  }

  /** Where elements were scrolled to; a node that is moved is scrolled back. */
  const scrolled = new Map();
  let moved = false;

  function noteScroll({ target }) {
    if (target !== document) scrolled.set(target, [target.scrollLeft, target.scrollTop]);
  }

  document.addEventListener("scroll", noteScroll, { capture: true, passive: true });

  function restoreScroll() {
    moved = false;
    for (const [element, place] of scrolled) {
      if (element.isConnected) element.scrollTo(...place);
      else scrolled.delete(element);
    }
  }

  function forgetParked() {
    if (moved) restoreScroll();
    for (const nodes of parked.values()) nodes.forEach(unbind);
    parked.clear();
    lot.replaceChildren();
    lot.remove();
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
    if (element.nodeType !== Node.ELEMENT_NODE) throw new TypeError("only elements have attributes");
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
    if (kept.has(element) && !undone.has(element)) keepOn(element, kept.get(element), name);
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
    followKept();
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
      if (type === event.type.toLowerCase()) hear(event, id);
    }
  }

  // ---- Options of bindings: `{"5-1": {"debounce": 300, "keys": ["Enter"], …}, …}`

  function optionsOf(element, id) {
    try {
      return JSON.parse(element.getAttribute(OPTIONS))[id] || {};
    } catch {
      return {};
    }
  }

  /** Bindings that were to be heard once, and have been. */
  const spent = new Set();

  function hear(event, id) {
    const element = event.currentTarget;
    const options = optionsOf(element, id);
    const { keys, confirm } = options;
    // An Enter that ends a composition (of Chinese, say) belongs to the composition.
    if (spent.has(id) || (keys && (event.isComposing || !keys.includes(event.key)))) return;
    if (options.stop) event.stopPropagation();
    const refused = confirm && !window.confirm(confirm);
    if (refused || options.prevent) event.preventDefault();
    if (refused) return;
    if (options.once) spent.add(id);
    run(options.run || [], element);
    if (!options.quiet) pace(id, options, messagesOf(event, id, false));
  }

  /** By binding: what waits to be told, until when, and since when the next may leave. */
  const paces = new Map();

  /** Tells at once, or when the time has come: then only of what happened last. */
  function pace(id, { debounce = 0, throttle = 0 }, messages) {
    if (!messages.length) return;
    const now = performance.now();
    const known = paces.get(id) || { next: 0 };
    const due = Math.max(now + debounce, known.next);
    clearTimeout(known.timer);
    known.tell = () => {
      clearTimeout(known.timer);
      known.tell = () => {};
      known.next = performance.now() + throttle;
      for (const message of messages) hlive.sendMsg(message);
    };
    if (debounce || throttle) paces.set(id, known);
    if (due > now) known.timer = setTimeout(() => known.tell(), due - now);
    else known.tell();
  }

  /** Nothing waits when the visitor has done with a field or with the page. */
  function hurry(event) {
    if (event.type === "keydown" && event.key !== "Enter") return;
    for (const known of paces.values()) known.tell();
  }

  for (const type of ["blur", "keydown", "submit", "pagehide", "visibilitychange"]) {
    addEventListener(type, hurry, true);
  }

  // ---- Commands: what a binding lets us do at once, as `[["toggle", "this .menu"], …]`

  const COMMANDS = {
    __proto__: null,
    show: (element) => keep(element, "", false),
    hide: (element) => keep(element, "", true),
    toggle: (element) => keep(element, "", !has(element, "")),
    add_class: (element, name) => keep(element, name, true),
    remove_class: (element, name) => keep(element, name, false),
    toggle_class: (element, name) => keep(element, name, !has(element, name)),
    focus: (element) => element.focus(),
    dispatch(element, type, detail) {
      element.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
    },
    copy(element, text) {
      const own = element.matches("input,textarea,select") ? element.value : element.textContent;
      navigator.clipboard.writeText(text ?? own).catch((error) => complain("copy", error));
    },
    set_value(element, value) {
      element.value = value;
    },
  };

  function run(steps, origin) {
    for (const [name, selector, ...more] of steps) {
      try {
        for (const element of targetsOf(selector, origin)) {
          COMMANDS[name](element, ...more);
          if (name === "focus" || name === "copy") break;
        }
      } catch (error) {
        complain(`command ${name} ${selector}`, error);
      }
    }
  }

  function targetsOf(selector, origin) {
    if (selector === "this") return [origin];
    const inside = selector.replace(/^this(?![\w-])/, ":scope");
    return (inside === selector ? document : origin).querySelectorAll(inside);
  }

  /**
   * What commands changed: by element, then by class name ("" is the attribute `hidden`), whether
   * the server has it there, and whether it is there now. That holds until the server changes it.
   */
  const kept = new Map();

  function has(element, name) {
    return name ? element.classList.contains(name) : element.hasAttribute("hidden");
  }

  function put(element, name, on) {
    if (name) element.classList.toggle(name, on);
    else element.toggleAttribute("hidden", on);
    if (!element.classList.length) element.removeAttribute("class");
  }

  function keep(element, name, on) {
    if (!kept.has(element)) kept.set(element, new Map());
    const [served] = kept.get(element).get(name) || [has(element, name)];
    kept.get(element).set(name, [served, on]);
    put(element, name, on);
  }

  /** The element is as the server has it, in this attribute or in both. */
  function keepOn(element, changes, attribute) {
    for (const [name, [served, on]] of changes) {
      if (attribute && attribute !== (name ? "class" : "hidden")) continue;
      if (has(element, name) === served) put(element, name, on);
      else changes.delete(name);
    }
  }

  /** Elements that are for now as the server has them: so a node that moves is recognized. */
  const undone = new Set();

  function undoKept(node) {
    for (const [element, changes] of kept) {
      if (!node.contains(element)) continue;
      undone.add(element);
      for (const [name, [served]] of changes) put(element, name, served);
    }
  }

  /** An element that was made anew is known by its component or its own id. */
  function followKept() {
    for (const [element, changes] of kept) {
      if (element.isConnected) {
        if (undone.has(element)) keepOn(element, changes);
        continue;
      }
      kept.delete(element);
      const id = element.getAttribute(ID);
      const again = id ? findRoot(id) : element.id && document.getElementById(element.id);
      if (!again) continue;
      keepOn(again, changes);
      kept.set(again, changes);
    }
    undone.clear();
  }

  // ---- Events: browser to server

  /** What to tell of an event for one binding: of a file input, a message for each file. */
  function messagesOf(event, id, initial) {
    const { files } = event.currentTarget;
    const described = files instanceof FileList ? describeFiles(files) : [undefined];
    return described.flatMap((file) => {
      let message = { ...describe(event, id, initial), file };
      eachHook(hlive.beforeSendEvent, (hook) => {
        if (message) message = hook(event, message);
      });
      return message || [];
    });
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
        const { keys, confirm, quiet } = optionsOf(element, id);
        if (!SYNC_TYPES.has(type) || keys || confirm || quiet) continue;
        messagesOf(imitation(element, type), id, true).forEach((each) => hlive.sendMsg(each));
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
