/** One metric in a line: name, actual, target with its direction, twelve periods, status and age. */
import { Link2 } from "lucide-react";
import { type ReactNode, memo } from "react";
import type { KpiRow } from "~/api/types";
import { Light } from "~/ui/Light";
import { NarrowIcon } from "~/ui/NarrowIcon";
import { classes } from "~/ui/classes";
import { figureBeside, hasTarget, linesOf, name, target, today, unitWord, unknown, withUnit } from "~/ui/format";
import { type Translate, useWords } from "~/ui/i18n/words";
import { Fresh, PersonTag, Sparkline } from "~/ui/marks";
import { Link } from "~/ui/router";
import table from "~/ui/row_table.module.css";
import { FigureMarks } from "./FigureMarks";
import { earlierNote, statusNote } from "./status_note";
import css from "./kpi_rows.module.css";

type Props = { row: KpiRow; unitShown?: boolean; linked?: boolean; wide?: boolean };

/** A breach keeps its tint until somebody has acknowledged it. */
export function waits(row: KpiRow): boolean {
  return row.breach?.state === "firing" && row.breach.acknowledged?.state !== "acknowledged";
}

function sparkLabel(row: KpiRow, t: Translate, label: string): string {
  const shown = row.spark.map((point) => withUnit(point.value, row.unit, row.decimals, t)).join(", ");
  return t("kpi.ui.spark_label", { name: label, values: shown });
}

export const KpiLine = memo(function KpiLine({ row, unitShown = false, linked = false, wide = false }: Props) {
  const { t, language } = useWords();
  const label = name(row.names, language);
  return (
    <tr className={classes(css.metric, waits(row) && "tinted")} data-node={`k${row.assignment}`}>
      <th scope="row" data-cell="name">
        <span className={css.name}>
          <Link to={`/kpi/${row.assignment}`} className="row-link ell" data-row={`k${row.assignment}`}>
            {label}
          </Link>
          {row.last_day !== null && row.last_day < today() ? <span className="tag">{t("kpi.ui.ended")}</span> : null}
          {linked ? <NarrowIcon icon={Link2} tone="kpi" label={t("kpi.ui.linked")} /> : null}
          <FigureMarks row={row} />
          {unitShown || wide ? <span className={classes("note", !unitShown && css.folded)}>{name(row.unit_names, language)}</span> : null}
        </span>
      </th>
      {wide ? (
        <>
          <td className="ell" data-cell="unit">{name(row.unit_names, language)}</td>
          <td data-cell="owner">
            <PersonTag name={row.owner_name} size={20} />
          </td>
        </>
      ) : null}
      <td className={classes(table.end, "num", row.light === "breach" && css.breached)} data-cell="actual" title={earlierNote(row, t)}>
        <b>
          <Fresh value={row.actual === null ? unknown : figureBeside(row.actual, linesOf(row), row.unit, row.decimals)} />
        </b>
        <span className="sr">{earlierNote(row, t)}</span>
        {row.actual !== null && row.unit ? <span className={css.unit}>{unitWord(row.unit, t)}</span> : null}
      </td>
      <td className={classes(table.end, "num dim")} data-cell="target">{target(row)}</td>
      <td data-cell="spark">
        <Sparkline points={row.spark} goal={row.target ?? row.limit} light={row.light} label={sparkLabel(row, t, label)} width={wide ? 120 : 74} />
      </td>
      <td data-cell="status">
        {row.light === "plain" ? (
          <span className="note">{t(hasTarget(row) ? "ui.not_judged" : "ui.no_target")}</span>
        ) : (
          <Light of={row.light} note={statusNote(row, t)} />
        )}
      </td>
    </tr>
  );
});

const narrowColumns = ["actual", "target", "spark", "status"];
const wideColumns = ["unit", "owner", ...narrowColumns];

type TableProps = { caption: string; note?: string; wide?: boolean; children: ReactNode };

export function KpiTable({ caption, note, wide = false, children }: TableProps) {
  const { t } = useWords();
  const columns = wide ? wideColumns : narrowColumns;
  return (
    <div className={css.frame}>
      <table className={classes(table.table, css.metrics, wide && css.wide)}>
        <caption className="sr">{caption}</caption>
        <colgroup>
          <col />
          {columns.map((cell) => (
            <col key={cell} data-cell={cell} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th className={table.title}>
              <b>{t("ui.metrics")}</b>
              {note}
            </th>
            {wide ? (
              <>
                <th data-cell="unit">{t("ui.unit_scope")}</th>
                <th data-cell="owner">{t("ui.owner")}</th>
              </>
            ) : null}
            <th className={table.end}>{t("ui.actual")}</th>
            <th className={table.end}>{t("ui.target")}</th>
            <th data-cell="spark">{t("kpi.ui.recent_12")}</th>
            <th>{t("ui.status")}</th>
          </tr>
        </thead>
        {children}
      </table>
    </div>
  );
}

export function KpiGroup({ label, count, wide = false }: { label: string; count?: string; wide?: boolean }) {
  return (
    <tr className={css.group}>
      <th scope="rowgroup" colSpan={wide ? 7 : 5}>
        {label} {count ? <span className="dim">{count}</span> : null}
      </th>
    </tr>
  );
}

/** Rows by category, in the order in which the server ranks them. */
export function byCategory(rows: KpiRow[], language: "zh" | "en"): { label: string; rows: KpiRow[] }[] {
  const groups = new Map<string, KpiRow[]>();
  for (const row of rows) {
    const label = name(row.category, language);
    groups.set(label, [...(groups.get(label) ?? []), row]);
  }
  return [...groups].map(([label, members]) => ({ label, rows: members }));
}
