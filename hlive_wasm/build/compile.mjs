// Runs a Python script in Pyodide under Node, where a folder of this machine is /job.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [runtime, folder, script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const env = {
  PYTHONHASHSEED: "0", // the order of a frozenset is in the bytes of compiled code
  PYTHONNODEBUGRANGES: "1", // a line is enough in tracebacks, and columns are a fifth of the code
};
const pyodide = await loadPyodide({ indexURL: runtime, env });
pyodide.FS.mkdir("/job");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/job");
await pyodide.runPythonAsync(readFileSync(script, "utf8"));
process.exit(0); // whatever the app has started
