import { ArrowRight } from "lucide-react";
import { Light, Shape, paceStatus } from "~/ui/Light";
import { classes } from "~/ui/classes";
import { fixed, isNegative } from "~/ui/decimal";
import { change as changeShown, clamp01, figureBeside, linesOf, name, percent, points, redLine, target, unitWord, unknown, withUnit } from "~/ui/format";
import { type Key, type Language, type Translate, useWords } from "~/ui/i18n/words";
import { Avatar, Confidence, Sparkline } from "~/ui/marks";
import type { Week } from "../queries";
import css from "./week.module.css";

/** The week in one sentence: goals, breaches, and who said nothing. */
export function sentence(sheet: Week, t: Translate, language: Language): string {
  const comma = language === "zh" ? "，" : ", ";
  const back = sheet.objectives.filter(({ change }) => change !== null && isNegative(change));
  const goals = [
    sheet.forward > 0 ? t("dashboard.ui.week_forward", { count: sheet.forward }) : "",
    sheet.back === 1 && back[0] ? t("dashboard.ui.week_back_one", { title: name(back[0].title, language), points: points(back[0].change).replace(/^[−-]/, "") }) : "",
    sheet.back > 1 ? t("dashboard.ui.week_back", { count: sheet.back }) : "",
  ].filter(Boolean);
  const breaches = [
    sheet.opened > 0 ? t("dashboard.ui.week_opened", { count: sheet.opened }) : t("dashboard.ui.week_no_breach"),
    sheet.over > 0 ? t("dashboard.ui.week_over", { count: sheet.over }) : "",
  ].filter(Boolean);
  return t("dashboard.ui.week_sentence", {
    goals: goals.length > 0 ? goals.join(comma) : t("dashboard.ui.week_no_move"),
    breaches: breaches.join(comma),
    told: sheet.silent_people > 0 ? t("dashboard.ui.week_silent", { count: sheet.silent_people }) : t("dashboard.ui.week_all_told"),
  });
}

export function WeekBody({ sheet }: { sheet: Week }) {
  return (
    <>
      <Objectives sheet={sheet} />
      <Metrics sheet={sheet} />
      <div className={css.pair}>
        <LessConfident sheet={sheet} />
        <Silent sheet={sheet} />
      </div>
      <Corrections sheet={sheet} />
    </>
  );
}

type Part = { sheet: Week };

function Head({ title, note, rail }: { title: string; note?: string; rail?: "okr" | "kpi" }) {
  return (
    <header className={css.part}>
      <h2 className={rail ? `tick ${rail}` : undefined}>{title}</h2>
      {note ? <span className="note">{note}</span> : null}
    </header>
  );
}

function Objectives({ sheet }: Part) {
  const { t } = useWords();
  const count = sheet.objectives_counted;
  if (count === 0) return null;
  const expected = sheet.objectives.find((row) => row.expected !== null && row.pace !== "too_early")?.expected;
  return (
    <section>
      <Head rail="okr" title={t("ui.objectives")} note={expected ? t("dashboard.ui.week_objectives", { count, expected: percent(expected) }) : t("dashboard.ui.week_objectives_plain", { count })} />
      {sheet.objectives.length === 0 ? <p className="note">{t("dashboard.ui.week_no_move")}</p> : null}
      <ul>
        {sheet.objectives.map((row) => (
          <Objective key={row.id} row={row} />
        ))}
      </ul>
      {sheet.objectives_left > 0 ? <p className="note">{t("dashboard.ui.week_more", { count: sheet.objectives_left })}</p> : null}
    </section>
  );
}

function Objective({ row }: { row: Week["objectives"][number] }) {
  const { t, language } = useWords();
  const unit = name(row.unit_names, language);
  return (
    <li className={css.row}>
      <Who title={name(row.title, language)} unit={unit} owner={row.owner_name} avatar />
      <WayBar before={row.before} after={row.after} expected={row.pace === "too_early" ? null : row.expected} />
      <BeforeAfter before={row.before === null ? null : percent(row.before)} after={percent(row.after)} />
      <span className={css.change}>{row.change === null ? "" : t("dashboard.ui.week_points", { points: points(row.change) })}</span>
      <Light of={paceStatus(row.pace, row.gap)} note={row.gap !== null && isNegative(row.gap) && ["at_risk", "off_track"].includes(row.pace) ? t("dashboard.ui.week_points", { points: points(row.gap) }) : undefined} />
    </li>
  );
}

function Who({ title, unit, owner, avatar = false }: { title: string; unit: string; owner: string | null; avatar?: boolean }) {
  return (
    <span className={css.who}>
      {avatar ? <Avatar name={owner ?? unit} size={28} /> : null}
      <span>
        <b>{title}</b>
        <span className="note">{[unit, owner].filter(Boolean).join(" · ")}</span>
      </span>
    </span>
  );
}

/** The way so far, what was gained paler, what was lost hatched, so that it prints. */
function WayBar({ before, after, expected }: { before: string | null; after: string | null; expected: string | null }) {
  const was = clamp01(before ?? after) * 100;
  const is = clamp01(after) * 100;
  return (
    <span className={css.bar} aria-hidden="true">
      <i style={{ width: `${Math.min(was, is)}%` }} />
      <i className={is < was ? css.lost : css.gained} style={{ left: `${Math.min(was, is)}%`, width: `${Math.abs(is - was)}%` }} />
      {expected === null ? null : <b style={{ left: `${clamp01(expected) * 100}%` }} />}
    </span>
  );
}

