/** The words of the page: loaded by language and module, read through `useT`. */
import { useSyncExternalStore } from "react";
import { type Args, type Language, format } from "./icu";
import type { Key, WordFile } from "./keys.gen";

export type { Args, Key, Language, WordFile };
export type Translate = (key: Key, args?: Args) => string;

type Dictionary = Record<string, string>;

const appFiles = import.meta.glob<Dictionary>(["../../app/i18n/*.json", "../../app/*/i18n/*.json"], { import: "default" });
const moduleFiles = import.meta.glob<Dictionary>("@words/*/i18n/{zh,en}.json", { import: "default" });

/** The texts of all modules, for a page that speaks of each of them. */
export const moduleWords = [...new Set(Object.keys(moduleFiles).map(fileOf))];

const loaded = new Map<string, Dictionary>();
const wanted = new Set<WordFile>(["shell"]);
const listeners = new Set<() => void>();
let language: Language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
let words: Dictionary = {};
let snapshot = { language, t: translate as Translate };

/** A file of texts is called like the folder that it is of; the app's own is the shell's. */
function fileOf(path: string): WordFile {
  const folder = path.split("/").at(-3)!;
  return (folder === "app" ? "shell" : folder) as WordFile;
}

function loader(file: WordFile, of: Language): (() => Promise<Dictionary>) | undefined {
  const found = Object.entries({ ...appFiles, ...moduleFiles }).find(([path]) => fileOf(path) === file && path.endsWith(`/${of}.json`));
  return found?.[1];
}

async function fetchWords(file: WordFile, of: Language): Promise<void> {
  const id = `${of}/${file}`;
  if (loaded.has(id)) return;
  loaded.set(id, (await loader(file, of)?.()) ?? {});
}

function settle(): void {
  words = Object.assign({}, ...[...wanted].map((file) => loaded.get(`${language}/${file}`) ?? {}));
  snapshot = { language, t: (key, args) => translate(key, args) };
  listeners.forEach((tell) => tell());
}

/** A page's chunk waits for its words, so no key is ever shown in place of a text. */
export async function loadWords(...files: WordFile[]): Promise<void> {
  files.forEach((file) => wanted.add(file));
  await fetchWanted();
  settle();
}

/** The language may change, and further files be wanted, while the first ones are on their way. */
async function fetchWanted(): Promise<void> {
  while ([...wanted].some((file) => !loaded.has(`${language}/${file}`))) {
    const of = language;
    await Promise.all([...wanted].map((file) => fetchWords(file, of)));
  }
}

export async function setLanguage(next: Language): Promise<void> {
  await Promise.all([...wanted].map((file) => fetchWords(file, next)));
  language = next;
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
  try {
    localStorage.setItem("twinrail.language", next);
  } catch {
    // Storage is switched off: the choice then lasts as long as the page.
  }
  await fetchWanted();
  settle();
}

export function currentLanguage(): Language {
  return language;
}

export function translate(key: string, args: Args = {}): string {
  const message = words[key];
  return message === undefined ? key : format(message, args, language);
}

/** Words given directly instead of fetched: for tests. */
export function giveWords(of: Language, given: Dictionary): void {
  language = of;
  loaded.set(`${of}/shell`, given);
  settle();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useWords(): { language: Language; t: Translate } {
  return useSyncExternalStore(subscribe, () => snapshot);
}

export function useT(): Translate {
  return useWords().t;
}
