// Finds the worker that runs this page's Python, in every page of an app, before its client runs.
//
// On the document it dispatches `hlive-progress` (detail: done, total) while the app is stored for
// the first time; `data-hlive-progress` on <html> has the percentage. When a new version is ready
// it dispatches `hlive-update` (detail: accept()). preventDefault() hides what we would show.
(() => {
  "use strict";
  if (window.hliveOffline) return;

  const CONFIG = __HLIVE_CONFIG__;
  const SCOPE = new URL(".", document.currentScript.src);
  const PING = 20_000; // a worker is stopped when it hears nothing for 30 s
  const TAKEOVER = 5_000; // how long a page can do without any worker while versions change

  const offline = { version: CONFIG.version, scope: SCOPE.href, updating: false, deliver, failed };
  window.hliveOffline = offline;

  // ---- The worker

  let registration = null;
  let pageWorker = null;
  let finding = null;

  /** Sends a message to the worker that runs Python; starts it at need. */
  async function deliver(message, ports = []) {
    (await findWorker()).postMessage(message, ports);
  }

  async function findWorker() {
    if (pageWorker) return pageWorker;
    if (offline.updating) await takeover();
    // Not the page's controller: after a hard reload a page has none.
    if (registration?.active && registration.active.state !== "redundant") return registration.active;
    finding ??= canRunPython() ? serviceWorker().catch(ownWorker) : tellWhatIsMissing();
    try {
      return await finding;
    } finally {
      finding = null;
    }
  }

  async function serviceWorker() {
    const options = { type: "module", scope: SCOPE.pathname, updateViaCache: "none" };
    registration = await navigator.serviceWorker.register(new URL("hlive-sw.js", SCOPE), options);
    watchUpdates();
    if (!registration.active) await activated(registration.installing ?? registration.waiting);
    hideProgress();
    return registration.active;
  }

  function activated(worker) {
    return new Promise((resolve, reject) => {
      worker.addEventListener("statechange", () => {
        if (worker.state === "activated") resolve();
        if (worker.state === "redundant") reject(new Error(reason || "it was given up"));
      });
    });
  }

  /** A worker that lives as long as the page, where the browser has no service worker for us. */
  function ownWorker(error) {
    console.warn(`hlive: this page works only while it is online (${error.message ?? error})`);
    hideProgress();
    pageWorker = new Worker(new URL("hlive-worker.js", SCOPE), { type: "module" });
    pageWorker.onerror = (event) => failed(event.message || "its worker can't be loaded");
    return pageWorker;
  }

  function canRunPython() {
    return Boolean(window.Worker && window.WebAssembly);
  }

  async function tellWhatIsMissing() {
    const missing = window.WebAssembly ? "web workers" : "WebAssembly";
    notice(`This page isn't live: it needs ${missing}, which this browser hasn't got or doesn't allow.`);
    throw new Error(`there is no Python without ${missing}`);
  }

  setInterval(() => {
    if (document.hidden || offline.updating) return;
    registration?.active?.postMessage({ type: "ping" });
  }, PING);

  // ---- What the service worker tells while it installs itself

  let reason = "";

  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.hlive !== SCOPE.href) return;
    if (data.type === "failed") {
      reason = data.reason;
      console.warn(`hlive: this version can't be stored: ${reason}`);
    }
    if (data.type === "updating") offline.updating = true;
    if (data.type === "progress" && !registration?.active) showProgress(data);
  });

  function showProgress({ done, total }) {
    const root = document.documentElement;
    root.dataset.hliveProgress = Math.floor((100 * done) / total);
    const event = new CustomEvent("hlive-progress", { cancelable: true, detail: { done, total } });
    if (!document.dispatchEvent(event)) return hideSign();
    sign ??= progressSign();
    sign.max = total;
    if (done < total) sign.value = done;
    else sign.removeAttribute("value"); // Python is being prepared, for nobody knows how long
    if (document.body) root.append(sign);
  }

  function hideProgress() {
    delete document.documentElement.dataset.hliveProgress;
    hideSign();
  }

  // ---- Updates

  function watchUpdates() {
    const first = !registration.active;
    if (registration.waiting && !first) offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker.addEventListener("statechange", () => {
        if (worker.state === "installed" && registration.active) offer(worker);
      });
    });
    const old = registration.active ?? registration.installing ?? registration.waiting;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (navigator.serviceWorker.controller !== old) reload();
    });
  }

  function offer(worker) {
    const accept = () => worker.postMessage({ type: "update" });
    const event = new CustomEvent("hlive-update", { cancelable: true, detail: { accept } });
    if (document.dispatchEvent(event)) notice("There is a new version.", ["Reload", accept]);
  }

  /**
   * The old worker has been stopped, and a message would start it again instead of the new one. So
   * this waits for the new one, and for the reload with it; but not for ever, should it not come.
   */
  function takeover() {
    return new Promise((resolve) => {
      setTimeout(resolve, TAKEOVER);
      registration?.waiting?.addEventListener("statechange", ({ target }) => {
        if (target.state === "redundant") resolve();
      });
    });
  }

  /** Not like a visitor does it: the page's state comes along. */
  function reload() {
    offline.updating = true;
    location.reload();
  }

  // ---- What the visitor sees of us: boxes after the body, where they change no index of the page

  const BAR =
    "position:fixed;inset:auto 0 0;z-index:2147483647;margin:0;padding:.75em 1em;max-height:50vh;" +
    "overflow:auto;box-sizing:border-box;font:14px/1.5 system-ui,sans-serif;text-align:start;" +
    "color:var(--hlive-fg,#e6edf3);background:var(--hlive-bg,#1c2128);white-space:pre-wrap";
  const SIGN =
    "position:fixed;inset:0 0 auto;z-index:2147483647;display:block;width:100%;height:4px;border:0";

  let sign = null;

  /** A thin line at the top, while the page can't answer yet. */
  function progressSign() {
    const bar = document.createElement("progress");
    bar.id = "hlive-progress";
    bar.lang = "en";
    bar.setAttribute("aria-label", "Getting ready");
    bar.style.cssText = SIGN;
    return bar;
  }

  function hideSign() {
    sign?.remove();
  }

  function notice(text, ...actions) {
    document.getElementById("hlive-offline")?.remove();
    const bar = document.createElement("div");
    bar.id = "hlive-offline";
    bar.lang = "en";
    bar.setAttribute("role", "status");
    bar.style.cssText = BAR;
    bar.append(text);
    for (const [label, act] of [...actions, ["Dismiss", () => bar.remove()]]) {
      const button = document.createElement("button");
      button.textContent = label;
      button.style.cssText = "font:inherit;margin-inline-start:1em;cursor:pointer";
      button.onclick = act;
      bar.append(button);
    }
    const show = () => document.documentElement.append(bar);
    if (document.body) show();
    else document.addEventListener("DOMContentLoaded", show);
  }

  /** Python can't be started: the page stays as it is, and says so. */
  function failed(why) {
    console.error(`hlive: Python can't be started: ${why}`);
    notice(`This page isn't live: Python can't be started.\n${why}\n`, [
      "Try again",
      () => location.reload(),
    ], ["Forget the stored copy and reload", forget]);
  }

  async function forget() {
    await registration?.unregister();
    for (const name of await caches.keys()) {
      if (name.startsWith(`hlive ${SCOPE.pathname} `)) await caches.delete(name);
    }
    location.reload();
  }

  // ---- The page that static hosts show at addresses that they don't know

  async function fillShell() {
    await findWorker();
    if (!pageWorker) return location.reload();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      document.open();
      document.write(data);
      document.close();
    };
    pageWorker.postMessage({ type: "fetch", url: location.href }, [port2]);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("meta[name=hlive-shell]")) fillShell();
    else findWorker().catch(() => {});
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
