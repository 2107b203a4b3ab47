import { useId } from "react";
import { Light } from "~/ui/Light";
import { useT } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { useRunJob } from "./queries";
import type { Waiting } from "./waiting";
import styles from "./frame.module.css";

/** What needs a person; a button stands beside what can be done from here. */
export function WaitingCard({ items }: { items: Waiting[] }) {
  const t = useT();
  const id = useId();
  const run = useRunJob();
  return (
    <section className="card" aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>{t("settings.ui.to_do")}</h2>
        <span className="note num">{items.length}</span>
      </header>
      <ul className={styles.rows}>
        {items.map(({ id: key, status, title, text, act }) => (
          <li key={key}>
            <Light of={status} bare />
            <div className={styles.what}>
              <b>{title}</b>
              <p className="note">{text}</p>
            </div>
            {act && "job" in act ? (
              <button type="button" className="btn" disabled={run.isPending} onClick={() => run.mutate(act.job)}>
                {t("settings.ui.job_run")}
              </button>
            ) : null}
            {act && "to" in act ? (
              <Link className="btn" to={act.to}>
                {act.label}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
      {run.error ? (
        <p className={`problem ${styles.foot}`} role="alert">
          {run.error.message}
        </p>
      ) : null}
    </section>
  );
}
