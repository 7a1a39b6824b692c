// Runs a Python file in Pyodide under Node: in_pyodide.mjs <pyodide folder> <zip of modules> <file>
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, archive, script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: folder });
pyodide.unpackArchive(new Uint8Array(readFileSync(archive)), "zip", { extractDir: "/home/pyodide" });
try {
  await pyodide.runPythonAsync(`${readFileSync(script, "utf8")}\nawait live()`);
  console.log("ALL WELL");
} catch (error) {
  console.log(error.message);
  process.exit(1);
}
process.exit(0);
