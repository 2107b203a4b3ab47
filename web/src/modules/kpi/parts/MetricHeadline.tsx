import { Suspense, lazy, useCallback, useMemo, useState } from "react";
import type { Assignment, KpiRow, Point } from "~/api/types";
import { Light } from "~/ui/Light";
import { withGaps } from "~/ui/charts/gaps";
import type { TrendPoint } from "~/ui/charts/trend_option";
import { forDrawing, shift } from "~/ui/decimal";
import { change, day, figureBeside, hasTarget, limit, linesOf, name, percent, periodOf, redLine, sign, target, unitWord, unknown, withUnit } from "~/ui/format";
import { type Key, type Translate, loadWords, useWords } from "~/ui/i18n/words";
import { statusNote } from "./status_note";
import { ErrorState, Skeleton } from "~/ui/states";
import { usePoints } from "../queries";

const Trend = lazy(() => import("~/ui/charts/Trend"));
const PointTable = lazy(() => import("./PointTable"));
const FigureNotes = lazy(async () => (await Promise.all([import("./FigureNotes"), loadWords("figures")]))[0]);

export type HeadlineProps = { known: Assignment; from: string; start?: string; onExplain: (start: string) => void };

/** The number, what it is measured against, and its way here. */
export function MetricHeadline(props: HeadlineProps) {
  const { t, language } = useWords();
  const [asTable, setAsTable] = useState(false);
  const points = usePoints(props.known.row.assignment, props.from);
  const { row } = props.known;
  return (
    <section className="card" aria-label={name(row.names, language)}>
      <Numbers known={props.known} />
      <Suspense fallback={null}>
        <FigureNotes row={row} />
      </Suspense>
      <div className="metric-chart">
        {points.isPending ? <Skeleton rows={6} /> : null}
        {points.isError ? <ErrorState error={points.error} retry={() => void points.refetch()} /> : null}
        {points.data ? (
          <Suspense fallback={<Skeleton rows={6} />}>
            {asTable ? <PointTable points={points.data} {...props} /> : <Chart points={points.data} known={props.known} />}
          </Suspense>
        ) : null}
      </div>
      <div className="metric-foot">
        <button type="button" className="btn sm" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? "ui.chart_view" : "ui.table_view")}
        </button>
        <span className="note">
          {t("kpi.ui.thresholds_then")}
        </span>
      </div>
    </section>
  );
}

function Numbers({ known }: { known: Assignment }) {
  const { t } = useWords();
  const { row } = known;
  const { breach } = row;
  const word = unitWord(row.unit, t);
  const aimed = row.target !== null || row.lower !== null;
  return (
    <div className="metric-head">
      <p className="metric-now">
        <span className={`metric-number ${row.light}`} data-testid="metric-value">
          {row.actual === null ? unknown : figureBeside(row.actual, linesOf(row), row.unit, row.decimals)}
          {row.actual !== null && word ? <small>{word === "%" ? "%" : ` ${word}`}</small> : null}
        </span>
        {row.light === "plain" ? (
          <span className="note">{t(hasTarget(row) ? "ui.not_judged" : "ui.no_target")}</span>
        ) : (
          <Light of={row.light} note={statusNote(row, t)} />
        )}
      </p>
      <dl className="metric-facts">
        {aimed ? <Fact label={t("ui.target")} value={`${target(row)}${row.unit === "%" ? "%" : ""}`} /> : null}
        <Fact label={t("kpi.ui.achievement")} value={row.achievement === null && !aimed ? t("kpi.ui.no_target_value") : percent(row.achievement, 1)} />
        <Earlier label={t("kpi.ui.change")} of={row.before} row={row} />
        <Earlier label={t("kpi.ui.year_ago")} of={row.year_ago} row={row} />
        {row.watch === null || [row.target ?? row.lower, row.limit].includes(row.watch) ? null : (
          <Fact label={t("kpi.ui.green_line")} value={greenLine(row)} />
        )}
        {row.limit === null ? null : (
          <Fact label={t("kpi.ui.limit")} value={redLine(row, row.unit, row.decimals, t)} />
        )}
        {breach?.recover ? (
          <Fact
            label={t("kpi.ui.recover")}
            value={redLine({ limit: breach.recover, limit_to: breach.recover_to, limit_op: breach.recover_op }, row.unit, row.decimals, t)}
          />
        ) : null}
        <Fact label={t("kpi.ui.period")} value={periodOf(row.period, row.frequency)} />
        {row.open && row.open.value !== null ? (
          <Fact label={t("kpi.ui.open_period")} value={withUnit(row.open.value, row.unit, row.decimals, t)} />
        ) : null}
      </dl>
    </div>
  );
}

