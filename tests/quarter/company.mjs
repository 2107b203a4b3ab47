// The company: its units, sixty people, measures, indicators, and what its teams report on which day.
import { isWeekend, later, weekday } from "./exact.mjs";

export const first = "2026-01-05";
export const last = "2026-04-05";
/** The day on which the program is set up; figures of the weeks before come as a file. */
export const setUp = "2026-01-03";
export const since = "2025-12-01";

export const units = [
  ["C", "", "company"],
  ["D1", "C", "department"],
  ["D2", "C", "department"],
  ["T1", "D1", "team"],
  ["T2", "D1", "team"],
  ["T3", "D1", "team"],
  ["T4", "D1", "team"],
  ["T5", "D2", "team"],
  ["T6", "D2", "team"],
];
export const teams = units.map(([code]) => code).filter((code) => code.startsWith("T"));
/** Who leads a unit. */
export const leaders = { C: "P01", D1: "P02", D2: "P03", T1: "P04", T2: "P05", T3: "P06", T4: "P07", T5: "P08", T6: "P09" };

export const addressOf = (number) => `${number.toLowerCase()}@quarter.example`;

/** Sixty lines: the leaders first, then the members of the teams in turn. */
export function people() {
  const up = Object.fromEntries(units.map(([code, parent]) => [code, leaders[parent] ?? ""]));
  const heads = Object.entries(leaders).map(([unit, number]) => [number, unit, up[unit]]);
  const members = Array.from({ length: 51 }, (_, at) => {
    const team = teams[at % teams.length];
    return [`P${at + 10}`, team, leaders[team]];
  });
  return [...heads, ...members];
}

const flow = (code) => ({ code, kind: "flow" });
export const measures = [flow("output"), flow("defects"), flow("hours"), { code: "backlog", kind: "stock" }];
const [output, defects, hours, backlog] = measures;

export const kpis = {
  defect_rate: { formula: "defects / output", measures: [defects, output], direction: "lower", frequency: "week" },
  output_month: { formula: "output", measures: [output], direction: "higher", frequency: "month", agg: ["sum", "sum"] },
  output_week: { formula: "output", measures: [output], direction: "higher", frequency: "week", agg: ["sum", "sum"] },
  hourly: { formula: "output / hours", measures: [output, hours], direction: "higher", frequency: "day" },
  mean_hourly: { formula: "output / hours", measures: [output, hours], direction: "higher", frequency: "week", agg: ["avg", "none"], mean: true },
  load: { formula: "hours / output", measures: [hours, output], direction: "range", frequency: "week" },
  backlog: { formula: "backlog", measures: [backlog], direction: "lower", frequency: "week", agg: ["last", "sum"] },
};

const lines = { green: "0.04", amber: "0.06" };
const breach = { value: "0.06", recover: "0.05", n: 2, m: 2 };
const assign = (kpi, unit, target, more = {}) => ({
  name: `${kpi}/${unit}`,
  code: kpi,
  kpi: kpis[kpi],
  unit,
  from: since,
  owner: unit === "T3" ? "P06" : "P01",
  grace: 0,
  targets: [{ from: since, ...target }],
  ...more,
});

/** All that is measured, made anew for each run: targets are added on the way. */
export const assignments = () => [
  ...units.map(([unit]) => assign("defect_rate", unit, lines, { breach, grace: 3 })),
  assign("output_month", "C", { target: "14000" }),
  assign("output_month", "D1", { target: "9500" }),
  assign("output_month", "D2", { target: "5000" }),
  assign("output_week", "D2", { target: "1150" }),
  ...["T1", "T2", "T3", "T4"].map((unit) => assign("hourly", unit, { target: "1.8" })),
  ...["T1", "T5"].map((unit) => assign("mean_hourly", unit, { target: "1.8" })),
  ...["D1", "D2"].map((unit) => assign("load", unit, { lower: "0.55", upper: "0.62", tolerance: "0.2" })),
  ...["C", "D1"].map((unit) => assign("backlog", unit, { target: "60" })),
];

/** A number that looks like chance and is the same in each run, from `low` up to `low + span - 1`. */
function figure(text, low, span) {
  let state = 7;
  for (const letter of text) state = (Math.imul(state, 31) + letter.charCodeAt(0)) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 2246822519) >>> 0;
  return low + ((state >>> 8) % span);
}

const inWeeks = (day, from, to) => day >= later(first, 7 * (from - 1)) && day < later(first, 7 * to);

/** What a team has to tell of one day. */
export function figuresOf(team, day) {
  if (isWeekend(day)) return [];
  const rows = [
    ["output", String(figure(`o${team}${day}`, 100, 41))],
    // Team 3 has a worn machine in the weeks 4 to 6, and again at the end.
    ["defects", String(figure(`d${team}${day}`, 1, 5) + (team === "T3" && (inWeeks(day, 4, 6) || inWeeks(day, 12, 13)) ? 9 : 0))],
    ["hours", `${figure(`h${team}${day}`, 64, 12)}.${figure(`m${team}${day}`, 0, 4) * 25}`],
  ];
  if (weekday(day) === 4 && ["T1", "T2", "T5"].includes(team)) rows.push(["backlog", String(figure(`b${team}${day}`, 10, 15))]);
  return rows
    .filter(([measure]) => !isNeverTold(team, day, measure))
    .map(([measure, amount]) => ({ measure, unit: team, day, amount, key: `${team}-${measure}-${day}` }));
}

/** Team 6 loses its week 7; team 1 has two days without hours, team 4 one without any figure. */
function isNeverTold(team, day, measure) {
  if (team === "T6") return inWeeks(day, 7, 7);
  if (team === "T1") return measure === "hours" && ["2026-01-21", "2026-02-24"].includes(day);
  return team === "T4" && day === "2026-02-11";
}

/** The day on which a team's figures of a day are sent. */
export function toldOn(team, day) {
  if (team === "T6" && inWeeks(day, 3, 3)) return "2026-01-28"; // the workbook of Monday was refused
  if (team === "T6" && inWeeks(day, 5, 5)) return "2026-02-18"; // nine days late
  if (["T5", "T6"].includes(team)) return later(day, 7 - weekday(day)); // a file each Monday
  if (team === "T2" && inWeeks(day, 3, 3)) return "2026-01-29"; // ten days late
  return later(day, 1);
}
