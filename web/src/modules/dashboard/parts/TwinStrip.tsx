/** One time axis for both rails: progress above, weekly status counts below, one line for now. */
import type { BoardWeek } from "~/api/types";
import type { SlotProps } from "~/app/slots";
import { forDrawing } from "~/ui/decimal";
import { percent } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { strokes } from "~/ui/marks";
import { classes } from "~/ui/classes";
import { useWidth } from "~/ui/use_width";
import css from "./twin_strip.module.css";

const top = 14;
const okrHeight = 62;
const base = top + okrHeight;
const kpiTop = base + 12;
const kpiHeight = 40;
const height = 148;
const endLabel = 62;
/** Without a forecast the last mark only needs room for its round end. */
const edge = 8;

type StripBoard = SlotProps["twin.strip"];

export default function TwinStrip(board: StripBoard) {
  const t = useT();
  const { frame, width } = useWidth<HTMLDivElement>();
  return (
    <div className={css.twin} ref={frame}>
      {width > 0 ? (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={finding(board, t)}>
          <Plot board={board} width={width - (board.okr.forecast === null ? edge : endLabel)} />
        </svg>
      ) : null}
    </div>
  );
}

/** The chart in a sentence, for those who do not see it. */
function finding(board: StripBoard, t: ReturnType<typeof useT>): string {
  const now = t("dashboard.ui.twin_label", {
    progress: percent(board.okr.progress),
    expected: percent(board.okr.expected),
    week: board.cycle.week,
    weeks: board.cycle.weeks,
  });
  return board.okr.forecast === null ? now : now + t("dashboard.ui.twin_forecast", { forecast: percent(board.okr.forecast) });
}

function Plot({ board, width }: { board: StripBoard; width: number }) {
  const { weeks, cycle } = board;
  const step = width / Math.max(1, weeks.length);
  const nowX = Math.min(1, cycle.day / Math.max(1, cycle.days)) * width;
  return (
    <>
      {Array.from({ length: weeks.length + 1 }, (_, index) => (
        <line key={index} className={css.grid} x1={index * step} x2={index * step} y1={top - 6} y2={kpiTop + kpiHeight + 4} />
      ))}
      <line className={css.ground} x1="0" x2={width} y1={base} y2={base} />
      <Progress board={board} width={width} step={step} nowX={nowX} />
      {weeks.map((week, index) => (
        <WeekColumn key={week.index} week={week} x={index * step} width={step} total={largest(weeks)} narrow={step < 30} />
      ))}
      <line className={css.now} x1={nowX} x2={nowX} y1={top - 8} y2={kpiTop + kpiHeight + 6} />
    </>
  );
}

function largest(weeks: BoardWeek[]): number {
  return Math.max(1, ...weeks.map((week) => week.ok + week.watch + week.breach + week.rec + week.none));
}

function Progress(props: { board: StripBoard; width: number; step: number; nowX: number }) {
  const t = useT();
  const { board, width, step, nowX } = props;
  const y = (ratio: number) => base - Math.min(1, Math.max(0, ratio)) * okrHeight;
  const past = board.weeks.filter((week) => week.progress !== null);
  const xs = [0, ...past.map((week) => (week.now ? nowX : board.weeks.indexOf(week) * step + step))];
  const ys = [0, ...past.map((week) => (week.now ? (forDrawing(board.okr.progress) ?? forDrawing(week.progress)!) : forDrawing(week.progress)!))];
  const line = strokes(ys, (index) => xs[index]!, y)[0] ?? "";
  const lastX = xs.at(-1)!;
  const lastY = y(ys.at(-1)!);
  const forecast = forDrawing(board.okr.forecast);
  return (
    <>
      <polyline className={css.expected} points={expectation(board.weeks, step, y)} />
      {line && past.length ? (
        <>
          <path className={css.area} d={`${line}L${lastX} ${base}L0 ${base}Z`} />
          <path className={css.progress} d={line} />
        </>
      ) : null}
      {forecast === null || !past.length ? null : (
        <>
          <line className={css.forecast} x1={lastX} y1={lastY} x2={width} y2={y(forecast)} />
          <text className={css.forecastValue} x={width + 7} y={Math.max(18, y(forecast) + 2)}>
            {percent(board.okr.forecast)}
          </text>
          <text x={width + 7} y={Math.max(33, y(forecast) + 17)}>
            {t("dashboard.ui.forecast")}
          </text>
        </>
      )}
      {past.length ? <circle className={css.here} cx={lastX} cy={lastY} r="3.2" /> : null}
    </>
  );
}

function expectation(weeks: BoardWeek[], step: number, y: (ratio: number) => number): string {
  const marks = weeks.map((week, index) => `${(index + 1) * step},${y(forDrawing(week.expected) ?? 0)}`);
  return [`0,${y(0)}`, ...marks].join(" ");
}

const order = ["none", "rec", "breach", "watch", "ok"] as const;

function WeekColumn(props: { week: BoardWeek; x: number; width: number; total: number; narrow: boolean }) {
  const t = useT();
  const { week, x, width, total, narrow } = props;
  const count = order.reduce((sum, key) => sum + week[key], 0);
  const label = week.now && !narrow ? t("dashboard.ui.this_week") : t(narrow ? "dashboard.ui.week_short" : "dashboard.ui.week_n", { week: week.index });
  return (
    <>
      {count === 0 ? (
        <rect className={css.later} x={x + 4} y={kpiTop + kpiHeight - 2} width={Math.max(1, width - 8)} height="2" />
      ) : (
        stack(week, total).map(({ key, y, height: h }) => (
          <rect key={key} className={classes(css.count, css[key])} x={x + 4} y={kpiTop + y} width={Math.max(1, width - 8)} height={h} rx="1" />
        ))
      )}
      <text className={classes(css.week, week.now && css.this)} x={x + width / 2} y={height - 5}>
        {label}
      </text>
    </>
  );
}

/** Heights from the top down; whatever is not normal keeps at least two pixels. */
function stack(week: BoardWeek, total: number): { key: string; y: number; height: number }[] {
  const space = 1.5;
  const shown = order.filter((key) => week[key] > 0);
  const unit = (kpiHeight - space * (order.length - 1)) / total;
  const heights = shown.map((key) => Math.max(2, week[key] * unit));
  const used = heights.reduce((sum, one) => sum + one, 0) + space * (shown.length - 1);
  let y = kpiHeight - used;
  return shown.map((key, index) => {
    const placed = { key, y, height: heights[index]! };
    y += heights[index]! + space;
    return placed;
  });
}
