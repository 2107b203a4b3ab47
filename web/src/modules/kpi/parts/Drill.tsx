import type { Assignment, KpiRow } from "~/api/types";
import { Light } from "~/ui/Light";
import { useUnits } from "~/ui/choosers/queries";
import { forDrawing } from "~/ui/decimal";
import { change, name, periodOf, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Bar } from "~/ui/marks";
import { Link } from "~/ui/router";
import css from "./figure_marks.module.css";

const rail = { watch: "watch", breach: "breach", none: "none", ok: "kpi", rec: "kpi", plain: "none" } as const;

/** What a bar is held against: the target, or the end of the band, or the line that must not be crossed. */
const markOf = (row: KpiRow) => row.target ?? (row.direction === "lower" ? row.upper : row.lower) ?? row.upper ?? row.limit;

/** Bars start at 0 and share one scale, with some room beyond the longest of them and its mark. */
const room = 1.15;
function scaleOf(rows: KpiRow[]): number {
  const lengths = rows.flatMap((row) => [forDrawing(row.actual) ?? 0, forDrawing(markOf(row)) ?? 0]);
  return Math.max(...lengths.map(Math.abs)) * room || 1;
}

/** The same metric one level below: numerators and denominators are each summed before dividing. */
export function Drill({ known }: { known: Assignment }) {
  const { t } = useWords();
  const scale = scaleOf(known.children);
  return (
    <section className="card" aria-label={t("kpi.ui.drill")}>
      <header className="card-head">
        <h2>{t("kpi.ui.drill")}</h2>
        {known.kpi.org_agg === "ratio_of_sums" ? <span className="note">{t("kpi.ui.ratio_of_sums")}</span> : <span className="grow" />}
        <span className="note num">{periodOf(known.row.period, known.kpi.frequency)}</span>
      </header>
      <div className="card-body">
        {known.children.length === 0 ? (
          <p className="note">{t("kpi.ui.no_children")}</p>
        ) : (
          <ul className="drill">
            {known.children.map((row) => (
              <Child key={row.assignment} row={row} scale={scale} beside={known.row.period?.start} />
            ))}
          </ul>
        )}
        <NotListed known={known} />
      </div>
    </section>
  );
}

/** Named in full up to this many units. */
const namesShown = 3;

/** The units directly below that have no line here, so that nobody takes the list for the whole. */
function NotListed({ known }: { known: Assignment }) {
  const { t, language } = useWords();
  const units = useUnits();
  const listed = new Set(known.children.map((row) => row.org_unit));
  const missing = (units.data ?? []).filter((unit) => unit.parent === known.row.org_unit && !listed.has(unit.id));
  if (missing.length === 0 || known.children.length === 0) return null;
  const names = missing.slice(0, namesShown).map((unit) => name(unit.names, language));
  const key = missing.length > namesShown ? "kpi.ui.not_listed_more" : "kpi.ui.not_listed";
  return <p className="note drill-note">{t(key, { count: missing.length, names: names.join(t("kpi.ui.name_comma")) })}</p>;
}

/** `beside` begins the period that the list stands under: a figure of another one says which. */
function Child({ row, scale, beside }: { row: KpiRow; scale: number; beside: string | undefined }) {
  const { t, language } = useWords();
  const other = row.actual !== null && row.period !== null && row.period.start !== beside;
  const earlier = [
    { label: "kpi.ui.change" as const, of: row.before },
    { label: "kpi.ui.year_ago" as const, of: row.year_ago },
  ].filter(({ of }) => of?.value);
  const share = (value: string | null) => {
    const length = forDrawing(value);
    return length === null ? null : String(Math.max(0, length) / scale);
  };
  return (
    <li>
      <Link to={`/kpi/${row.assignment}`} data-row={`k${row.assignment}`}>
        <span className="ell">
          {name(row.unit_names, language)}
          {other ? <span className="note num"> {periodOf(row.period, row.frequency)}</span> : null}
        </span>
        <Bar value={share(row.actual)} rail={rail[row.light]} expected={share(markOf(row))} />
        <b className="num">{withUnit(row.actual, row.unit, row.decimals, t)}</b>
        {earlier.length === 0 ? null : (
          <span className={`note num ${css.earlier}`}>
            {earlier.map(({ label, of }) => (
              <span key={label}>
                {t(label)} {withUnit(of?.value ?? null, row.unit, row.decimals, t)}
                {of?.change ? ` (${change(of.change, row.unit, row.decimals, t)})` : ""}
              </span>
            ))}
          </span>
        )}
        {row.light === "plain" ? <span className="note">{t("ui.not_judged")}</span> : <Light of={row.light} />}
      </Link>
    </li>
  );
}