function BeforeAfter({ before, after, bad = false }: { before: string | null; after: string; bad?: boolean }) {
  return (
    <span className={classes(css.turn, "num")}>
      <span>{before ?? unknown}</span>
      <ArrowRight size={13} aria-hidden="true" />
      <b className={bad ? css.bad : undefined}>{after}</b>
    </span>
  );
}

function Metrics({ sheet }: Part) {
  const { t } = useWords();
  if (sheet.metrics.length + sheet.metrics_normal === 0) return null;
  return (
    <section>
      <Head rail="kpi" title={t("ui.metrics")} note={t("dashboard.ui.week_metrics", { count: sheet.metrics_normal })} />
      <ul>
        {sheet.metrics.map((metric) => (
          <Metric key={metric.row.assignment} metric={metric} />
        ))}
      </ul>
      {sheet.metrics_left > 0 ? <p className="note">{t("dashboard.ui.week_more", { count: sheet.metrics_left })}</p> : null}
    </section>
  );
}

function Metric({ metric }: { metric: Week["metrics"][number] }) {
  const { t, language } = useWords();
  const { row, turn } = metric;
  const shown = (value: string | null) => (value === null ? unknown : `${figureBeside(value, linesOf(row), row.unit, row.decimals)}${row.unit === "%" ? "%" : ""}`);
  const values = row.spark.map((point) => withUnit(point.value, row.unit, row.decimals, t)).join(", ");
  const label = name(row.names, language);
  const light = t(`ui.light.${row.light}` as Key);
  const word = turn === "changed" ? light : t(`dashboard.ui.turn_${turn}` as Key, { light });
  return (
    <li className={css.row}>
      <Who title={label} unit={name(row.unit_names, language)} owner={row.owner_name} />
      <span className={css.line}>
        <Sparkline points={row.spark} goal={row.target ?? row.limit} light={row.light} label={t("dashboard.ui.spark", { name: label, values })} width={130} />
        <span className="note">
          {row.limit !== null && row.breach ? t("dashboard.ui.week_line", { limit: redLine(row, row.unit, row.decimals, t) }) : t("dashboard.ui.week_target", { target: target(row) })}
          {row.days !== null && row.light !== "ok" ? <span>{t("ui.day_n", { days: row.breach?.id ? row.breach.days : row.days })}</span> : null}
        </span>
      </span>
      <BeforeAfter before={metric.before === null ? null : shown(metric.before)} after={shown(row.actual)} bad={row.light === "breach"} />
      <span className={css.change}>{metric.change === null ? "" : changeShown(metric.change, row.unit, row.decimals, t)}</span>
      <span className={`light ${row.light}`}>
        <Shape of={row.light} />
        <span className="word">{word}</span>
        {row.unit === "%" || !row.unit ? null : <span className="sr">{unitWord(row.unit, t)}</span>}
      </span>
    </li>
  );
}

function LessConfident({ sheet }: Part) {
  const { t, language } = useWords();
  return (
    <section>
      <Head title={t("dashboard.ui.week_confidence")} note={String(sheet.confidence.length)} />
      {sheet.confidence.length === 0 ? <p className="note">{t("dashboard.ui.week_none")}</p> : null}
      <ul>
        {sheet.confidence.map((told) => (
          <li key={told.id} className={css.small}>
            <b>{name(told.title, language)}</b>
            <span className="grow" />
            <Confidence value={told.confidence_before} />
            <ArrowRight size={13} aria-hidden="true" />
            <b className="num">{told.confidence === null ? unknown : fixed(told.confidence, 1)}</b>
            <span className={css.said}>{[told.by_name, told.text].filter(Boolean).join(language === "zh" ? "：" : ": ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Silent({ sheet }: Part) {
  const { t, language } = useWords();
  return (
    <section>
      <Head title={t("dashboard.ui.week_not_told")} note={String(sheet.silent_counted)} />
      {sheet.silent.length === 0 ? <p className="note">{t("dashboard.ui.week_none")}</p> : null}
      <ul>
        {sheet.silent.map((one) => (
          <li key={one.key_result} className={css.small}>
            <Shape of="late" />
            {one.owner_name ? <b>{one.owner_name}</b> : null}
            <span className={css.cut}>{name(one.title, language)}</span>
            <span className="grow" />
            <span className="note num">{t("dashboard.ui.week_days", { days: one.days })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Corrections({ sheet }: Part) {
  const { t, language } = useWords();
  if (sheet.corrections.length === 0) return null;
  const shown = (one: Week["corrections"][number], value: string | null) => withUnit(value, one.unit, one.decimals, t);
  return (
    <section>
      <Head title={t("dashboard.ui.week_corrections")} note={t("dashboard.ui.week_corrections_note", { count: sheet.corrected })} />
      <ul className={css.pair}>
        {sheet.corrections.map((one) => (
          <li key={one.id} className={css.small}>
            <b>{name(one.title, language)}</b>
            <span className="note">
              {name(one.unit_names, language)} {one.on.slice(5)}
            </span>
            <span className="grow" />
            <BeforeAfter before={shown(one, one.before)} after={shown(one, one.after)} />
            <span className={css.said}>{one.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
