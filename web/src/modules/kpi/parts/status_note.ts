import type { KpiRow } from "~/api/types";
import { day, withUnit } from "~/ui/format";
import type { Translate } from "~/ui/i18n/words";

/** The words after the status: until when it is accepted, its age, or how far the recovery has got. */
export function statusNote(row: KpiRow, t: Translate): string | undefined {
  const { breach } = row;
  const accepted = breach?.acknowledged;
  if (row.light === "breach" && accepted?.state === "acknowledged") {
    return t("kpi.ui.acknowledged_until", { day: day(accepted.last_day) });
  }
  if (row.light === "rec" && breach) return t("kpi.ui.recovered_of", { count: breach.count, m: breach.m });
  if (breach?.state === "pending" && row.light === "watch") {
    return t("kpi.ui.pending_of", { count: breach.count, n: breach.n });
  }
  if (row.light === "none" && row.last_figure_on) return t("kpi.ui.last_figure", { day: day(row.last_figure_on) });
  const days = row.light === "breach" ? (breach?.days ?? row.days) : row.days;
  if (days === null || !["watch", "breach", "none"].includes(row.light)) return undefined;
  return t("ui.day_n", { days });
}

/** The period before and the same one a year ago, beside the figure. */
export function earlierNote({ before, year_ago, unit, decimals }: KpiRow, t: Translate): string | undefined {
  if (!before?.value && !year_ago?.value) return undefined;
  return t("kpi.ui.earlier", { before: withUnit(before?.value ?? null, unit, decimals, t), year_ago: withUnit(year_ago?.value ?? null, unit, decimals, t) });
}
