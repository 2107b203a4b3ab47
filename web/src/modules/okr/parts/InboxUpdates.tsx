import { Target } from "lucide-react";
import { useMe } from "~/api/session";
import { daysBetween, name, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import styles from "~/ui/inbox_lines.module.css";
import { useCycles, useObjectives } from "../queries";

/** After so many days without a word a key result that people update is due. */
const dueDays = 7;

/** Key results of the reader's that nobody has told of for a week: a group of the inbox. */
export default function InboxUpdates() {
  const { t, language } = useWords();
  const me = useMe();
  const now = today();
  const cycle = useCycles().data?.find((one) => one.state === "active" && one.start <= now && now <= one.end);
  const own = useObjectives({ owner: me.person ?? 0, cycle: cycle?.id });
  if (!me.person || !cycle) return null;
  const due = (own.data?.items ?? [])
    .filter(({ state }) => state === "active")
    .flatMap((row) => row.key_results.map((kr) => ({ row, kr, days: daysBetween(kr.last_check_in ?? cycle.start, now) })))
    .filter(({ kr, days }) => kr.value_mode === "manual" && !kr.frozen && days >= dueDays);
  if (due.length === 0) return null;
  return (
    <>
      <h2 className={styles.group}>
        {t("okr.ui.to_update")} <span className="note num">{due.length}</span>
      </h2>
      <ul className={styles.lines}>
        {due.map(({ row, kr, days }) => (
          <li key={kr.id} className={styles.line}>
            <Target size={16} strokeWidth={1.75} aria-hidden="true" />
            <span className={styles.what}>
              <Link to={`/check-in/${kr.id}`} className={`row-link ell ${styles.title}`} data-row>
                {name(kr.title, language)}
              </Link>
              <span className="note ell">{name(row.title, language)}</span>
            </span>
            <span className={styles.late}>{t("okr.ui.late_days", { days: days - dueDays })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
