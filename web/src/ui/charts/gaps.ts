/** Periods on an even axis: what is missing between two of them takes its room. */
import type { Day } from "~/api/types";
import { dayAfter, daysBetween } from "../format";

type Spanned = { start: Day; end: Day };

/** A gap of years is not filled with days: an axis has at most this many places for what is missing. */
const mostMissing = 400;

/** The points with an empty one for each missing period, made by `blank` from the point before the gap. */
export function withGaps<P extends Spanned>(points: P[], blank: (before: P, span: Spanned) => P): P[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    return before ? [...missing(before, point.start).map((span) => blank(before, span)), point] : [point];
  });
}

function missing({ start, end }: Spanned, next: Day): Spanned[] {
  const length = daysBetween(start, end) + 1;
  const first = dayAfter(end, 1);
  const days = daysBetween(first, next);
  const count = Math.min(mostMissing, Math.round(days / length));
  const at = (index: number) => dayAfter(first, Math.round((index * days) / count));
  return Array.from({ length: Math.max(0, count) }, (_, index) => ({ start: at(index), end: dayAfter(at(index + 1), -1) }));
}
