// Writes src/ui/i18n/keys.gen.ts: the type of every key, from the texts of the shell and of all modules.
// Part of ./run gen; a test compares the file with what this would write now.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { foldersIn } from "./folders.mjs";

const target = join(import.meta.dirname, "../src/ui/i18n/keys.gen.ts");

/** The server's modules with texts; a client's module has those of its namesake. */
function worded() {
  const modules = join(import.meta.dirname, "../../src/modules");
  return foldersIn(modules).filter((name) => existsSync(join(modules, name, "i18n/zh.json")));
}

export function keysSource() {
  const files = [
    ["shell", "~/app/i18n/zh.json"],
    ["settings", "~/app/settings/i18n/zh.json"],
    ["style", "~/app/style/i18n/zh.json"],
    ["notices", "~/app/notices/i18n/zh.json"],
    ["inbox", "~/app/inbox/i18n/zh.json"],
    ["exports", "~/app/exports/i18n/zh.json"],
    ["sources", "~/app/sources/i18n/zh.json"],
    ["life", "~/app/life/i18n/zh.json"],
    ["money", "~/app/money/i18n/zh.json"],
    ...worded().map((name) => [name, `@words/${name}/i18n/zh.json`]),
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
