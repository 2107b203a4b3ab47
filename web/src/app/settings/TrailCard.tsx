import { Light } from "~/ui/Light";
import { moment } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { Card } from "./Card";
import { type useOverview, useRunJob } from "./queries";
import styles from "./frame.module.css";

export const verifyJob = "platform.verify_trail";

/** Up to when the trail was verified, and a button that walks its chain again. */
export function TrailCard({ query, all = false }: { query: ReturnType<typeof useOverview>; all?: boolean }) {
  const { t, language } = useWords();
  const run = useRunJob();
  return (
    <Card title={t("settings.ui.trail")} note={t("settings.ui.trail_note")} end={all ? undefined : <Link to="/settings/trail">{t("settings.ui.trail_see")}</Link>} query={query}>
      {({ trail }) => (
        <ul className={styles.rows}>
          <li>
            <Light of={trail.verified_at ? (trail.well ? "ok" : "breach") : "none"} bare />
            <span className={styles.what}>
              {trail.verified_at
                ? t(trail.well ? "settings.ui.trail_well" : "settings.ui.trail_broken", { when: moment(trail.verified_at, language), count: trail.verified_rows })
                : t("settings.ui.trail_never", { count: trail.rows })}
            </span>
            <button type="button" className="btn" disabled={run.isPending} onClick={() => run.mutate(verifyJob)}>
              {t("settings.ui.trail_verify")}
            </button>
            <span className={run.error ? "problem" : "note"} role="status">
              {run.error ? run.error.message : run.isSuccess ? t("settings.ui.job_asked") : ""}
            </span>
          </li>
        </ul>
      )}
    </Card>
  );
}
