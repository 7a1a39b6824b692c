// The service worker of an app: keeps its files, answers its pages with Python, carries sockets.
import { Files } from "./hlive-files.js";
import { PythonHost } from "./hlive-host.js";
import { failurePage, reasonOf } from "./hlive-failure.js";

const CONFIG = __HLIVE_CONFIG__;
const SCOPE = registration.scope;
const LOCK = `hlive ${new URL(SCOPE).pathname} ${crypto.randomUUID()}`;

const files = new Files(CONFIG, SCOPE);
const python = new PythonHost(CONFIG, SCOPE, files);

/** Held for as long as this worker lives: who waits for it learns of our death at once. */
const locked = new Promise((resolve) => {
  navigator.locks.request(LOCK, () => {
    resolve();
    return new Promise(() => {});
  });
});

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.waitUntil(hear(event)));
addEventListener("fetch", (event) => {
  const answer = route(event.request);
  if (answer) event.respondWith(answer);
});

async function install() {
  try {
    await files.fill((done, total) => tell({ type: "progress", done, total }));
  } catch (error) {
    tell({ type: "failed", reason: error.message });
    throw error;
  }
  await python.makeSnapshot();
  // The first build has nobody to wait for; a later one waits until the visitor agrees.
  if (!registration.active) await skipWaiting();
}

async function activate() {
  await files.forgetOthers();
  await clients.claim();
}

async function tell(message) {
  const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const client of all) client.postMessage({ hlive: SCOPE, ...message });
}

async function hear({ data, ports }) {
  if (data.type === "update") await replaceOld();
  if (data.type !== "open") return; // "ping" has done its work: we are awake
  await locked;
  ports[0].postMessage({ type: "lock", name: LOCK });
  await python.attend(ports[0], data.hello);
}

/** Takes over from the version before, which the browser stops as soon as it is idle. */
async function replaceOld() {
  await tell({ type: "updating" }); // before they see it die: whoever wakes it again keeps it
  skipWaiting();
}

/** Who answers a request; null leaves it to the network. */
function route(request) {
  const url = new URL(request.url);
  if (!request.url.startsWith(SCOPE)) return null;
  const path = decodeURIComponent(url.pathname.slice(new URL(SCOPE).pathname.length));
  const isFile = request.method === "GET" && files.has(path) && !path.endsWith(".html");
  if (isFile) return files.read(path).catch(() => fetch(request));
  if (request.mode === "navigate") return navigate(request);
  // The client asks here whether its session is still known.
  if (url.searchParams.has("hlive")) return python.fetch(request).catch(failed);
  return null;
}

/** A page by Python; what it doesn't know may be another file below our scope. */
async function navigate(request) {
  try {
    const answer = await python.fetch(request.clone());
    if (answer.status !== 404 || request.method !== "GET") return answer;
    const other = await fetch(request.url).catch(() => null);
    return other?.ok ? other : answer;
  } catch (error) {
    return failed(error);
  }
}

function failed(error) {
  console.error(error);
  return failurePage(reasonOf(error, CONFIG.development));
}
