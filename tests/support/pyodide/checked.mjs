// node checked.mjs FOLDER: runs checked.py in Pyodide on the kit, the wheel's content and the answers in FOLDER.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, pyodideFolder, numpy] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: pyodideFolder });
const site = pyodide.runPython("import site; site.getsitepackages()[0]");
for (const [file, where] of [[numpy, site], [join(folder, "ours.whl"), site], [join(folder, "kit.zip"), "/kit"]]) {
  pyodide.FS.mkdirTree(where);
  pyodide.unpackArchive(new Uint8Array(readFileSync(file)), "zip", { extractDir: where });
}
pyodide.runPython(readFileSync(new URL("checked.py", import.meta.url), "utf8"));
const said = pyodide.globals.get("checked")("/kit", readFileSync(join(folder, "answers.json"), "utf8"));
writeFileSync(join(folder, "said.json"), said);
