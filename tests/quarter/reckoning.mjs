// What the figures of the indicators have to be, worked out from what was sent and from the rules of the business
// alone. Nothing here has seen an answer or a table of the product.
import { Exact, isWeekend, later, daysBetween, periodOf } from "./exact.mjs";

/** What was told: units by day, readings by key, and when targets begin. */
export class Facts {
  parents = new Map();
  readings = new Map();

  /** From a day on a unit stands below another one; told later for an earlier day it corrects the past. */
  place(unit, parent, from) {
    const told = (this.parents.get(unit) ?? []).filter((one) => one.from !== from);
    this.parents.set(unit, [...told, { from, parent }].sort((a, b) => (a.from < b.from ? -1 : 1)));
  }

  /** The newest word on a key counts. */
  read({ measure, unit, day, amount, key }) {
    this.readings.set(`${measure}/${key}`, { measure, unit, day, amount: Exact.of(amount) });
  }

  /** What was taken back was never told. */
  forget({ measure, key }) {
    this.readings.delete(`${measure}/${key}`);
  }

  parentOf(unit, day) {
    return this.parents.get(unit)?.findLast((one) => one.from <= day)?.parent;
  }

  isBelow(unit, above, day) {
    for (let at = unit; at; at = this.parentOf(at, day)) {
      if (at === above) return true;
    }
    return false;
  }

  /** The readings of a period in a unit and all that stood below it on their days. */
  within(unit, { start, end }) {
    return [...this.readings.values()].filter(
      (one) => one.day >= start && one.day <= end && this.isBelow(one.unit, unit, one.day),
    );
  }
}

/** A flow adds up; of a level each unit's newest day counts. Nothing without a reading. */
function measured(readings, { code, kind }) {
  const own = readings.filter((one) => one.measure === code);
  if (own.length === 0) return null;
  const newest = new Map();
  for (const one of own) if (one.day > (newest.get(one.unit) ?? "")) newest.set(one.unit, one.day);
  return own
    .filter((one) => kind === "flow" || one.day === newest.get(one.unit))
    .reduce((sum, one) => sum.plus(one.amount), Exact.of(0));
}

/** One measure, or one over another. */
function formula(readings, kpi) {
  const parts = kpi.measures.map((measure) => measured(readings, measure));
  if (parts.includes(null)) return { complete: false, value: null };
  if (parts.length === 1) return { complete: true, value: parts[0] };
  return { complete: true, value: parts[1].isZero() ? null : parts[0].over(parts[1]) };
}

function mean(readings, kpi) {
  const days = [...new Set(readings.map(({ day }) => day))];
  const parts = days.map((day) => formula(readings.filter((one) => one.day === day), kpi));
  const values = parts.flatMap(({ value }) => (value ? [value.rounded(4)] : []));
  const complete = parts.filter((part) => part.complete).length;
  const sum = values.reduce((all, one) => all.plus(one), Exact.of(0));
  return { value: values.length ? sum.over(values.length) : null, coverage: new Exact(BigInt(complete), BigInt(days.length)) };
}

/** The exact value of a KPI in a unit and period, and the share of its inputs that has data. */
export function valueOf(facts, kpi, unit, period) {
  const measures = kpi.measures.map(({ code }) => code);
  const readings = facts.within(unit, period).filter(({ measure }) => measures.includes(measure));
  if (readings.length === 0) return { value: null, coverage: null };
  if (kpi.mean) return mean(readings, kpi);
  const { complete, value } = formula(readings, kpi);
  return { value, coverage: Exact.of(complete ? 1 : 0) };
}

function achievement(value, direction, target) {
  if (direction === "range") {
    const { lower, upper, tolerance } = target;
    const under = Exact.of(lower).minus(value);
    const over = value.minus(upper);
    const away = under.against(0) > 0 ? under : over.against(0) > 0 ? over : Exact.of(0);
    return Exact.of(1).minus(away.over(tolerance));
  }
  if (target.target === undefined) return null;
  const share = value.minus(target.target).over(Exact.of(target.target).size());
  return direction === "higher" ? Exact.of(1).plus(share) : Exact.of(1).minus(share);
}

const good = (value, line, direction) => (direction === "higher" ? value.against(line) >= 0 : value.against(line) <= 0);

function colour(value, direction, target, achieved) {
  if (target.green !== undefined) {
    if (good(value, target.green, direction)) return "green";
    return good(value, target.amber, direction) ? "amber" : "red";
  }
  if (!achieved) return null;
  if (achieved.against("0.9") >= 0) return "green";
  return achieved.against("0.7") >= 0 ? "amber" : "red";
}

/** The breach machine one period further; a missing value leaves it as it is. All rules here are of `lower` KPIs. */
function stepped({ phase, count }, rule, value) {
  if (!rule || !value) return { phase, count };
  const confirmed = phase === "firing" || phase === "recovering";
  if (!confirmed) {
    if (value.against(rule.value) <= 0) return { phase: "ok", count: 0 };
    return count + 1 < rule.n ? { phase: "pending", count: count + 1 } : { phase: "firing", count: 0 };
  }
  if (value.against(rule.recover) > 0) return { phase: "firing", count: 0 };
  return count + 1 < rule.m ? { phase: "recovering", count: count + 1 } : { phase: "ok", count: 0 };
}

/** Every period of an assignment up to today, oldest first, as a reader has to see it. */
export function pointsOf(facts, assignment, today) {
  const { kpi, unit, targets, breach, grace, from } = assignment;
  const list = [];
  let state = { phase: "ok", count: 0 };
  let any = false;
  for (let period = periodOf(from, kpi.frequency); period.start <= today; period = periodOf(later(period.end, 1), kpi.frequency)) {
    const { value, coverage } = valueOf(facts, kpi, unit, period);
    const over = period.end < today;
    const rests = kpi.frequency === "day" && isWeekend(period.start);
    const missing = any && over && !rests && daysBetween(period.end, today) > grace;
    if (coverage === null && !missing) continue;
    any = true;
    const target = targets.findLast((one) => one.from <= period.end) ?? {};
    const achieved = value && achievement(value, kpi.direction, target);
    if (over) state = stepped(state, breach, value);
    list.push({
      ...period,
      over,
      value: value && value.rounded(6),
      coverage: coverage && coverage.rounded(4),
      achievement: achieved && achieved.rounded(4),
      colour: over ? (value ? colour(value, kpi.direction, target, achieved) : "no_data") : null,
      phase: state.phase,
      readings: assignment,
    });
  }
  return list;
}
