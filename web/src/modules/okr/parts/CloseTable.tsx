import { Check } from "lucide-react";
import { Shape } from "~/ui/Light";
import { classes } from "~/ui/classes";
import { fixed } from "~/ui/decimal";
import { linesOf, name, percent, redLine, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Avatar, Bar } from "~/ui/marks";
import { Link } from "~/ui/router";
import type { CloseRow } from "../queries_close";
import css from "./close.module.css";

const one = (value: string | null) => (value === null ? "—" : fixed(value, 1));

export function CloseTable({ rows, open }: { rows: CloseRow[]; open?: number }) {
  const { t } = useWords();
  return (
    <table className={css.table}>
      <caption className="sr">{t("ui.objectives")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("ui.objectives")}</th>
          <th scope="col" className={css.progress}>{t("okr.ui.progress")}</th>
          <th scope="col" className={css.number}>{t("okr.ui.raw_grade")}</th>
          <th scope="col" className={css.number}>{t("okr.ui.grade")}</th>
          <th scope="col" className={css.told}>{t("okr.ui.explained")}</th>
          <th scope="col" className={css.lacks}>{t("okr.ui.lacks")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} chosen={row.id === open} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, chosen }: { row: CloseRow; chosen: boolean }) {
  const { t, language } = useWords();
  const kind = t(row.type === "committed" ? "okr.ui.committed" : "okr.ui.aspirational");
  const lack = row.lacks[0];
  return (
    <tr className={chosen ? css.chosen : undefined}>
      <td>
        <div className={css.what}>
          <Avatar name={row.owner_name ?? name(row.unit_names, language)} />
          <span>
            <Link to="" search={(old) => ({ ...old, objective: row.id })} className="row-link" data-row={row.id}>
              {name(row.title, language)}
            </Link>
            <span className="note ell">
              {name(row.unit_names, language)} · {kind}
            </span>
          </span>
        </div>
      </td>
      <td className={css.progress}>
        <span className={css.bar}>
          <Bar value={row.progress} /> <span className="num">{percent(row.progress)}</span>
        </span>
      </td>
      <td className={classes(css.number, "dim")}>{one(row.raw ?? row.suggested)}</td>
      <td className={css.number}>
        <b className={row.capped ? css.capped : undefined}>{one(row.grade)}</b>
      </td>
      <td className={css.told}>
        <Told row={row} />
      </td>
      <td className={css.lacks}>
        {lack ? (
          <span className="tag watch">{t(`okr.ui.lack_${lack}`)}</span>
        ) : (
          <span className={css.ready}>
            <Check size={14} strokeWidth={2} aria-hidden="true" /> {t("okr.ui.ready")}
          </span>
        )}
      </td>
    </tr>
  );
}

/** One sentence: what caps it, what is missing, or why it came so. */
function Told({ row }: { row: CloseRow }) {
  const { t, language } = useWords();
  const { guard } = row;
  if (row.capped && guard) {
    return (
      <>
        <b className={css.capped}>
          <Shape of="breach" size={11} /> {t("okr.ui.capped_at", { cap: fixed(guard.cap, 1) })}
        </b>
        <span className="note">{capText(guard, language, t)}</span>
      </>
    );
  }
  if (row.grade === null) {
    return (
      <>
        {row.suggested === null ? null : <span>{t("okr.ui.suggested", { value: one(row.suggested) })}</span>}
        <span className="note">{t("okr.ui.waits_for_manager")}</span>
      </>
    );
  }
  if (row.type === "committed" && !row.success) {
    return (
      <>
        <span>{row.cause ? t("okr.ui.cause_written") : t("okr.ui.promise_broken")}</span>
        <span className="note ell">{row.cause || t("okr.ui.cause_wanted")}</span>
      </>
    );
  }
  return <span className="note ell">{row.cause}</span>;
}

export function capText(guard: NonNullable<CloseRow["guard"]>, language: "zh" | "en", t: ReturnType<typeof useWords>["t"]): string {
  if (!guard.kpi_names) return t("okr.ui.cap_hidden");
  return t("okr.ui.cap_text", {
    name: name(guard.kpi_names, language),
    value: withUnit(guard.actual, guard.unit, guard.decimals, t, linesOf(guard)),
    limit: redLine(guard, guard.unit, guard.decimals, t),
  });
}
