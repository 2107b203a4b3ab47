// The company that is measured: made by the product's own commands and public API.
//
// Its shape is that of a group: a company, divisions of nine departments, departments of 21 teams. A division
// has 199 units; ten of them and a staff of nine units make 2,000 units, 100,000 people, 10,000 assignments with
// 24 months of points, and 5,000 objectives. A tenth of it is one division. A department looks the same in both.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signIn, withToken } from "../../data/demo/client.mjs";
import { command, serve } from "./server.mjs";

const departments = 9;
const teams = 21;
const peoplePerUnit = 50;
const months = 24;
/** Rows of a table of people that are taken at once: they may name each other. */
const fileRows = 50_000;
export const password = "a long password";
export const tenant = "load";

/** Measures that the teams report, with the amount of team `t` in month `m`. */
const measures = [
  ["good", (t, m) => 880 + ((t * 7 + m * 3) % 120)],
  ["total", () => 1000],
  ["hours", (t, m) => 400 + ((t + m) % 40)],
  ["defects", (t, m) => (t * 5 + m * 11) % 90],
];

/** Five indicators a unit: three ratios of sums and two sums. */
const kpis = [
  ["quality", "good / total", "higher", { green: 0.93, amber: 0.9, op: "<", breach: 0.9, recover: 0.93 }],
  ["defect_share", "defects / total", "lower", { green: 0.05, amber: 0.07, op: ">", breach: 0.07, recover: 0.05 }],
  ["pace", "total / hours", "higher", { green: 2.3, amber: 2.1, op: "<", breach: 2.1, recover: 2.3 }],
  ["hours", "hours", "lower", null],
  ["defects", "defects", "lower", null],
];

/** Codes of the units, parents first: [code, parent, kind]. */
export function unitsOf(divisions) {
  const units = [["C", "", "company"]];
  for (let d = 1; d <= divisions; ++d) {
    units.push([`D${d}`, "C", "division"]);
    for (let p = 1; p <= departments; ++p) {
      units.push([`D${d}P${p}`, `D${d}`, "department"]);
      for (let t = 1; t <= teams; ++t) units.push([`D${d}P${p}T${t}`, `D${d}P${p}`, "team"]);
    }
  }
  for (let s = 1; s < divisions; ++s) units.push([`S${s}`, "C", "department"]);
  return units;
}

/** The first day of the month `back` months before the one of `today`, as a day of its 15th. */
function monthDay(today, back) {
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 15)).toISOString().slice(0, 10);
}

const surnames = [..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹"];
const given = [..."伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国志"];

/** The name of the person with a number: all combinations in turn. */
function nameOf(n) {
  const at = (list, step) => list[Math.floor(n / step) % list.length];
  return at(surnames, 1) + at(given, surnames.length) + at(given, surnames.length * given.length);
}

function csv(folder, name, head, rows) {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, `${head}\n${rows.map((row) => row.join(",")).join("\n")}\n`);
  return file;
}

/** Writes the files that the inlets take. */
function files(folder, divisions, today) {
  mkdirSync(folder, { recursive: true });
  const units = unitsOf(divisions);
  const reporting = units.filter(([, , kind]) => kind === "team").map(([code]) => code);
  const people = units.flatMap(([code], u) =>
    Array.from({ length: peoplePerUnit }, (_, i) => [
      `N${u * peoplePerUnit + i}`, nameOf(u * peoplePerUnit + i), `Person ${u}-${i}`, code, "岗位", "Post", "regular", "2020-01-01",
    ]),
  );
  const assignments = kpis.flatMap(([kpi, , , t]) =>
    units.map(([unit]) => [
      kpi, unit, "2020-01-01", t?.green ?? "", t?.green ?? "", t?.amber ?? "", t?.op ?? "", t?.breach ?? "",
      t ? (t.op === "<" ? ">=" : "<=") : "", t?.recover ?? "", 2, 2,
    ]),
  );
  const readings = [];
  for (let m = months; m >= 0; --m) {
    const day = monthDay(today, m);
    for (const [measure, amount] of measures) {
      reporting.forEach((unit, t) => readings.push([measure, unit, day, amount(t, m), "erp", `${measure}:${unit}:${day}`]));
    }
  }
  return [
    ["people.legal_entity", csv(folder, "entities", "code,name_zh,name_en,country,currency",
      [["LOAD", "负载公司", "Load Ltd", "CN", "CNY"]])],
    ["people.unit", csv(folder, "units", "code,parent,name_zh,name_en,kind,valid_from,legal_entity",
      units.map(([code, parent, kind]) => [code, parent, `单元${code}`, `Unit ${code}`, kind, "2020-01-01", "LOAD"]))],
    ...Array.from({ length: Math.ceil(people.length / fileRows) }, (_, part) =>
      ["people.person", csv(folder, `people-${part}`, "employee_no,name,latin_name,unit,post_zh,post_en,employment_type,start",
        people.slice(part * fileRows, (part + 1) * fileRows))]),
    ["kpi.measure", csv(folder, "measures", "code,name_zh,name_en,kind,unit,grain",
      measures.map(([code]) => [code, `度量${code}`, code, "flow", "piece", "day"]))],
    ["kpi.kpi", csv(folder, "kpis",
      "code,name_zh,name_en,formula,unit,decimals,direction,frequency,time_agg,org_agg",
      kpis.map(([code, formula, direction]) =>
        [code, `指标${code}`, code, formula, code === "pace" ? "piece" : "%", 1, direction, "month", "ratio_of_sums", "ratio_of_sums"]))],
    ["kpi.assignment", csv(folder, "assignments",
      "kpi,unit,from,target,green,amber,breach_op,breach_value,recover_op,recover_value,n,m", assignments)],
    ["kpi.source", csv(folder, "sources", "code,name_en", [["erp", "ERP"]])],
    ["kpi.reading", csv(folder, "readings", "measure,unit,day,amount,source,source_key", readings)],
  ];
}

