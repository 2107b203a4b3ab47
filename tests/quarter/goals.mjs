// The objectives of the company, and where they have to stand: reckoned from the check-ins that were sent and from the
// points of reckoning.mjs, by the rules of the business.
import { first, last } from "./company.mjs";
import { Exact, daysBetween } from "./exact.mjs";
import { pointsOf } from "./reckoning.mjs";

const move = (title, start, target, weight, more = {}) => ({ title, kind: "move", start, target, weight, told: [], ...more });

/** Objectives with their key results; `parents` are {name: share}. All of them begin on the first day. */
export const goals = () => [
  {
    name: "company", unit: "C", owner: "P01", type: "aspirational", parents: {}, guards: "defect_rate/C",
    keyResults: [
      move("defects of all", undefined, "0.02", "2", { driver: { name: "defect_rate/C", rule: "period" } }),
      move("backlog down", "90", "30", "1", { driver: { name: "backlog/C", rule: "running" } }),
    ],
  },
  {
    name: "production", unit: "D1", owner: "P02", type: "committed", parents: { company: "1" }, guards: "defect_rate/T3",
    keyResults: [
      move("trained", "0", "40", "1"),
      move("downtime", "120", "60", "1.5"),
      { title: "new line", kind: "milestone", weight: "1", told: [], milestones: ["0.2", "0.3", "0.5"] },
      { title: "audited", kind: "binary", weight: "0.5", told: [] },
    ],
  },
  {
    name: "logistics", unit: "D2", owner: "P03", type: "aspirational", weight: "0.5", parents: { company: "1" },
    keyResults: [
      move("pieces of the quarter", undefined, "20000", "1", { driver: { name: "output_week/D2", rule: "cycle_to_date", agg: "sum" } }),
      move("defects of four weeks", "0.06", "0.02", "1", { driver: { name: "defect_rate/D2", rule: "rolling", k: 4 } }),
    ],
  },
  {
    name: "team", unit: "T3", owner: "P12", type: "committed", parents: { production: "0.4", logistics: "0.6" }, asked: true,
    keyResults: [move("stops", "9", "3", "1"), move("never told", "5", "1", "0.3")],
  },
];

/** The figure that a KPI hands to a key result by the link's rule, with six decimals. */
function driven({ rule, k, agg }, points, parts) {
  const runs = rule === "running" || rule === "cycle_to_date";
  let own = points.filter(({ value, over, start }) => value && start >= first && start <= last && (over || runs));
  if (own.length === 0) return null;
  if (rule === "rolling") own = own.slice(-k);
  if (rule === "period" || rule === "running") return own.at(-1).value;
  if (agg === "sum") return own.reduce((sum, { value }) => sum.plus(value), Exact.of(0)).rounded(6);
  const sums = own.map(parts).reduce((all, one) => [all[0].plus(one[0]), all[1].plus(one[1])]);
  return sums[0].over(sums[1]).rounded(6);
}

const way = (value, start, target) => Exact.of(value).minus(start).over(Exact.of(target).minus(start));
const unknown = { progress: Exact.of(0), coverage: Exact.of(0), current: null, state: "pending" };
const measured = (progress, current = null) => ({ progress: progress.clamped(0, 1).rounded(4), coverage: Exact.of(1), current, state: "measured" });

function standing(keyResult, value) {
  const { kind, told, start, baseline, target, milestones } = keyResult;
  if (value) return measured(way(value, baseline ?? start, target), value);
  if (keyResult.driver || told.length === 0) return unknown;
  if (kind === "move") return measured(way(told.at(-1).value, start, target), Exact.of(told.at(-1).value));
  if (kind === "binary") return measured(Exact.of(told.at(-1).done ? 1 : 0));
  const done = milestones.filter((_, at) => told.findLast(({ step }) => step === at)?.done);
  const sum = (list) => list.reduce((all, one) => all.plus(one), Exact.of(0));
  return measured(sum(done).over(sum(milestones)));
}

/** Progress against the share of the quarter that has passed. */
function paceOf({ progress, coverage, newest, cadence, grace }, today) {
  const expected = new Exact(BigInt(Math.min(daysBetween(first, today), daysBetween(first, last)) + 1), BigInt(daysBetween(first, last) + 1));
  const answer = { expected: expected.rounded(4) };
  if (coverage.isZero()) return { ...answer, pace: "pending" };
  if (daysBetween(newest, today) > cadence + grace) return { ...answer, pace: "outdated" };
  if (coverage.against("0.6") < 0) return { ...answer, pace: "too_little_data" };
  if (expected.against("0.1") < 0) return { ...answer, pace: "too_early" };
  const gap = progress.minus(expected);
  return { ...answer, pace: gap.against("-0.1") >= 0 ? "on_track" : gap.against("-0.25") >= 0 ? "at_risk" : "off_track" };
}

/** All objectives by name, from the bottom up, as they have to stand today. */
export function standings(facts, assignments, list, today, parts) {
  const found = new Map();
  const points = new Map();
  const of = (name) => {
    if (!points.has(name)) points.set(name, pointsOf(facts, assignments.find((one) => one.name === name), today));
    return points.get(name);
  };
  for (const goal of [...list].reverse()) {
    const own = goal.keyResults.map((keyResult) => {
      const { driver } = keyResult;
      const value = driver ? driven(driver, of(driver.name), parts(driver.name)) : null;
      const told = driver ? of(driver.name).filter((p) => p.value && p.start >= first && (p.over || driver.rule === "running" || driver.rule === "cycle_to_date")).map(({ end }) => (end < today ? end : today)) : keyResult.told.map(({ on }) => on);
      return { ...standing(keyResult, value), weight: keyResult.weight, newest: told.at(-1) };
    });
    const below = list.filter(({ parents }) => parents[goal.name]).map((child) => ({
      ...found.get(child.name),
      weight: Exact.of(child.weight ?? "1").times(child.parents[goal.name]),
    }));
    const all = [...own, ...below];
    const sum = (each) => all.reduce((total, one) => total.plus(each(one)), Exact.of(0));
    const weights = sum(({ weight }) => weight);
    const part = (field) => sum((one) => Exact.of(one.weight).times(one[field])).over(weights).rounded(4);
    const figure = { progress: part("progress"), coverage: part("coverage") };
    const newest = own.map((one) => one.newest ?? "").sort().at(-1);
    found.set(goal.name, { ...figure, ...paceOf({ ...figure, newest: newest || first, cadence: 7, grace: 3 }, today), keyResults: own });
  }
  return found;
}
