/** What is found by folders is complete, and what is generated from them is what lies there. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadLive, menuOf, modules, slotsFor } from "~/app/modules";
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

test("only modules that are on listen, fill slots and stand in the menu", async () => {
  const topics = async (names: string[]) => (await loadLive(names)).flatMap((part) => part.topics).sort();
  expect(await topics(["people"])).toEqual(["people.changed"]);
  const all = await topics(moduleNames);
  expect(new Set(all).size).toBe(all.length);
  expect(all).toContain("okr.progress_changed");

  const me = (names: string[]) => ({ modules: names, permissions: names.map((name) => `${name}.read`) }) as never;
  expect(Object.keys(slotsFor(me(["identity", "dashboard"])))).toEqual(["twin.strip"]);
  expect(slotsFor(me(moduleNames))["objective.rows"]).toHaveLength(1);
  expect(menuOf(me(["people", "okr"])).map(({ path }) => path)).toEqual(["/okr", "/people"]);
});

test("a new breach is said at once, other changes politely", async () => {
  const [kpi] = await loadLive(["kpi"]);
  const breach = (state: "firing" | "recovering") =>
    ({ topic: "kpi.breach_changed", changes: [{ assignment: 1, breach: 1, org_unit: 1, state }] }) as const;
  expect(kpi!.urgent!(breach("firing"))).toBe("kpi.shell.said_breach");
  expect(kpi!.urgent!(breach("recovering"))).toBeUndefined();
});