/** Runs `work` for every item, `width` at a time. */
async function each(items, width, work) {
  const queue = items.entries();
  await Promise.all(Array.from({ length: width }, async () => {
    for (const [at, item] of queue) await work(item, at);
  }));
}

const names = (text) => ({ zh: text, en: text });

/** The eight levels weigh so much that a step at the bottom is seen at the top. */
const heavy = "100";

async function addObjective(api, company, unit, title, weight = "1", keyResults = 2) {
  const { row } = await api.post("/objectives", {
    cycle: company.cycle, org_unit: unit, title: names(title), type: "committed", weight,
  });
  const made = { id: row.id, version: row.version, keyResults: [] };
  for (let k = 0; k < keyResults; ++k) {
    const keyResult = await api.post(`/objectives/${row.id}/key-results`, {
      title: names(`${title} ${k + 1}`), kind: "move", unit: "piece", decimals: 0, start: "0", target: "100", weight: "1",
    });
    made.keyResults.push(keyResult.id);
  }
  return made;
}

/**
 * Objectives: five for each two units, the first of each contributing to the first of the unit above, so that
 * progress rolls up; one key result in two is driven by the unit's quality. A chain of eight levels ends in a team.
 */
async function addGoals(api, divisions, today) {
  const year = today.getUTCFullYear();
  const cycle = await api.post("/cycles", {
    names: names(String(year)), start: `${year}-01-01`, end: `${year}-12-31`, state: "active",
  });
  const company = { cycle: cycle.id };
  const ids = new Map((await api.list("/units")).map((unit) => [unit.code, unit.id]));
  const assignments = new Map();
  for (const row of await api.list(`/kpi-assignments?org_unit=${ids.get("C")}&below=true&limit=200`)) {
    assignments.set(`${row.code}/${row.org_unit}`, row.assignment);
  }
  const units = unitsOf(divisions);
  const first = new Map();
  const all = [];
  await each(units, 16, async ([code], at) => {
    const unit = ids.get(code);
    for (let n = 0; n < (at % 2 === 0 ? 3 : 2); ++n) {
      const leads = n === 0 && ["D1", "D1P1", "D1P1T1"].includes(code);
      const made = await addObjective(api, company, unit, `${code} ${n}`, leads ? heavy : "1");
      all.push(made);
      if (n > 0) continue;
      first.set(code, made);
      await api.post("/links", {
        kind: "drives", assignment: assignments.get(`quality/${unit}`), key_result: made.keyResults[0],
      });
    }
  });
  const edges = units.filter(([, parent]) => parent !== "")
    .map(([code, parent]) => ({ child: first.get(code).id, parent: first.get(parent).id }));
  let above = first.get("D1P1T1").id;
  for (let level = 5; level <= 8; ++level) {
    const made = await addObjective(api, company, ids.get("D1P1T1"), `level ${level}`, heavy);
    all.push(made);
    edges.push({ child: made.id, parent: above });
    above = made.id;
    company.deepest = made.keyResults[0];
  }
  await each(edges, 16, (edge) => api.post("/contributions", { ...edge, relation: "contributes", share: "1" }));
  await each(all, 16, async (one) => {
    await api.post(`/objectives/${one.id}/activation`, {}, { "if-match": `"v${one.version}"` });
    await api.post(`/key-results/${one.keyResults[1]}/check-ins`, { value: String(one.id % 100), confidence: "0.7" });
  });
  return company;
}

/** Makes the company with so many divisions in the folder. */
export async function makeCompany(folder, divisions) {
  const today = new Date();
  const data = join(folder, "data");
  const say = (...args) => command(data, args);
  say("tenant", "create", tenant, "--name-en", "Load", "--name-zh", "负载", "--zone", "UTC");
  for (const [inlet, file] of files(join(folder, "files"), divisions, today)) {
    say("import", inlet, file, "--tenant", tenant);
  }
  const secret = join(folder, "password");
  writeFileSync(secret, `${password}\n`);
  for (const role of ["hr", "executive"]) {
    say("user", "add", role, "--password-file", secret, "--role", role, "--tenant", tenant);
  }
  const token = say("user", "token", "hr", "--scope", "kpi.write_reading", "--scope", "kpi.read", "--scope",
    "people.read", "--days", "3650", "--tenant", tenant).split("\n").at(-1);
  const server = await serve(data);
  try {
    const api = await signIn(server.url, "executive", password);
    const goals = await addGoals(api, divisions, today);
    const units = new Map((await api.list("/units")).map((unit) => [unit.code, unit.id]));
    const measure = (await api.list("/measures")).find(({ code }) => code === "good").id;
    const reporting = [...units].filter(([code]) => code.includes("T")).map(([, id]) => id);
    const day = monthDay(today, today.getUTCDate() < 15 ? 1 : 0);
    // The source of what is posted later is known before anything is measured.
    await withToken(server.url, token).post(`/measures/${measure}/readings`, {
      readings: [{ org_unit: reporting[0], on: day, amount: "1", source_key: "first" }],
    });
    return { token, measure, ...goals, board: units.get("D1P1"), reporting, day };
  } finally {
    await server.stop();
  }
}
