/** Beside a figure: whether something is missing of it, how old it is, whether it is far from its own past. Nothing where all is well. */
import { CircleDashed, Diamond, History } from "lucide-react";
import type { KpiRow } from "~/api/types";
import { type Translate, useWords } from "~/ui/i18n/words";
import { day, withUnit } from "~/ui/format";
import css from "./figure_marks.module.css";

/** The last day of the newest period that has a figure. */
export const figureDay = (row: KpiRow) => (row.actual === null ? row.last_figure_on : (row.period?.end ?? null));

export const isLacking = ({ reported }: KpiRow) => Boolean(reported && reported.in < reported.due);
export const isOld = ({ behind }: KpiRow) => Boolean(behind);

export function outlierText({ outlier, unit, decimals }: KpiRow, t: Translate): string {
  if (outlier === null) return "";
  return t("kpi.ui.mark_outlier", {
    periods: outlier.periods,
    usual: withUnit(outlier.usual, unit, decimals, t),
    spread: withUnit(outlier.spread, unit, decimals + 1, t),
  });
}

export function FigureMarks({ row }: { row: KpiRow }) {
  const { t } = useWords();
  const marks = [
    isLacking(row) ? { icon: CircleDashed, label: t("kpi.ui.mark_lacking", { due: row.reported!.due, in: row.reported!.in }) } : null,
    isOld(row) ? { icon: History, label: t("kpi.ui.mark_behind", { day: day(figureDay(row)), behind: row.behind! }) } : null,
    row.outlier ? { icon: Diamond, label: outlierText(row, t) } : null,
  ];
  return marks.map((mark, index) =>
    mark ? (
      <span key={index} className={css.mark} title={mark.label}>
        <mark.icon size={13} strokeWidth={1.75} aria-label={mark.label} role="img" />
      </span>
    ) : null,
  );
}
