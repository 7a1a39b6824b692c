// Python in a worker of one page, for browsers in which no service worker can run it.
import { Files } from "./hlive-files.js";
import { PythonHost } from "./hlive-host.js";
import { failurePage, reasonOf } from "./hlive-failure.js";

const CONFIG = __HLIVE_CONFIG__;
const SCOPE = new URL(".", location.href).href;

const python = new PythonHost(CONFIG, SCOPE, new Files(CONFIG, SCOPE, { keeps: false }));

addEventListener("message", ({ data, ports }) => {
  if (data.type === "open") python.attend(ports[0], data.hello);
  if (data.type === "fetch") render(data.url, ports[0]);
});

/** The HTML of a page, for one that could not be asked for by a plain navigation. */
async function render(url, port) {
  const answer = await python.fetch(new Request(url)).catch((error) => {
    console.error(error);
    return failurePage(reasonOf(error, CONFIG.development));
  });
  port.postMessage(await answer.text());
}
