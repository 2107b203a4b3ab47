// The page of results.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

/** What the figures were measured on, in words that name no machine. */
export function machine() {
  const version = (program, args) => execFileSync(program, args, { encoding: "utf8" }).split("\n")[0].trim();
  return {
    day: new Date().toISOString().slice(0, 10),
    commit: version("git", ["rev-parse", "--short", "HEAD"]),
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  };
}

const begin = "<!-- results: written by ./run bench --write -->";
const end = "<!-- end of results -->";

/** The rows that stand on the page: [name of the measure, row]. */
function standing(text) {
  return text.split("\n").filter((row) => row.startsWith("| ") && !row.startsWith("| --- ") && !row.startsWith("| name "))
    .map((row) => [row.split(" | ")[0].slice(2), row]);
}

/** Writes the table between the two marks of the page. Rows of measures that were not run stay as they were. */
export function write(file, results, names, on) {
  const page = readFileSync(file, "utf8");
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < 0) throw new Error(`${file} has no place for results`);
  const at = `${on.commit}, ${on.day}, ${on.rounds} ${on.rounds === 1 ? "round" : "rounds"}`;
  const rows = standing(page.slice(from, to)).filter(([name]) => !results.some((one) => one.name === name));
  for (const { name, what, where, ratio, goal, reached, note } of results)
    rows.push([name, `| ${name} | ${what} | ${where} | ${ratio} | ${goal} | ${reached ? "yes" : "**no**"} | ${note} | ${at} |`]);
  rows.sort(([a], [b]) => names.indexOf(a) - names.indexOf(b));
  const table = [
    begin,
    `Last measured on ${on.cores} cores, ${on.memory}, client and server on the same machine.`,
    "",
    "| name | what | on | ratio | must reach | reached | figures | at |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(([, row]) => row),
    end,
  ].join("\n");
  writeFileSync(file, page.slice(0, from) + table + page.slice(to + end.length));
}
