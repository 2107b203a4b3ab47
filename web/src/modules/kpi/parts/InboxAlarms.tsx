import { useMe } from "~/api/session";
import { Shape } from "~/ui/Light";
import { linesOf, name, redLine, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import styles from "~/ui/inbox_lines.module.css";
import { Link } from "~/ui/router";
import { useBreaches } from "../queries";

/** Metrics of the reader's that are past their line and that nobody has acknowledged: a group of the inbox. */
export default function InboxAlarms() {
  const { t, language } = useWords();
  const me = useMe();
  const query = useBreaches();
  const rows = (query.data?.items ?? []).filter((row) => me.person !== null && row.owner === me.person && !row.breach?.acknowledged);
  if (rows.length === 0) return null;
  return (
    <>
      <h2 className={styles.group}>
        {t("kpi.ui.alarms")} <span className="note num">{rows.length}</span>
      </h2>
      <ul className={styles.lines}>
        {rows.map((row) => (
          <li key={row.assignment} className={styles.line}>
            <Shape of={row.light} size={14} />
            <span className={styles.what}>
              <Link to={`/kpi/${row.assignment}`} className={`row-link ell ${styles.title}`} data-row>
                {name(row.names, language)} {withUnit(row.actual, row.unit, row.decimals, t, linesOf(row))}
              </Link>
              <span className="note ell">
                {name(row.unit_names, language)} {row.limit === null ? "" : redLine(row, row.unit, row.decimals, t)}
              </span>
            </span>
            {row.breach ? <span className="note">{t("ui.day_n", { days: row.breach.days })}</span> : null}
          </li>
        ))}
      </ul>
    </>
  );
}
