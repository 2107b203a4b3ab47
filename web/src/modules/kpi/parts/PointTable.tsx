/** The periods of a metric as a table, newest first. */
import type { Point } from "~/api/types";
import { Light } from "~/ui/Light";
import { name, percent, periodOf, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import type { HeadlineProps } from "./MetricHeadline";
import table from "./point_table.module.css";

export default function PointTable({ points, known, start, onExplain }: HeadlineProps & { points: Point[] }) {
  const { t, language } = useWords();
  const { unit, decimals } = known.kpi;
  return (
    <div className={table.scroll} tabIndex={0} role="group" aria-label={t("ui.table_view")}>
      <table className="table">
        <caption className="sr">{t("kpi.ui.points_of", { name: name(known.row.names, language) })}</caption>
        <thead>
          <tr>
            <th>{t("kpi.ui.period")}</th>
            <th className="r">{t("ui.actual")}</th>
            <th className="r">{t("ui.target")}</th>
            <th className="r">{t("kpi.ui.achievement")}</th>
            <th>{t("ui.status")}</th>
            <th>
              <span className="sr">{t("kpi.ui.explain")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.start}>
              <th scope="row" className="num">
                {periodOf(point, known.kpi.frequency)}
              </th>
              <td className="r num">
                {point.outlier ? <span className="note">{t("kpi.ui.unusual")} </span> : null}
                {withUnit(point.value, unit, decimals, t)}
              </td>
              <td className="r num">{withUnit(point.target, unit, decimals, t)}</td>
              <td className="r num">{percent(point.achievement, 1)}</td>
              <td>{point.open || point.light === "plain" ? <span className="note">{t("kpi.ui.running")}</span> : <Light of={point.light} />}</td>
              <td className="r">
                <button type="button" className="link-btn" aria-pressed={point.start === start} onClick={() => onExplain(point.start)}>
                  {t("kpi.ui.explain")}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
