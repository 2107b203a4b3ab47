// Each folder of src/modules is a whole module: without its index nobody would ever find it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { foldersIn, moduleFolder } from "./folders.mjs";

/** What is missing below a folder of modules. */
export function incomplete(folder) {
  return foldersIn(folder).flatMap((name) =>
    existsSync(join(folder, name, "index.tsx")) ? [] : [`src/modules/${name}: no index.tsx`],
  );
}

if (process.argv[1] === import.meta.filename) {
  const found = incomplete(moduleFolder);
  found.forEach((line) => console.error(line));
  process.exitCode = found.length ? 1 : 0;
}
