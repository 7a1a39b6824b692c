// Carries out orders with the app's Python, in a worker that a page has made for it.
import { Files } from "./hlive-files.js";
import { PythonHost, worker } from "./hlive-host.js";

const SCOPE = new URL(".", location.href).href;

let python = null;

addEventListener("message", async ({ data: { config, order } }) => {
  python ??= new PythonHost(config, SCOPE, new Files(config, SCOPE, { keeps: false }), worker);
  try {
    const carryOut = await python.start();
    postMessage({ answer: carryOut(order) });
  } catch (error) {
    postMessage({ error: String(error.message ?? error) });
  }
});
