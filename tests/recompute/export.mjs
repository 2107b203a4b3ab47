// Prints what a running server says about the demo, as the lines that recompute.sh prints:
//
//   node export.mjs --url URL [--login NAME] | LC_ALL=C sort
import { parseArgs } from "node:util";
import { clientFor, run } from "../../data/demo/client.mjs";
import { addDays } from "../../data/demo/panel.mjs";

/** A decimal text with exactly so many decimals; a longer one is left as it is, to be seen. */
function fixed(text, places) {
  if (text === null || text === undefined) return "";
  const [whole, fraction = ""] = text.split(".");
  return `${whole}.${fraction.replace(/0+$/, "").padEnd(places, "0")}`;
}

/** How an objective stood at the end of each past day: the last point of its history by then. */
function printPast(code, history, from) {
  const today = history.at(-1).on; // the last point is of now
  for (let day = from; day < today; day = addDays(day, 1)) {
    const { progress, coverage } = history.findLast(({ on }) => on <= day);
    console.log(`day|${code}|${day}|${fixed(progress, 4)}|${fixed(coverage, 4)}`);
  }
}

await run("export", async () => {
  const { values } = parseArgs({ options: { url: { type: "string" }, login: { type: "string" } } });
  if (!values.url) throw new Error("--url URL is needed");
  const api = await clientFor(values);
  const units = await api.list("/units");
  const codes = new Map(units.map((unit) => [unit.id, unit.code]));
  const top = units.find((unit) => unit.parent === null);
  const rows = await api.list(`/kpi-assignments?org_unit=${top.id}&below=true&limit=100`);
  for (const row of rows) {
    const points = await api.list(`/kpi-assignments/${row.assignment}/points`);
    for (const { start, value, achievement, colour } of points) {
      if (value === null) continue;
      const name = `${row.code}|${codes.get(row.org_unit)}|${start}`;
      console.log(`${name}|${fixed(value, 6)}|${fixed(achievement, 4)}|${colour ?? ""}`);
    }
  }
  const cycle = (await api.list("/cycles")).find(({ state }) => state === "active");
  for (const { id, code, progress, coverage, key_results } of await api.list(`/objectives?cycle=${cycle.id}&limit=100`)) {
    if (code === null) continue; // asked for on screen and not agreed to yet, or carried over from the quarter before
    printPast(code, (await api.get(`/objectives/${id}`)).history, cycle.start);
    console.log(`objective|${code}|${fixed(progress, 4)}|${fixed(coverage, 4)}`);
    for (const [at, one] of key_results.entries()) {
      const standing = `${fixed(one.progress, 4)}|${fixed(one.coverage, 4)}`;
      console.log(`key_result|${code}/${at + 1}|${standing}`);
    }
  }
});
