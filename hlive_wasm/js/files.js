// The files of one build: fetched, checked against their SHA-256, kept in a cache of their own.
//
// A cache is named after scope and version, since names are shared by all apps of an origin. It is
// filled completely before its service worker is activated, so files of two builds never mix.
const SNAPSHOT = "hlive-snapshot";

/** The network itself: while Python starts, `fetch` is answered from here. */
const network = globalThis.fetch.bind(globalThis);

export class Files {
  #config;
  #scope;
  #name;
  #keeps;
  #trustsHttpCache = true;

  /**
   * `config` is the build's, `scope` the URL of the folder that it stands in. Who has no means to
   * forget old builds `keeps` nothing: the browser's own HTTP cache has to do.
   */
  constructor(config, scope, { keeps = true } = {}) {
    this.#config = config;
    this.#scope = scope;
    this.#keeps = keeps;
    this.#name = `${prefix(scope)}${config.version}`;
  }

  has(path) {
    return Object.hasOwn(this.#known, path);
  }

  get #known() {
    return { ...this.#config.files, ...this.#config.lazy?.files };
  }

  /** Fetches what no older build has; `report` hears how many are there, and of how many. */
  async fill(report) {
    const paths = Object.keys(this.#config.files);
    let done = 0;
    const one = async (path) => {
      const known = await this.#fromAnyBuild(path);
      await this.#keep(path, known ?? (await this.#fetched(path)));
      report((done += 1), paths.length);
    };
    try {
      const results = await Promise.allSettled(paths.map(one));
      const failed = results.find(({ status }) => status === "rejected");
      if (failed) throw failed.reason;
    } catch (error) {
      await caches.delete(this.#name);
      throw error;
    }
  }

  /** Deletes the other builds of this app. */
  async forgetOthers() {
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix(this.#scope)) && name !== this.#name) await caches.delete(name);
    }
  }

  /** A file as a Response; from the network, and kept then, where the cache has lost it. */
  async read(path) {
    // Browsers keep compiled WebAssembly only for what comes through their own HTTP cache.
    if (path.endsWith(".wasm") && this.#trustsHttpCache) {
      const cached = await fromHttpCache(this.#url(path));
      if (cached) return cached;
    }
    const kept = await (await this.#open())?.match(this.#url(path));
    if (kept) return kept;
    const response = await this.#fetched(path);
    if (this.#keeps) await this.#keep(path, response.clone()).catch(() => {});
    return response;
  }

  async bytes(path) {
    return new Uint8Array(await (await this.read(path)).arrayBuffer());
  }

  /** Fetches damaged files again. Returns whether trying again is worth it. */
  async repair() {
    let changed = this.#trustsHttpCache;
    this.#trustsHttpCache = false;
    const cache = await this.#open();
    if (!cache) return changed;
    for (const request of await cache.keys()) {
      const path = request.url.slice(this.#scope.length);
      const kept = await cache.match(request);
      if (!this.has(path) || (await this.#isGenuine(path, await kept.arrayBuffer()))) continue;
      await this.#keep(path, await this.#fetched(path));
      changed = true;
    }
    return changed;
  }

  async snapshot() {
    const kept = await (await this.#open())?.match(this.#url(SNAPSHOT));
    return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
  }

  async keepSnapshot(bytes) {
    await (await caches.open(this.#name)).put(this.#url(SNAPSHOT), new Response(bytes));
  }

  async dropSnapshot() {
    await (await caches.open(this.#name)).delete(this.#url(SNAPSHOT));
  }

  #url(path) {
    return new URL(path, this.#scope).href;
  }

  /** The build's cache; null where there is none, or storage is denied. */
  async #open() {
    try {
      return (await caches.has(this.#name)) ? await caches.open(this.#name) : null;
    } catch {
      return null;
    }
  }

  /** Raises an Error that a visitor can read. */
  async #fetched(path) {
    let response;
    try {
      response = await network(this.#url(path), { cache: "no-cache" });
    } catch {
      throw new Error(`${path} can't be fetched: there is no connection to the server`);
    }
    if (!response.ok) throw new Error(`${path} can't be fetched: status ${response.status}`);
    const body = await response.arrayBuffer();
    if (!(await this.#isGenuine(path, body))) {
      throw new Error(`${path} isn't the file that this version needs: the upload may be unfinished`);
    }
    return new Response(body, { headers: { "content-type": typeOf(path, response) } });
  }

  async #isGenuine(path, body) {
    if (!crypto.subtle) return true; // an insecure page: whoever could change the file could change us
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
    return this.#known[path] === `sha256-${btoa(String.fromCharCode(...digest))}`;
  }

  async #fromAnyBuild(path) {
    for (const name of await caches.keys()) {
      if (!name.startsWith(prefix(this.#scope))) continue;
      const kept = await (await caches.open(name)).match(this.#url(path));
      if (kept && (await this.#isGenuine(path, await kept.clone().arrayBuffer()))) return kept;
    }
    return null;
  }

  async #keep(path, response) {
    try {
      await (await caches.open(this.#name)).put(this.#url(path), response);
    } catch (error) {
      const full = error.name === "QuotaExceededError";
      throw new Error(`${path} can't be stored: ${full ? "there is no room left" : error.message}`);
    }
  }
}

/** What the names of all caches of the app at a scope start with. */
export function prefix(scope) {
  return `hlive ${new URL(scope).pathname} `;
}

/** WebAssembly must have its type, or it can't be compiled while it arrives. */
function typeOf(path, response) {
  if (path.endsWith(".wasm")) return "application/wasm";
  return response.headers.get("content-type") ?? "application/octet-stream";
}

async function fromHttpCache(url) {
  try {
    const response = await network(url, { cache: "only-if-cached", mode: "same-origin" });
    const usable = response.ok && response.headers.get("content-type") === "application/wasm";
    return usable ? response : null;
  } catch {
    return null;
  }
}
