/** What is found by folders is complete, and what is generated from them is what lies there. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { modules } from "~/app/modules";
import { speak } from "~/test_words";
import { incomplete } from "./check_modules.mjs";
import { moduleNames } from "./folders.mjs";
import { keysSource } from "./gen_words.mjs";
import { wordsForShell } from "./shell_words";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "twinrail-web-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("keys.gen.ts is what the generator writes now (./run gen)", () => {
  expect(readFileSync("src/ui/i18n/keys.gen.ts", "utf8")).toBe(keysSource());
});

test("every folder is a module of the client, in the order that the modules give", () => {
  expect(modules.map(({ name }) => name).sort()).toEqual(moduleNames);
  const orders = modules.map(({ order }) => order);
  expect(new Set(orders).size).toBe(orders.length);
  expect([...orders].sort((one, other) => one - other)).toEqual(orders);
});

test("every client's module has its namesake on the server", () => {
  for (const name of moduleNames) expect([name, existsSync(`../src/modules/${name}`)]).toEqual([name, true]);
});

test("a folder without its index is refused", () => {
  mkdirSync(join(folder, "whole"));
  writeFileSync(join(folder, "whole/index.tsx"), "");
  mkdirSync(join(folder, "half"));
  expect(incomplete(folder)).toEqual(["src/modules/half: no index.tsx"]);
});

test("the shell takes those words of a module that speak of it, and no others", () => {
  const path = join(folder, "zh.json");
  writeFileSync(path, JSON.stringify({ "okr.shell.menu": "目标", "okr.ui.save": "保存", "shell.x": "壳" }));
  expect(wordsForShell([path])).toEqual({ "okr.shell.menu": "目标" });
});

test("menu and search speak both languages with the shell's words alone", async () => {
  for (const language of ["zh", "en"] as const) {
    const shell = (await import(`../src/app/i18n/${language}.json`)) as { default: Record<string, string> };
    const shown = modules.flatMap(({ menu, find }) => [...menu, ...(find ? [find] : [])].map(({ label }) => label));
    for (const key of shown) expect([key, typeof shell.default[key]]).toEqual([key, "string"]);
    expect(speak(language)("okr.shell.menu")).not.toBe("okr.shell.menu");
  }
});
