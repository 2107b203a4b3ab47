import type { Cycle, Objective } from "~/api/types";
import { forDrawing } from "~/ui/decimal";
import { day, daysBetween, percent, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { strokes } from "~/ui/marks";
import { useWidth } from "~/ui/use_width";

/** As wide as the drawer lets it be, until it is measured. */
const usualWidth = 420;
const height = 74;
const foot = 16;

/** Progress over the cycle against an even pace; the ink line is today, the dots are the forecast. */
export function ProgressLine({ objective, cycle }: { objective: Objective; cycle: Cycle }) {
  const { t, language } = useWords();
  const measured = useWidth<SVGSVGElement>();
  const width = measured.width || usualWidth;
  const { history, forecast, row } = objective;
  const days = Math.max(1, daysBetween(cycle.start, cycle.end));
  const x = (on: string) => (Math.min(days, Math.max(0, daysBetween(cycle.start, on))) / days) * width;
  const y = (ratio: number) => height - foot - Math.min(1, Math.max(0, ratio)) * (height - foot - 6);
  // A goal that had nothing to count yet has days without a figure: the line begins after them.
  const points = history.filter(({ on, progress }) => progress !== null && on >= cycle.start && on <= cycle.end);
  if (points.length < 2) return null;
  const xs = points.map(({ on }) => x(on));
  const values = points.map(({ progress }) => forDrawing(progress));
  const line = strokes(values, (index) => xs[index]!, y)[0] ?? "";
  const last = { x: xs.at(-1)!, y: y(values.at(-1) ?? 0) };
  const now = x(today());
  const end = forDrawing(forecast?.value);
  return (
    <svg
      ref={measured.frame}
      className="o-line"
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t("okr.ui.line_label", { progress: percent(row.progress), expected: percent(row.expected) })}
    >
      <line className="ground" x1="0" x2={width} y1={height - foot} y2={height - foot} />
      <line className="expected" x1="0" y1={y(0)} x2={width} y2={y(1)} />
      <path className="area" d={`${line}L${last.x} ${height - foot}L${xs[0]} ${height - foot}Z`} />
      <path className="line" d={line} />
      {end === null ? null : <line className="forecast" x1={last.x} y1={last.y} x2={width} y2={y(end)} />}
      <line className="now" x1={now} x2={now} y1="2" y2={height - foot + 3} />
      <circle cx={last.x} cy={last.y} r="3" />
      <text x="0" y={height - 2}>
        {day(cycle.start, language)}
      </text>
      <text x={width} y={height - 2} textAnchor="end">
        {day(cycle.end, language)}
      </text>
    </svg>
  );
}
