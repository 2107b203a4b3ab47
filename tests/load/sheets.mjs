// Sheets that people save, files that they bring, and the map that they look at.
import { setTimeout as pause } from "node:timers/promises";
import { signIn } from "../../data/demo/client.mjs";
import { password } from "./company.mjs";
import { median } from "./ground.mjs";
import { count, fixed, line, middle, ratioOf, rowsOf, withCopy, writing } from "./lines.mjs";
import { panning } from "./panning.mjs";
import { bare, cpuOf, wrk } from "./server.mjs";
import { workbook } from "./workbook.mjs";

const dayBefore = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

/** What the saving of figures writes; goals that follow the figures are the answer's no more. */
const written = ["kpi_source", "kpi_reading", "kpi_day", "kpi_tally", "kpi_point", "kpi_breach", "kpi_target", "kpi_target_change", "event", "audit_row", "audit_value", "audit_seal"];

const took = (one) => one.p50_ms;

/** Milliseconds from the request's first byte to its answer, and how much of a processor the server took for it. */
async function timed(server, send) {
  const began = performance.now();
  const used = cpuOf(server.pid);
  await send();
  return { p50_ms: performance.now() - began, cpu_ms: cpuOf(server.pid) - used };
}

const times = (list) => `${fixed(middle(list, took), 0)} ms, of a processor ${fixed(middle(list, ({ cpu_ms }) => cpu_ms), 0)}`;

/** A line an engine of one sheet that is saved, against the bare engine writing the same rows in one transaction. */
async function saved(ground, what, load) {
  const found = await writing(ground, "full", load, ["--tables", written.join(",")], "changes");
  return ground.engines.map((engine) =>
    line(what, engine, ratioOf(found[engine], took), "≤ 3",
      `${times(found[engine].ours)}; bare ${times(found[engine].bare)}; it writes ${rowsOf(found[engine].bare[0])}`));
}

/** Every month of the year gets another target, in every unit; those that are over are judged anew. */
function targets(ground) {
  return saved(ground, "target grid of 2,000 units and 12 months saved", async (copy, server) => {
    const api = await signIn(server.url, "hr", password);
    const kpi = (await api.list("/kpis")).find(({ code }) => code === "quality").id;
    const items = [];
    let page = {};
    do {
      page = await api.get(`/kpis/${kpi}/targets?limit=500${page.next ? `&cursor=${page.next}` : ""}`);
      items.push(...page.items);
    } while (page.next);
    const cells = items.flatMap(({ assignment, cells: row }) =>
      row.map(({ target }, at) => ({ assignment, day: page.columns[at].end, target: fixed(0.9 + at / 1000, 3), before: target })));
    const body = { cells, last: page.columns.at(-1).end, mode: "correction", reason: "the plan of the year" };
    return timed(server, () => api.send("PUT", `/kpis/${kpi}/targets`, body));
  });
}

/** Seven days of figures of 200 units, typed into an empty sheet. */
function entry(ground) {
  return saved(ground, "entry sheet of 200 units and 7 days saved", async (copy, server) => {
    const { measure, reporting } = copy.company;
    const units = reporting.slice(0, 200);
    const api = await signIn(server.url, "hr", password);
    await api.post(`/measures/${measure}/duties`, { org_units: units, grain: "day", valid_from: dayBefore(30) });
    const days = [1, 2, 3, 4, 5, 6, 7].map(dayBefore);
    const cells = units.flatMap((unit, u) => days.map((day) => ({ measure, unit, day, amount: String(900 + (u % 90)), revision: 0 })));
    return timed(server, () => api.post("/entry", { cells }));
  });
}

const fileRows = 100_000;

/** The readings of the file: every team and measure, day after day. */
function tableOf(units, measures) {
  const rows = [["measure", "unit", "day", "amount", "source", "source_key"]];
  for (let n = 0; rows.length <= fileRows; ++n) {
    const cell = n % (units.length * measures.length);
    const back = 10 + Math.floor(n / (units.length * measures.length));
    rows.push([measures[cell % measures.length], units[Math.floor(cell / measures.length)], dayBefore(back), 100 + (n % 50), "file", `f-${n}`]);
  }
  return rows;
}

