// Where the code of an app is in its Python's file system, in a browser and under Node.
const HOME = "/home/pyodide";
const LIBRARIES = `${HOME}/libraries.zip`;

/** The folder of the app itself, which may ask for files beside its modules. */
export const APP = `${HOME}/app`;

/** Python that makes what `addCode` has written importable. */
export const FIND_MODULES = `
import os, sys
sys.path[:0] = ["${APP}", "${LIBRARIES}"]
os.chdir("${APP}")`;

/** Writes the zips of libraries, which are imported out of it, and of the app. */
export function addCode(pyodide, libraries, app) {
  pyodide.FS.writeFile(LIBRARIES, libraries);
  pyodide.unpackArchive(app, "zip", { extractDir: APP });
}

/** Makes the modules in a zip importable where no other place has them. */
export function addLast(pyodide, name, zip) {
  const place = `${HOME}/${name}`;
  pyodide.FS.writeFile(place, zip);
  pyodide.runPython(`from hlive_wasm.runtime.late import add_last; add_last("${place}")`);
}
