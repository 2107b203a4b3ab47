// @vitest-environment node
/** What the linter must catch, each with a sample; and the same without the mistake. */
import { ESLint } from "eslint";
import { expect, test } from "vitest";
import { moduleNames } from "./folders.mjs";

/** The names of the rules that a source would break, if it stood at a path. */
async function broken(path: string, source: string): Promise<string[]> {
  const [result] = await new ESLint().lintText(source, { filePath: path });
  return result!.messages.map(({ ruleId }) => ruleId ?? "");
}

test.each(moduleNames)("the doors of %s are closed to other modules and to the shell", async (name) => {
  const other = moduleNames.find((one) => one !== name)!;
  const path = `src/modules/${name}/parts/Sample.tsx`;
  const doors = "no-restricted-imports";
  expect(await broken(path, `import "~/modules/${other}/queries";\n`)).toContain(doors);
  expect(await broken(path, `import "../../${other}/queries";\n`)).toContain(doors);
  expect(await broken(path, `import "~/app/modules";\n`)).toContain(doors);
  expect(await broken(path, `import "../queries";\n`)).toEqual([]);
});

test("text in a page is refused wherever it is shown or spoken", async () => {
  const shows = async (page: string) =>
    (await broken("src/ui/Sample.tsx", `export const page = (n: number) => ${page};\n`)).filter((rule) => rule.startsWith("own/"));
  for (const page of [
    "<p>Save</p>",
    "<p>保存</p>",
    '<p>{"Save"}</p>',
    "<p>{`Save ${n}`}</p>",
    '<p>{n > 1 ? "many" : "one"}</p>',
    '<p>{n && "some"}</p>',
    '<><i />{"Save"}</>',
    '<button type="button" aria-label="Close" />',
    '<img title={n ? "Many" : undefined} />',
  ]) {
    expect([page, await shows(page)]).toEqual([page, ["own/no-text-in-pages"]]);
  }
  for (const page of [
    "<p>{String(n)} / 5 · %</p>",
    '<b lang="en">Twinrail</b>',
    '<p className="note" key="line">{n}</p>',
    "<kbd>G</kbd>",
    '<button type="button" title={`${n} (Esc)`} />',
  ]) {
    expect([page, await shows(page)]).toEqual([page, []]);
  }
});

test("a button that would send twice on a double click is refused", async () => {
  const rule = "no-restricted-syntax";
  const shown = (act: string) => `export const Sample = ({ save }: { save: { mutateAsync: () => Promise<void> } }) => <button type="button" onClick={${act}} />;\n`;
  const flag = (name: string) => `import { useState } from "react";\nexport const useSample = () => {\n  const [on, ${name}] = useState(false);\n  return [on, ${name}];\n};\n`;
  for (const source of [
    'import { useMutation } from "@tanstack/react-query";\nexport const useSample = () => useMutation({});\n',
    'import { useMutation as send } from "@tanstack/react-query";\nexport const sample = send;\n',
    shown("() => void save.mutateAsync()"),
    shown("() => void save.mutateAsync().catch(() => undefined)"),
    flag("setBusy"),
  ]) {
    expect([source, await broken("src/modules/okr/parts/Sample.tsx", source)]).toEqual([source, expect.arrayContaining([rule])]);
  }
  for (const source of [
    'import { useMutationOnce } from "~/ui/mutation";\nexport const useSample = () => useMutationOnce({});\n',
    'import { useOnce } from "~/ui/once";\nexport const useSample = (act: () => Promise<void>) => useOnce(act);\n',
    flag("setOpen"),
  ]) {
    expect([source, await broken("src/modules/okr/parts/Sample.tsx", source)]).toEqual([source, []]);
  }
});
