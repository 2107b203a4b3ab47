import type { Cycle, Day, Names } from "~/api/types";
import { dayAfter, today } from "~/ui/format";

/** The one that is asked for, else the one that runs today. */
export function currentCycle(cycles: Cycle[], wanted: number | undefined): Cycle | undefined {
  const dated = cycles.filter(({ kind }) => kind !== "backlog");
  const active = dated.find((cycle) => cycle.state === "active" && cycle.start <= today() && today() <= cycle.end);
  return cycles.find((cycle) => cycle.id === wanted) ?? active ?? dated.find((cycle) => cycle.state === "active") ?? dated[0] ?? cycles[0];
}

const chinese = ["一", "二", "三", "四"];
const two = (n: number) => String(n).padStart(2, "0");

/** The calendar quarter of a day: what it is called and its first and last day. */
export function quarterOf(day: Day): { names: Names; start: Day; end: Day } {
  const year = Number(day.slice(0, 4));
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const start = `${year}-${two(quarter * 3 + 1)}-01`;
  const next = quarter === 3 ? `${year + 1}-01-01` : `${year}-${two(quarter * 3 + 4)}-01`;
  return { names: { zh: `${year} ${chinese[quarter]}季度`, en: `${year} Q${quarter + 1}` }, start, end: dayAfter(next, -1) };
}

/** The quarter to propose: this one, or the first after those that stand already. */
export function nextQuarter(cycles: Pick<Cycle, "kind" | "end">[], now = today()): ReturnType<typeof quarterOf> {
  const ends = cycles.filter(({ kind }) => kind === "quarter").map(({ end }) => end);
  const last = ends.sort().at(-1);
  if (!last || last < now) return quarterOf(now);
  const next = quarterOf(dayAfter(last, 1));
  // A quarter of the company's own days may end after the calendar's has begun.
  return next.start <= last ? { ...next, start: dayAfter(last, 1) } : next;
}
