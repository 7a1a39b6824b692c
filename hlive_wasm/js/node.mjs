// Runs a build's Python under Node, for a server that says in JSON lines what its visitors want.
//
// The first line is {folder, config}; {type: "ready"} or {type: "failed", reason} answers it. What
// follows is what pages and service workers say to Python in a browser, with the `id` of a request
// or a connection, and with bytes as base64.
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { addCode, addLast, FIND_MODULES } from "./code.js";
import { Crew } from "./crew.js";

/** The module by which Python is entered; what it prints goes to the server's log. */
async function startPython({ folder, config }) {
  const { loadPyodide } = await import(pathToFileURL(`${folder}/${config.runtime}pyodide.mjs`));
  const bytes = (path) => new Uint8Array(readFileSync(`${folder}/${path}`));
  const pyodide = await loadPyodide({
    indexURL: `${folder}/${config.runtime}`,
    stdLibURL: `${folder}/${config.stdlib}`,
    lockFileContents: { info: config.lock, packages: {} },
    stdout: (line) => process.stderr.write(`${line}\n`),
    stderr: (line) => process.stderr.write(`${line}\n`),
  });
  addCode(pyodide, bytes(config.archive), bytes(config.package));
  pyodide.runPython(FIND_MODULES);
  for (const path of Object.keys(config.lazy.files)) addLast(pyodide, "lazy.zip", bytes(path));
  return pyodide.pyimport("hlive_wasm.runtime.boot");
}

/** Answers the server's lines. */
class Bridge {
  #build;
  #runtime;
  #crew;
  #connections = new Map();

  async start(build) {
    this.#build = build;
    this.#crew = new Crew(() => new Thread(build), availableParallelism());
    try {
      const boot = await startPython(build);
      const { app, base, client, development, dialect } = build.config;
      const settings = { scope: base, client, development, dialect, server: true };
      this.#runtime = boot.start(app, settings);
      say({ type: "ready" });
    } catch (error) {
      say({ type: "failed", reason: String(error.message ?? error) });
    }
  }

  hear(message) {
    if (!this.#build) this.start(message);
    else if (message.type === "fetch") this.#fetch(message);
    else if (message.type === "open") this.#open(message);
    else this.#receive(message);
  }

  async #fetch({ id, method, url, headers, body }) {
    const answer = await this.#runtime.fetch(method, url, headers, decoded(body));
    const content = Buffer.from(answer.body).toString("base64");
    say({ type: "answer", id, status: answer.status, headers: answer.headers, body: content });
  }

  #open({ id, hello }) {
    this.#connections.set(id, this.#runtime.open(hello, (message) => this.#tell(id, message)));
  }

  #receive({ id, ...message }) {
    const connection = this.#connections.get(id);
    if (!connection) return; // it has just been closed from the other side
    if (message.bytes) message.frame = decoded(message.bytes);
    connection.receive(message);
    if (message.type === "close") this.#forget(id);
  }

  #tell(id, message) {
    if (message.type === "work") return this.#work(id, message);
    if (message.type === "done") return; // a server's sessions end with its process
    say({ ...message, id });
    if (message.type === "closed" || message.type === "refused") this.#forget(id);
  }

  async #work(connection, { id, order }) {
    const answer = await this.#crew.carryOut(order).then(
      (answer) => ({ answer }),
      (error) => ({ error: String(error.message ?? error) }),
    );
    this.#connections.get(connection)?.receive({ type: "worked", id, ...answer });
  }

  #forget(id) {
    this.#connections.delete(id);
  }
}

/** A worker of the crew: a thread with a Python of its own. */
class Thread {
  #worker;

  constructor(build) {
    this.#worker = new Worker(new URL(import.meta.url), { workerData: build });
  }

  carryOut(order) {
    return new Promise((resolve, reject) => {
      this.#worker.removeAllListeners();
      this.#worker.once("error", reject);
      this.#worker.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
      this.#worker.once("message", ({ answer, error }) => {
        if (answer) resolve(answer);
        else reject(new Error(error));
      });
      this.#worker.postMessage(order);
    });
  }

  end() {
    this.#worker.terminate();
  }
}

/** In a thread: carries out orders. */
function serveOrders() {
  const started = startPython(workerData).then((boot) => boot.work_for(workerData.config.app));
  parentPort.on("message", async (order) => {
    try {
      parentPort.postMessage({ answer: (await started)(order) });
    } catch (error) {
      parentPort.postMessage({ error: String(error.message ?? error) });
    }
  });
}

/** Until the server hangs up, whatever became of it. */
function serveLines() {
  const bridge = new Bridge();
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => bridge.hear(JSON.parse(line)));
  lines.on("close", () => process.exit());
  process.on("uncaughtException", (error) => {
    console.error(error.stack); // and not the line of Pyodide, which has a million characters
    process.exit(1);
  });
}

/** Bytes as Pyodide knows them: a Buffer of Node is strange to it. */
function decoded(base64) {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

if (isMainThread) serveLines();
else serveOrders();