/** Which values are green. */
function greenLine({ watch, watch_to: to, direction, unit, decimals }: KpiRow): string {
  const show = (value: string | null) => limit(value!, unit, decimals);
  return to === null ? `${sign(direction)} ${show(watch)}` : `${show(watch)}–${show(to)}`;
}

/** An earlier period's value, and what was gained since. */
function Earlier({ label, of, row }: { label: string; of: KpiRow["before"]; row: KpiRow }) {
  const { t } = useWords();
  if (!of?.value) return null;
  const gained = of.change === null ? "" : ` (${change(of.change, row.unit, row.decimals, t)})`;
  return <Fact label={label} value={`${withUnit(of.value, row.unit, row.decimals, t)}${gained}`} />;
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{value}</dd>
    </div>
  );
}

/** A period that nobody has a value for keeps the lines that held before it. */
const empty = (before: Point, span: { start: string; end: string }): Point => ({
  ...before,
  ...span,
  value: null,
  achievement: null,
  colour: null,
  light: "none",
  open: false,
});

function drawn(points: Point[], known: Assignment, t: Translate, language: "zh" | "en"): TrendPoint[] {
  const { unit, decimals } = known.kpi;
  const at = (value: string | null) => forDrawing(value === null || unit !== "%" ? value : shift(value, 2));
  return points.map((point) => ({
    label: day(point.start, language),
    value: at(point.value),
    target: at(point.target),
    // A line that lies on another one is drawn once.
    watch: point.green === point.target || point.green === point.limit ? null : at(point.green),
    watch_to: point.green_to === point.limit_to ? null : at(point.green_to),
    limit: at(point.limit),
    limit_to: at(point.limit_to),
    recover: at(point.recover),
    recover_to: at(point.recover_to),
    open: point.open,
    light: point.light,
    shown: withUnit(point.value, unit, decimals, t),
    unusual: point.outlier === null ? "" : t("kpi.ui.unusual"),
  }));
}

function Chart({ points: judged, known }: { points: Point[]; known: Assignment }) {
  const { t, language } = useWords();
  const points = useMemo(() => withGaps(judged, empty), [judged]);
  const { unit, decimals } = known.kpi;
  const data = useMemo(() => drawn(points, known, t, language), [points, known, t, language]);
  const tell = useCallback((index: number) => lines(points[index], known, t), [points, known, t]);
  const axis = useCallback((value: number) => `${Number(value.toFixed(decimals + 1))}${unit === "%" ? "%" : ""}`, [unit, decimals]);
  const words = useMemo(() => {
    const last = (key: "target" | "green" | "green_to" | "limit" | "limit_to" | "recover" | "recover_to") => points.findLast((point) => point[key] !== null)?.[key];
    const text = (label: Key, value: string | null | undefined) => (value ? `${t(label)} ${limit(value, unit, 0)}` : "");
    return {
      target: text("ui.target", last("target")),
      watch: text("kpi.ui.green_line", last("green")),
      watch_to: text("kpi.ui.green_line", last("green_to")),
      limit: text("kpi.ui.limit", last("limit")),
      limit_to: text("kpi.ui.limit", last("limit_to")),
      recover: text("kpi.ui.recover", last("recover")),
      recover_to: text("kpi.ui.recover", last("recover_to")),
    };
  }, [points, unit, t]);
  if (!data.some((point) => point.value !== null)) return <p className="note">{t("kpi.ui.no_points")}</p>;
  return <Trend points={data} broken={points.findLast((point) => point.limit_op)?.limit_op ?? null} words={words} finding={finding(judged, known, t, language)} tell={tell} axis={axis} />;
}

/** Date, value, target, status word: the tooltip's lines. */
function lines(point: Point | undefined, known: Assignment, t: Translate): string[] {
  if (!point) return [];
  const { unit, decimals } = known.kpi;
  return [
    periodOf(point, known.kpi.frequency),
    withUnit(point.value, unit, decimals, t),
    point.target === null ? t("ui.no_target") : `${t("ui.target")} ${withUnit(point.target, unit, decimals, t)}`,
    point.open ? t("kpi.ui.running") : t(`ui.light.${point.light}` as Key),
  ];
}

function finding(points: Point[], known: Assignment, t: Translate, language: "zh" | "en"): string {
  const { unit, decimals } = known.kpi;
  const present = points.filter((point) => point.value !== null);
  return t("kpi.ui.trend_finding", {
    name: name(known.row.names, language),
    count: points.length,
    first: withUnit(present[0]?.value ?? null, unit, decimals, t),
    last: withUnit(present.at(-1)?.value ?? null, unit, decimals, t),
    status: t(`ui.light.${known.row.light}` as Key),
  });
}
