// @vitest-environment node
/** What check_css.mjs must catch, each with a sample; and what it must let pass. */
import { expect, test } from "vitest";
import { beyond, misnamed, unplaced, withoutToken } from "./check_css.mjs";

test("a colour or a size that has a token is refused", () => {
  const path = "src/a.module.css";
  expect(withoutToken(path, ".a {\n  color: #fff;\n}")).toHaveLength(1);
  expect(withoutToken("src/a.tsx", 'fill="#a1b2c3"')).toHaveLength(1);
  expect(withoutToken(path, ".a {\n  padding: 4px 14px;\n}")).toHaveLength(1);
  expect(withoutToken(path, ".a {\n  margin-top: 24px;\n}")).toHaveLength(1);
  expect(withoutToken(path, ".a {\n  border-radius: 10px;\n}")).toHaveLength(1);
});

test("sizes without a token, and the tokens themselves, pass", () => {
  const fine = ".a {\n  gap: 6px;\n  padding: 14px var(--s1);\n  margin: -8px;\n  height: 24px;\n  border-radius: 3px;\n}";
  expect(withoutToken("src/a.module.css", fine)).toEqual([]);
  expect(withoutToken("src/ui/tokens.css", "--canvas: #f4f4f1;")).toEqual([]);
});

test("what scrolls is a place for what stands in it", () => {
  expect(unplaced("src/a.module.css", ".a {\n  overflow-x: auto;\n}")).toEqual(["src/a.module.css: .a scrolls: position: relative"]);
  expect(unplaced("src/a.module.css", "@media print {\n  .a {\n    position: sticky;\n    overflow: auto;\n  }\n}")).toEqual([]);
  expect(unplaced("src/a.module.css", ".a {\n  overflow: hidden;\n}")).toEqual([]);
});

test("global files are listed and only shrink", () => {
  const list = { "src/a.css": 10 };
  expect(beyond(list, { "src/a.css": 10 })).toEqual([]);
  expect(beyond(list, { "src/a.css": 11 })[0]).toContain("at most 10");
  expect(beyond(list, { "src/a.css": 9 })[0]).toContain("--write");
  expect(beyond(list, {})[0]).toContain("--write");
  expect(beyond(list, { "src/a.css": 10, "src/b.css": 1 })[0]).toContain("src/b.css");
});

test("a class that its module does not have, or that nobody takes, is refused", () => {
  const styles = { "src/ui/a.module.css": '/* .old */ .bar,\n.line:hover > :global(.num) {\n  width: 1.5em;\n}' };
  const source = (uses: string) => ({ "src/ui/A.tsx": `import css from "./a.module.css";\n${uses}` });
  expect(misnamed(styles, source("css.bar css.line"))).toEqual([]);
  expect(misnamed(styles, source("css.bar css.line css.lien"))).toEqual(["src/ui/A.tsx: src/ui/a.module.css has no class lien"]);
  expect(misnamed(styles, source("css.bar"))).toEqual(["src/ui/a.module.css: nobody uses .line"]);
  expect(misnamed(styles, source("css.bar css[kind]"))).toEqual([]);
  expect(misnamed(styles, {})).toHaveLength(2);
});
