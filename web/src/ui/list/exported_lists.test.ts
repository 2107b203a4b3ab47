// Every list of the server: a screen that shows it has the button that exports it, or it is named here with its reason.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Lists without a button, each with its reason. */
const without: Record<string, string> = {
  "/accounts/{}/tokens": "a few lines about one account, ended there",
  "/approval-delegations": "one's own few lines in a dialog",
  "/cycles/{}/units/{}/meeting": "the agenda of one meeting, shown while it is held",
  "/export-files": "is about exports",
  "/facts": "what formulas may name; no screen lists it",
  "/imports/{}/hindrances": "asks for a decision in a dialog",
  "/inlets": "what may be imported; each has its template",
  "/kpi-assignments/{}/history": "what was agreed about one metric, in its drawer",
  "/kpi-assignments/{}/points": "the chart of one metric",
  "/kpi-assignments/{}/readings": "why one figure is what it is; the measure's readings are exported",
  "/kpi-assignments/{}/target-proposals": "what is asked of one metric; the inbox is exported",
  "/kpis": "chosen from; the metrics of units are exported",
  "/kpis/{}/history": "what was agreed about one KPI, in its drawer",
  "/legal-entities": "chosen from",
  "/me/sessions": "about secrets",
  "/measures/{}/history": "what was agreed about one measure, in its drawer",
  "/objective-map": "a picture; the objectives are exported",
  "/objectives/{}/comment-readers": "chosen from",
  "/objectives/{}/comments": "a conversation",
  "/tokens": "about secrets",
  "/units/{}/versions": "the past of one unit, in its drawer",
};

type Operation = { responses?: Record<string, { content?: Record<string, { schema: Schema }> }> };
type Schema = { $ref?: string; properties?: Record<string, unknown> };
type Document = { paths: Record<string, { get?: Operation }>; components: { schemas: Record<string, Schema> } };

const bare = (path: string) => path.replace(/\$?\{[^}]*\}/g, "{}");

function lists(): string[] {
  const { paths, components } = JSON.parse(readFileSync(join(root, "api/openapi.json"), "utf8")) as Document;
  const answers = (of: Operation | undefined) => {
    const schema = of?.responses?.["200"]?.content?.["application/json"]?.schema;
    return schema?.$ref ? components.schemas[schema.$ref.split("/").at(-1)!] : schema;
  };
  return Object.entries(paths)
    .filter(([, { get }]) => answers(get)?.properties?.items !== undefined)
    .map(([path]) => bare(path.replace("/api/v1", "")));
}

/** What the screens' buttons export. */
function exported(): Set<string> {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx") && !name.endsWith(".test.tsx"));
  const found = new Set<string>();
  for (const name of files)
    for (const [, , path] of readFileSync(join(root, name), "utf8").matchAll(/listOf\((["`])(.+?)\1/g)) found.add(bare(path!));
  return found;
}

test("each list can be exported where it is shown, or says why not", () => {
  const buttons = exported();
  expect(buttons.size).toBeGreaterThan(20);
  expect(lists().filter((path) => !buttons.has(path) && !without[path])).toEqual([]);
  expect(Object.keys(without).filter((path) => buttons.has(path) || !lists().includes(path))).toEqual([]);
  expect([...buttons].filter((path) => !lists().includes(path))).toEqual([]);
});
