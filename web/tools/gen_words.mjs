// Writes src/ui/i18n/keys.gen.ts: the type of every key, from the texts of the shell and of all modules.
// Part of ./run gen; a test compares the file with what this would write now.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { foldersIn } from "./folders.mjs";

const target = join(import.meta.dirname, "../src/ui/i18n/keys.gen.ts");

const app = join(import.meta.dirname, "../src/app");
/** The server's modules: a client's module has the texts of its namesake. */
const modules = join(import.meta.dirname, "../../src/modules");

const worded = (folder) => foldersIn(folder).filter((name) => existsSync(join(folder, name, "i18n/zh.json")));

export function keysSource() {
  const files = [
    ["shell", "~/app/i18n/zh.json"],
    ...worded(app).map((name) => [name, `~/app/${name}/i18n/zh.json`]),
    ...worded(modules).map((name) => [name, `@words/${name}/i18n/zh.json`]),
  ];
  return [
    "// Written by tools/gen_words.mjs (./run gen).",
    ...files.map(([name, path]) => `import type ${name} from "${path}";`),
    "",
    "type Files = {",
    ...files.map(([name]) => `  ${name}: typeof ${name};`),
    "};",
    "",
    "/** Which texts there are to load. */",
    "export type WordFile = keyof Files;",
    "/** Every key of a text; one that is misspelt does not compile. */",
    "export type Key = { [File in WordFile]: keyof Files[File] }[WordFile];",
    "",
  ].join("\n");
}

if (process.argv[1] === import.meta.filename) writeFileSync(target, keysSource());
