import { Download } from "lucide-react";
import type { Import } from "~/api/types";
import { exact } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import styles from "./import.module.css";
import { isRunning, problemsUrl, takenRows } from "./queries";

const count = (value: number) => exact(String(value));

/** What a check found, or what was written: four counts that are all rows together, and each problem at its place. */
export function ResultCard({ known }: { known: Import }) {
  const { t } = useWords();
  const running = isRunning(known);
  const note = running ? t("settings.import.step_check_running", { checked: count(known.checked), rows: count(known.rows) }) : t("settings.import.result_note", { rows: count(known.rows) });
  return (
    <section className={`card ${styles.card}`} aria-label={t("settings.import.result")} aria-live="polite" aria-busy={running}>
      <header>
        <h2>{t("settings.import.result")}</h2>
        <span className="note num">{note}</span>
        <span className="grow" />
        {known.problems.length > 0 ? (
          <a className="link row" href={problemsUrl(known.id)} download>
            <Download size={14} strokeWidth={1.75} aria-hidden="true" />
            {t("settings.import.download")}
          </a>
        ) : null}
      </header>
      <dl className={styles.counts}>
        <Count known={known} of="stored" />
        <Count known={known} of="corrected" />
        <Count known={known} of="known" />
        <Count known={known} of="refused" />
      </dl>
      {running ? null : <Notice known={known} />}
      {known.problems.length > 0 ? <Problems known={known} /> : null}
    </section>
  );
}

function Count({ known, of }: { known: Import; of: "stored" | "corrected" | "known" | "refused" }) {
  const { t } = useWords();
  return (
    <div className={of === "refused" && known[of] > 0 ? styles.some : undefined} data-count={of}>
      <dt>{t(`settings.import.${of}`)}</dt>
      <dd className="num">{count(known[of])}</dd>
      <dd className="note">{t(`settings.import.${of}_text`)}</dd>
    </div>
  );
}

function Notice({ known }: { known: Import }) {
  const { t } = useWords();
  const taken = takenRows(known);
  if (known.state === "undone") return <p className={styles.notice}>{t("settings.undo.done", { count: known.undone })}</p>;
  if (known.state === "failed") return <p className={styles.notice}>{t("settings.import.failed")}</p>;
  if (!known.dry_run && (known.state === "done" || known.state === "undoing"))
    return (
      <p className={styles.notice} role="status" data-written>
        <b>{t("settings.import.done", { count: count(known.stored + known.corrected) })}</b>
      </p>
    );
  return (
    <p className={styles.notice} role="status">
      <b>{t("settings.import.nothing_yet")}</b> {taken > 0 ? t("settings.import.press", { count: count(taken) }) : null}{" "}
      {taken > 0 && known.refused > 0 ? t("settings.import.left_out", { count: count(known.refused) }) : null}
    </p>
  );
}

function Problems({ known }: { known: Import }) {
  const { t } = useWords();
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("settings.import.refused")}>
      <table className="table" data-problems>
        <caption className="sr">{t("settings.import.refused")}</caption>
        <thead>
          <tr>
            <th className="r">{t("settings.import.row")}</th>
            <th>{t("settings.import.column")}</th>
            <th>{t("settings.import.cell")}</th>
            <th>{t("settings.import.wrong")}</th>
            <th>{t("settings.import.expected")}</th>
          </tr>
        </thead>
        <tbody>
          {known.problems.map((problem, index) => (
            <tr key={index}>
              <td className="r num">{problem.row}</td>
              <td>{problem.label || "—"}</td>
              <td>{problem.text ? <span className={styles.cell}>{problem.text}</span> : "—"}</td>
              <td>{problem.detail}</td>
              <td>{problem.expected || "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {known.refused > known.problems.length ? <p className="note">{t("settings.import.first_problems", { count: known.problems.length })}</p> : null}
    </div>
  );
}
