// The folders of the client's modules: whatever lies in src/modules is a module, nowhere is a list of them.
import { readdirSync } from "node:fs";
import { join } from "node:path";

export const moduleFolder = join(import.meta.dirname, "../src/modules");

/** The names below a folder that are folders themselves, in order. */
export function foldersIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

export const moduleNames = foldersIn(moduleFolder);
