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

/** Writes the table between the two marks of the page. */
export function write(file, results, on) {
  const rows = results.map(
    ({ what, where, ratio, goal, reached, note }) =>
      `| ${what} | ${where} | ${ratio} | ${goal} | ${reached ? "yes" : "**no**"} | ${note} |`,
  );
  const table = [
    begin,
    `Measured on ${on.day} at commit ${on.commit} in ${on.rounds === 1 ? "one round" : `${on.rounds} rounds`}, ${on.cores} cores, ${on.memory}, client and server on the same machine.`,
    "",
    "| what | on | ratio | must reach | reached | figures |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
    end,
  ].join("\n");
  const page = readFileSync(file, "utf8");
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < 0) throw new Error(`${file} has no place for results`);
  writeFileSync(file, page.slice(0, from) + table + page.slice(to + end.length));
}
