import type { ReactNode } from "react";
import type { KpiRow, ObjectiveRow } from "~/api/types";
import { Light, paceStatus } from "~/ui/Light";
import { figureBeside, linesOf, name, percent, unitWord, unknown, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Bar, Sparkline } from "~/ui/marks";
import { Link } from "~/ui/router";
import { useFilled } from "~/ui/Slot";
import type { MyDay } from "../queries";
import css from "./day.module.css";

/** So many stand on the page; the rest is one step away. */
const goalsShown = 4;
const metricsShown = 7;

/** One's own objectives, or those of one's unit where one has none. */
export function DayGoals({ day }: { day: MyDay }) {
  const { t, language } = useWords();
  const own = day.goals.length > 0;
  const rows = own ? day.goals : (day.unit?.objectives ?? []);
  // A module that is switched off has no share in the day.
  if (!useFilled("objective.rows")) return null;
  const title = own || !day.unit ? t("dashboard.ui.day_goals") : t("dashboard.ui.day_unit_goals", { unit: name(day.unit.unit.names, language) });
  const headline = !own && day.unit?.okr.progress ? day.unit.okr : null;
  return (
    <section className={css.rail} aria-label={title}>
      <header>
        <h3 className="tick okr">{title}</h3>
        {headline ? (
          <span className="note">{t("dashboard.ui.day_progress", { progress: percent(headline.progress), expected: percent(headline.expected) })}</span>
        ) : null}
      </header>
      {rows.length === 0 ? <p className="note">{t("dashboard.ui.day_no_goals")}</p> : null}
      <ul>
        {rows.slice(0, goalsShown).map((row) => (
          <Goal key={row.id} row={row} />
        ))}
      </ul>
      {rows.length > goalsShown ? <Link to="/okr">{t("dashboard.ui.day_all_goals")}</Link> : null}
    </section>
  );
}

export function Goal({ row, children }: { row: ObjectiveRow; children?: ReactNode }) {
  const { language } = useWords();
  return (
    <li className={css.goal}>
      <Link to={`/okr/${row.id}`} className="row-link ell" data-row>
        {name(row.title, language)}
      </Link>
      <Light of={paceStatus(row.pace, row.gap)} />
      <Bar value={row.progress} expected={row.pace === "too_early" ? null : row.expected} />
      <b className="num">{percent(row.progress)}</b>
      {children}
    </li>
  );
}

/** One's own metrics, or those of one's unit where one has none. */
export function DayMetrics({ day }: { day: MyDay }) {
  const { t, language } = useWords();
  const own = day.metrics.length > 0;
  const rows = own ? day.metrics : (day.unit?.metrics ?? []);
  if (!useFilled("metric.rows")) return null;
  const title = own || !day.unit ? t("dashboard.ui.day_metrics") : t("dashboard.ui.day_unit_metrics", { unit: name(day.unit.unit.names, language) });
  const counted = own || !day.unit ? { ok: rows.filter(({ light }) => light === "ok").length, total: rows.length } : day.unit.kpi;
  return (
    <section className={css.rail} aria-label={title}>
      <header>
        <h3 className="tick kpi">{title}</h3>
        {rows.length > 0 ? <span className="note">{t("dashboard.ui.day_ok_of", { ok: counted.ok, total: counted.total })}</span> : null}
      </header>
      {rows.length === 0 ? <p className="note">{t("dashboard.ui.day_no_metrics")}</p> : null}
      <ul>
        {rows.slice(0, metricsShown).map((row) => (
          <Metric key={row.assignment} row={row} unitShown={own} />
        ))}
      </ul>
      {rows.length > metricsShown ? <Link to="/kpi">{t("dashboard.ui.day_all_metrics")}</Link> : null}
    </section>
  );
}

function Metric({ row, unitShown }: { row: KpiRow; unitShown: boolean }) {
  const { t, language } = useWords();
  const label = name(row.names, language);
  const values = row.spark.map((point) => withUnit(point.value, row.unit, row.decimals, t)).join(", ");
  return (
    <li className={css.metric}>
      <span className={css.what}>
        <Link to={`/kpi/${row.assignment}`} className="row-link ell" data-row>
          {label}
        </Link>
        {unitShown ? <span className="note ell">{name(row.unit_names, language)}</span> : null}
      </span>
      <Sparkline points={row.spark} goal={row.target ?? row.limit} light={row.light} label={t("dashboard.ui.spark", { name: label, values })} />
      <span className="num">
        <b>{row.actual === null ? unknown : figureBeside(row.actual, linesOf(row), row.unit, row.decimals)}</b>
        {row.actual !== null && row.unit ? <span className="dim"> {unitWord(row.unit, t)}</span> : null}
      </span>
      {row.light === "plain" ? <span className="note">{t("ui.light.plain")}</span> : <Light of={row.light} />}
    </li>
  );
}
