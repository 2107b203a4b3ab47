/** Every file of words is complete in both languages, readable, and names the same arguments. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { format, parse } from "./icu";

type Words = Record<string, string>;

const web = process.cwd();
const modules = join(web, "../src/modules");
const folders = [
  join(web, "src/app/i18n"),
  join(web, "src/app/settings/i18n"),
  join(web, "src/app/style/i18n"),
  ...readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(modules, entry.name)).includes("i18n"))
    .map((entry) => join(modules, entry.name, "i18n")),
].filter((folder) => readdirSync(folder).includes("zh.json"));

const read = (folder: string, language: string) => JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8")) as Words;

/** Names between braces, whatever stands around them. */
function argumentsOf(message: string): string[] {
  const names = [...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((match) => match[1]!);
  return [...new Set(names)].sort();
}

const ui = (key: string) => /(^|\.)(ui|shell)\./.test(key);

describe.each(folders)("%s", (folder) => {
  const zh = read(folder, "zh");
  const en = read(folder, "en");

  test("has each key in both languages", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    expect(Object.values(zh).concat(Object.values(en)).every((text) => text.trim() !== "")).toBe(true);
  });

  test("names the same arguments in both", () => {
    for (const key of Object.keys(zh).filter(ui)) expect([key, argumentsOf(en[key]!)]).toEqual([key, argumentsOf(zh[key]!)]);
  });

  test("keeps the words of the client inside the subset that it reads", () => {
    for (const [key, text] of [...Object.entries(zh), ...Object.entries(en)].filter(([key]) => ui(key))) {
      expect(() => parse(text), key).not.toThrow();
      const given = Object.fromEntries(argumentsOf(text).map((name) => [name, 2]));
      expect(format(text, given, "en"), key).not.toMatch(/[{}]/);
    }
  });

  test("writes Chinese plainly: full-width marks, no 您, no 请, no exclamation", () => {
    for (const [key, text] of Object.entries(zh).filter(([key]) => ui(key))) {
      expect([key, /[您请！!]/.test(text)]).toEqual([key, false]);
      expect([key, /[\u4e00-\u9fff][,;:?]/.test(text)]).toEqual([key, false]);
    }
  });
});
