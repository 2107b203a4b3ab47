import { CircleCheck, CircleDashed, Clock3, Undo2 } from "lucide-react";
import { daysBetween, localDay, name, today } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import type { Approval } from "./queries";
import styles from "~/ui/inbox_lines.module.css";

const icons = { open: CircleDashed, approved: CircleCheck, refused: Undo2, withdrawn: Undo2, expired: Clock3 } as const;

/** One request: what, of whom, what it changes, and how long it has waited or how it ended. */
export function ApprovalLine({ row, chosen, ended }: { row: Approval; chosen: boolean; ended?: boolean }) {
  const { t, language } = useWords();
  const Icon = icons[row.state];
  const age = daysBetween(localDay(row.since ?? row.submitted_at), today());
  const change = row.change ? `${name(row.change.before, language)} → ${name(row.change.after, language)}` : "";
  return (
    <li className={`${styles.line} ${chosen ? styles.chosen : ""}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className={styles.what}>
        <Link to={`/inbox/${row.id}`} search={(old) => old} className={`row-link ell ${styles.title}`} data-row aria-current={chosen ? "true" : undefined}>
          {name(row.kind_names, language)}
          {language === "zh" ? "：" : ": "}
          {name(row.title, language)}
        </Link>
        <span className="note ell">{[row.requester_name, name(row.unit_names, language), change].filter(Boolean).join(language === "zh" ? "，" : ", ")}</span>
      </span>
      <span className="note">{ended ? t(`inbox.state_${row.state}` as Key) : t("inbox.days", { days: age })}</span>
    </li>
  );
}
