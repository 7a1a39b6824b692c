// Starts a build's Python under Node, as a browser would, and prints its answer to one path as JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, path] = process.argv.slice(2);
const port = readFileSync(`${folder}/hlive-worker.js`, "utf8");
const config = JSON.parse(port.match(/CONFIG = (\{.*\});/)[1]);
const { loadPyodide } = await import(pathToFileURL(`${folder}/${config.runtime}pyodide.mjs`));
const pyodide = await loadPyodide({
  indexURL: `${folder}/${config.runtime}`,
  stdLibURL: `${folder}/${config.stdlib}`,
});
const bytes = (path) => new Uint8Array(readFileSync(`${folder}/${path}`));
const APP = "/home/pyodide/app";
const ARCHIVE = "/home/pyodide/app.zip";
pyodide.FS.writeFile(ARCHIVE, bytes(config.archive));
pyodide.unpackArchive(bytes(config.package), "zip", { extractDir: APP });
pyodide.runPython(`import os, sys; sys.path[:0] = ["${APP}", "${ARCHIVE}"]; os.chdir("${APP}")`);
pyodide.globals.set("spec", config.app);
pyodide.globals.set("path", path);
const answer = await pyodide.runPythonAsync(`
import json
from hlive_wasm.runtime import boot
from hlive_wasm.runtime.boot import start
runtime = start(spec, {"scope": "/", "head": [], "development": True})
answer = (await runtime.fetch("GET", "http://x" + path, [], None)).to_py()
json.dumps([answer["status"], bytes(answer["body"]).decode(), len(sys.modules)])
`);
console.log(answer);
process.exit(0);
