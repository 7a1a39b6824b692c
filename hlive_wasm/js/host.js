// Runs an app's Python, the same way in a service worker and in the worker of a page.
import { loadPyodide } from "./__HLIVE_RUNTIME__pyodide.mjs";
import createPyodideModule from "./__HLIVE_RUNTIME__pyodide.asm.mjs";
import { APP, FIND_MODULES, addCode, addLast } from "./hlive-code.js";
import { reasonOf } from "./hlive-failure.js";
import { pack, unpack } from "./hlive-snapshot.js";

const WASM = "pyodide.asm.wasm";

export class PythonHost {
  #config;
  #scope;
  #files;
  #enter;
  #running = null;
  #module = null;

  /**
   * `files` is the Files of this build, `scope` the URL of the app; `enter` gives what Python is
   * started for.
   */
  constructor(config, scope, files, enter = runtime) {
    this.#config = config;
    this.#scope = scope;
    this.#files = files;
    this.#enter = enter;
  }

  /** What Python is started for; starts it at need. Rejects with what went wrong. */
  start() {
    this.#running ??= this.#boot().catch((error) => {
      this.#running = null;
      throw error;
    });
    return this.#running;
  }

  /** Python's answer to a Request. */
  async fetch(request) {
    const runtime = await this.start();
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    const body = hasBody ? new Uint8Array(await request.arrayBuffer()) : undefined;
    const headers = [...request.headers, ...originOf(request)];
    const answer = await runtime.fetch(request.method, request.url, headers, body);
    const content = [204, 304].includes(answer.status) ? null : answer.body;
    return new Response(content, { status: answer.status, headers: answer.headers });
  }

  /** Lets Python carry a page's socket at `port`; what comes before it runs waits in line. */
  async attend(port, hello) {
    const early = [];
    let connection = null;
    const hear = (message) => (connection ? connection.receive(message) : early.push(message));
    port.onmessage = ({ data }) => hear(data);
    port.onclose = () => hear({ type: "close", code: 1001, reason: "" });
    try {
      const runtime = await this.start();
      connection = runtime.open(hello, (message) => {
        // The page will make a worker, which is to have the files of this build.
        if (message.type === "work") message.config = this.#config;
        port.postMessage(message);
      });
      for (const message of early) connection.receive(message);
    } catch (error) {
      console.error(error);
      const reason = reasonOf(error, this.#config.development);
      port.postMessage({ type: "failed", reason });
    }
  }

  /**
   * Stores Python's memory as it is after all imports, once a start from it has worked. Later
   * starts are faster then; where it can't be done, nothing is lost.
   */
  async makeSnapshot() {
    try {
      const packed = await this.#snapshot();
      this.#running = this.#restore(packed);
      await this.#running;
      await this.#files.keepSnapshot(packed);
    } catch (error) {
      this.#running = null;
      console.debug("hlive: no memory snapshot, so starts take longer.", error);
    }
  }

  async #boot() {
    this.#webAssembly().catch(() => {}); // it is compiled while the snapshot is read
    const packed = await this.#files.snapshot().catch(() => null);
    if (packed) {
      try {
        return await this.#restore(packed);
      } catch (error) {
        console.debug("hlive: the memory snapshot is of no use.", error);
        await this.#files.dropSnapshot();
      }
    }
    try {
      return await this.#plainStart();
    } catch (error) {
      if (!(await this.#files.repair())) throw error;
      return await this.#plainStart();
    }
  }

  async #plainStart() {
    const pyodide = await this.#load({});
    pyodide.runPython(FIND_MODULES);
    return await this.#startApp(pyodide);
  }

  async #restore(packed) {
    const pyodide = await this.#load({ _loadSnapshot: unpack(packed) });
    pyodide.FS.chdir(APP);
    pyodide.runPython("from hlive_wasm.runtime import boot; boot.after_restore()");
    return await this.#startApp(pyodide);
  }

  async #snapshot() {
    const pyodide = await this.#load({ _makeSnapshot: true });
    const size = pyodide._module.HEAP8.length;
    const spec = JSON.stringify(this.#config.app);
    pyodide.runPython(FIND_MODULES);
    pyodide.runPython(`from hlive_wasm.runtime import boot; boot.prepare(${spec})`);
    if (pyodide._module.HEAP8.length !== size) throw new Error("Python's memory has grown");
    return pack(pyodide.makeMemorySnapshot());
  }

  /** Pyodide with the files of libraries and app, of which a snapshot has none. */
  async #load(options) {
    const { archive, package: own } = this.#config;
    const code = Promise.all([this.#files.bytes(archive), this.#files.bytes(own)]);
    const [pyodide, [libraries, app]] = await Promise.all([this.#loadPyodide(options), code]);
    addCode(pyodide, libraries, app);
    return pyodide;
  }

  async #loadPyodide(options) {
    const url = (path) => new URL(path, this.#scope).href;
    return await withFiles(this.#files, this.#scope, this.#webAssembly(), () =>
      loadPyodide({
        indexURL: url(this.#config.runtime),
        stdLibURL: url(this.#config.stdlib),
        // Pyodide itself loads no packages: what an app needs is in its archive.
        lockFileContents: { info: this.#config.lock, packages: {} },
        createPyodideModule,
        ...options,
      }),
    );
  }

  /** Pyodide's WebAssembly, compiled once for all starts. */
  #webAssembly() {
    const source = () => this.#files.read(this.#config.runtime + WASM);
    this.#module ??= WebAssembly.compileStreaming(source()).catch((error) => {
      this.#module = null;
      throw error;
    });
    return this.#module;
  }

  async #startApp(pyodide) {
    const boot = pyodide.pyimport("hlive_wasm.runtime.boot");
    const enter = () => this.#enter(boot, this.#config, new URL(this.#scope).pathname);
    const rest = this.#restOfLibrary(pyodide, boot);
    try {
      return enter();
    } catch (error) {
      if (error.type !== "ModuleNotFoundError" || !(await rest())) throw error;
      return enter();
    } finally {
      rest();
    }
  }

  /** What makes the rest of the standard library importable, and says whether it could. */
  #restOfLibrary(pyodide, boot) {
    const add = async () => {
      for (const [index, path] of Object.keys(this.#config.lazy.files).entries()) {
        addLast(pyodide, `lazy${index}.zip`, await this.#files.bytes(path));
      }
      came();
      return true;
    };
    let adding = null;
    const rest = () => (adding ??= add().catch(() => (adding = null))); // no network: another time
    const came = boot.expect_library(rest);
    return rest;
  }
}

/** The app, which answers pages and talks with them. */
function runtime(boot, { app, development, head, client, dialect }, scope) {
  return boot.start(app, { development, scope, head, client, dialect });
}

/** A function that carries out orders with the app's code. */
export function worker(boot, { app }) {
  return boot.work_for(app);
}

/** The header that a worker isn't shown: which site a form was posted from. */
function originOf({ headers, referrer }) {
  if (headers.has("origin") || !URL.canParse(referrer)) return [];
  return [["origin", new URL(referrer).origin]];
}

/**
 * Runs `load` while what it fetches of the build comes from `files`, and its WebAssembly is the
 * promised `module`. Pyodide swallows a failure of that and would wait for ever: so it is watched.
 */
async function withFiles(files, scope, module, load) {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = async (resource, ...options) => {
    const path = String(resource.url ?? resource).slice(scope.length);
    if (path.endsWith(WASM)) return new Response(); // Pyodide only passes it on
    return files.has(path) ? files.read(path) : fetch(resource, ...options);
  };
  try {
    return await new Promise((resolve, reject) => {
      WebAssembly.instantiateStreaming = async (_, imports) => {
        try {
          const compiled = await module;
          return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
        } catch (error) {
          reject(error);
          throw error;
        }
      };
      load().then(resolve, reject);
    });
  } finally {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
