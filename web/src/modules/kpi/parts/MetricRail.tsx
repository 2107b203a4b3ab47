import type { SlotProps } from "~/app/slots";
import { useWords } from "~/ui/i18n/words";
import { KpiGroup, KpiLine, KpiTable, byCategory } from "./KpiRows";

/** The metrics of a page of another module. */
export default function MetricRail({ rows, total, unit, linked }: SlotProps["metric.rows"]) {
  const { t, language } = useWords();
  return (
    <KpiTable caption={t("ui.metrics")} note={t("ui.metrics_note", { count: total })}>
      {byCategory(rows, language).map((group) => (
        <tbody key={group.label}>
          <KpiGroup label={group.label} />
          {group.rows.map((row) => (
            <KpiLine
              key={row.assignment}
              row={row}
              unitShown={row.org_unit !== unit}
              linked={linked.has(row.assignment)}
            />
          ))}
        </tbody>
      ))}
    </KpiTable>
  );
}
