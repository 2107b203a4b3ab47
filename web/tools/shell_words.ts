import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

type Words = Record<string, string>;

const shellFile = /\/src\/app\/i18n\/(zh|en)\.json$/;
/** `okr.shell.menu`: a module's words for its menu entry, its search group, its announcements. */
const forShell = /^\w+\.shell\./;

/** What the server alone puts together: notices, why somebody was told, and what a request says. */
const forServer = /^notice(_text)?\.|\.(because|proposed)_/;
const moduleFile = /\/src\/modules\/\w+\/i18n\/(zh|en)\.json$/;

const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Words;

/** The module's own words for the shell, from all its folders. */
export function wordsForShell(paths: string[]): Words {
  const all = paths.flatMap((path) => Object.entries(read(path)));
  return Object.fromEntries(all.filter(([key]) => forShell.test(key)));
}

export function wordsForClient(words: Words): Words {
  return Object.fromEntries(Object.entries(words).filter(([key]) => !forServer.test(key)));
}

/**
 * What the frame says about a module lies with the module's words, but is shown before any of its
 * pages: it travels with the shell's words.
 */
export function shellWords(modules: string): Plugin {
  return {
    name: "twinrail-shell-words",
    enforce: "pre",
    load(id) {
      if (moduleFile.test(id)) return JSON.stringify(wordsForClient(read(id)));
      const language = shellFile.exec(id)?.[1];
      if (!language) return null;
      const paths = readdirSync(modules)
        .map((name) => join(modules, name, "i18n", `${language}.json`))
        .filter((path) => existsSync(path));
      paths.forEach((path) => this.addWatchFile(path));
      return JSON.stringify({ ...read(id), ...wordsForShell(paths) });
    },
  };
}
