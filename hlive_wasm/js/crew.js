// The workers of a page or a process: each has a Python of its own, for functions that take long.

/** Hands orders to workers; starts one when all others have work, until there are enough. */
export class Crew {
  #start;
  #size;
  #idle = [];
  #busy = 0;
  #queue = [];

  /**
   * `start()` gives a new worker: `carryOut(order)` promises its answer, `end()` ends it. There are
   * never more than `size` of them.
   */
  constructor(start, size) {
    this.#start = start;
    this.#size = size;
  }

  /** The answer to an order, when its turn has come; rejects when its worker fails. */
  carryOut(order) {
    return new Promise((resolve, reject) => {
      this.#queue.push({ order, resolve, reject });
      this.#next();
    });
  }

  async #next() {
    const isFree = this.#idle.length > 0 || this.#busy < this.#size;
    if (!this.#queue.length || !isFree) return;
    const { order, resolve, reject } = this.#queue.shift();
    let worker = this.#idle.pop();
    this.#busy += 1;
    try {
      worker ??= this.#start();
      resolve(await worker.carryOut(order));
      this.#idle.push(worker);
    } catch (error) {
      worker?.end();
      reject(error);
    }
    this.#busy -= 1;
    this.#next();
  }
}

/** A worker of a browser's page; `config` is the build's, `scope` the URL of the app. */
export class WebWorker {
  #config;
  #worker;

  constructor(config, scope) {
    this.#config = config;
    this.#worker = new Worker(new URL("hlive-crew_worker.js", scope), { type: "module" });
  }

  carryOut(order) {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data: { answer, error } }) => {
        if (answer) resolve(answer);
        else reject(new Error(error));
      };
      this.#worker.onerror = ({ message }) => {
        reject(new Error(message || "the worker can't be started"));
      };
      this.#worker.postMessage({ config: this.#config, order });
    });
  }

  end() {
    this.#worker.terminate();
  }
}
