/** Every file of words is complete in both languages, readable, and names the same arguments. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { format, parse } from "./icu";

type Words = Record<string, string>;

const web = process.cwd();
const modules = join(web, "../src/modules");
/** The word files of the folders in a folder. */
const within = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(folder, entry.name)).includes("i18n"))
    .map((entry) => join(folder, entry.name, "i18n"));
const folders = [join(web, "src/app/i18n"), ...within(join(web, "src/app")), ...within(modules)].filter((folder) => readdirSync(folder).includes("zh.json"));

const read = (folder: string, language: string) => JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8")) as Words;

/** Names between braces, whatever stands around them. */
function argumentsOf(message: string): string[] {
  const names = [...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((match) => match[1]!);
  return [...new Set(names)].sort();
}

/** Words of developers, and second words for a thing that has one; docs/glossary.md has the first. */
const retired = /预警|读数|组织单元|单元编号|上级单元|帐号|登录名|收盘|不判|判色|期未满|归期|原子数据|流量|存量|粒度|来源键|这里要填|历次目标$|设目标$/;

/** A number before a noun in the plural, outside of a plural's own cases. */
const onlyMany = /\{\w+\} (?:periods|rows|days|bytes|units|people|objectives|metrics|updates)\b/;

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

  test("has one word a thing, and it is one of HR", () => {
    expect(Object.entries(zh).filter(([, text]) => retired.test(text))).toEqual([]);
  });

  test("counts one as one in English", () => {
    expect(Object.entries(en).filter(([key, text]) => ui(key) && onlyMany.test(text))).toEqual([]);
  });

  test("writes Chinese plainly: full-width marks, no 您, no 请, no exclamation", () => {
    for (const [key, text] of Object.entries(zh).filter(([key]) => ui(key))) {
      expect([key, /(?<![邀申])请|[您！!]/.test(text)]).toEqual([key, false]);
      expect([key, /[\u4e00-\u9fff][,;:?]/.test(text)]).toEqual([key, false]);
    }
  });
});

test("every right that a role may hold has words", () => {
  const platform = join(web, "../src/platform/access/rights.md");
  const pages = [platform, ...readdirSync(modules).map((name) => join(modules, name, "rights.md")).filter((page) => existsSync(page))];
  const names = pages.flatMap((page) => [...readFileSync(page, "utf8").matchAll(/^\| ([a-z_]+\.[a-z_]+) \|/gm)].map(([, permission]) => permission!));
  expect(names.length).toBeGreaterThan(10);
  const known = new Set(folders.flatMap((folder) => Object.keys(read(folder, "zh"))));
  expect(names.filter((permission) => !known.has(permission))).toEqual([]);
});
