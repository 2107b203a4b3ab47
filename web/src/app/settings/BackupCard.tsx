import { Light } from "~/ui/Light";
import { moment } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Card } from "./Card";
import { type Job, jobStatus, sizeWords } from "./job_words";
import { type useOverview, useRunJob } from "./queries";
import styles from "./frame.module.css";
import type { Overview } from "./waiting";

const backupJob = "platform.backup";
const proofJob = "platform.backup_proof";

/** The newest backup, those before it as bars, and when one was last restored to prove it. */
export function BackupCard({ query, jobs }: { query: ReturnType<typeof useOverview>; jobs: Job[] }) {
  const { t } = useWords();
  const run = useRunJob();
  const on = query.data?.backups_on;
  return (
    <Card
      title={t("settings.ui.backup")}
      note={on ? t("settings.ui.backup_kept", { count: query.data!.backups.length }) : undefined}
      end={
        on ? (
          <button type="button" className="link-btn" disabled={run.isPending} onClick={() => run.mutate(backupJob)}>
            {t("settings.ui.backup_now")}
          </button>
        ) : undefined
      }
      query={query}
    >
      {(found) => (
        <>
          {found.backups_on ? <Newest found={found} /> : <p className={styles.foot}>{t("settings.ui.backup_off")}</p>}
          {found.backups_on ? <Proof job={jobs.find(({ name }) => name === proofJob)} /> : null}
          <p className={run.error ? `problem ${styles.foot}` : "sr"} role="status">
            {run.error ? run.error.message : run.isSuccess ? t("settings.ui.job_asked") : ""}
          </p>
        </>
      )}
    </Card>
  );
}

function Newest({ found }: { found: Overview }) {
  const { t, language } = useWords();
  const newest = found.backups.at(-1);
  if (!newest) return <p className={styles.foot}>{t("settings.ui.backup_none")}</p>;
  const largest = Math.max(...found.backups.map(({ bytes }) => bytes), 1);
  const { value, unit } = sizeWords(newest.bytes);
  return (
    <div className={styles.headline}>
      <div>
        <p className="note num">{moment(newest.made_at, language)}</p>
        <p>
          <b className="num">{value}</b> <span className="note">{unit}</span>
        </p>
      </div>
      <div className={styles.bars} aria-hidden="true">
        {found.backups.slice(-7).map(({ name, bytes }) => (
          <span key={name} style={{ height: `${Math.max((bytes / largest) * 100, 6)}%` }} />
        ))}
      </div>
    </div>
  );
}

function Proof({ job }: { job: Job | undefined }) {
  const { t, language } = useWords();
  if (!job?.last_run && !job?.failures) return <p className={`note ${styles.foot}`}>{t("settings.ui.proof_none")}</p>;
  const well = job.failures === 0;
  return (
    <p className={styles.foot}>
      <Light of={jobStatus(job)} bare />{" "}
      {well ? t("settings.ui.proof_well", { when: moment(job.last_run, language) }) : t("settings.ui.proof_failed", { why: job.last_error })}
    </p>
  );
}