/** Seconds from the upload's first byte until the import says that all is written. */
async function imported(api, body, type) {
  const began = performance.now();
  const reply = await fetch(`${api.base}/api/v1/inlets/kpi.reading/imports`, {
    method: "POST", headers: { ...api.headers, "content-type": type }, body,
  });
  if (!reply.ok) throw new Error(`import: ${reply.status} ${await reply.text()}`);
  const { id } = await reply.json();
  for (;;) {
    const { state, stored } = await api.get(`/imports/${id}`);
    if (state === "done" && stored === fileRows) return (performance.now() - began) / 1e3;
    if (state === "refused" || state === "failed" || state === "done") throw new Error(`import: ${state}, ${stored} rows stored`);
    await pause(20);
  }
}

async function files(ground) {
  const lines = [];
  for (const engine of ground.engines) {
    const found = { csv: [], xlsx: [] };
    for (let round = 0; round < ground.rounds; ++round)
      for (const form of ["csv", "xlsx"])
        await withCopy(ground, "tenth", engine, async (copy, server) => {
          const api = await signIn(server.url, "hr", password);
          const units = (await api.list("/units")).filter(({ code }) => code.includes("T")).map(({ code }) => code);
          const table = tableOf(units, (await api.list("/measures")).map(({ code }) => code));
          const body = form === "csv" ? table.map((row) => row.join(",")).join("\n") : workbook(table);
          const type = form === "csv" ? "text/csv" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
          found[form].push(await imported(api, body, type));
        });
    lines.push(line(`XLSX of ${count(fileRows)} readings, from upload to committed points, against the same as CSV`, engine,
      median(found.xlsx.map((one, at) => one / found.csv[at])), "≤ 2", `${fixed(median(found.xlsx))} s; CSV ${fixed(median(found.csv))} s`));
  }
  return lines;
}

async function map(ground) {
  const lines = [];
  const cost = (one) => one.p50_ms;
  for (const engine of ground.engines) {
    const found = { ours: [], bare: [] };
    let nodes = 0;
    for (let round = 0; round < ground.rounds; ++round)
      await withCopy(ground, "full", engine, async (copy, server, stop) => {
        const api = await signIn(server.url, "executive", password);
        const root = (await api.list("/units")).find(({ code }) => code === "C").id;
        const base = `/objective-map?cycle=${copy.company.cycle}&org_unit=${root}&limit=500`;
        const paths = [];
        const after = ["0"];
        nodes = 0;
        for (let path = base; path;) {
          const page = await api.get(path);
          nodes += page.items.length;
          paths.push(`/api/v1${path}`);
          if (page.next) after.push(String(page.items.at(-1).id));
          path = page.next ? `${base}&cursor=${encodeURIComponent(page.next)}` : null;
        }
        const env = { LOAD_COOKIE: api.headers.cookie, LOAD_PATHS: paths.join(" ") };
        found.ours.push(await wrk(server.url, "paths.lua", { connections: 1, seconds: ground.seconds, env }));
        await stop();
        found.bare.push(bare("map", ...copy.target, "--cycle", copy.company.cycle, "--after-each", after.join(","),
          "--threads", 1, "--seconds", ground.seconds));
      });
    const pages = Math.ceil(nodes / 500);
    const whole = (one) => cost(one) * pages;
    lines.push(line(`alignment map of ${count(nodes)} objectives, in pages of 500, one after the other`, engine, ratioOf(found, cost), "≤ 3",
      `${fixed(middle(found.ours, whole), 0)} ms the whole map; bare ${fixed(middle(found.bare, whole), 0)} ms, ${found.bare[0].rows} rows a page`));
  }
  return lines;
}

async function frames(ground) {
  return withCopy(ground, "full", "SQLite", async (copy, server) => {
    const found = await panning(server, ground.rounds);
    const lineOf = (what, list) =>
      line(`frames while the map of ${count(5_000)} objectives is dragged, ${what}, against an empty canvas`, "SQLite",
        median(list.map((one, at) => one / found.empty[at])), "≥ 0.5", `${fixed(median(list), 0)} a second; empty ${fixed(median(found.empty), 0)}`);
    return [lineOf("as it opens", found.near), lineOf("as a whole", found.whole)];
  });
}

export const sheets = [
  { name: "targets", run: targets, needs: ["full"] },
  { name: "entry", run: entry, needs: ["full"] },
  { name: "files", run: files, needs: ["tenth"] },
  { name: "map", run: map, needs: ["full"] },
  { name: "frames", run: frames, needs: ["full"] },
];
