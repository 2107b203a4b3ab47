import { useState } from "react";
import { Light } from "~/ui/Light";
import { moment } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { Export, listOf } from "~/ui/list/Export";
import { Card } from "./Card";
import { type Job, everyWords, jobName, jobStatus, tookWords } from "./job_words";
import { useJobs, useRunJob } from "./queries";
import styles from "./frame.module.css";

/** The jobs of the company; `some`: only what needs a look, and how many there are. */
export function JobsCard({ some = false }: { some?: boolean }) {
  const { t } = useWords();
  const query = useJobs();
  const jobs = query.data ?? [];
  const failed = jobs.filter(({ failures }) => failures > 0).length;
  return (
    <Card
      title={t("settings.ui.jobs")}
      note={query.data ? t(failed ? "settings.ui.jobs_failed" : "settings.ui.jobs_well", { count: jobs.length, failed }) : undefined}
      end={some ? <Link to="/settings/jobs">{t("settings.ui.jobs_all")}</Link> : <Export list={listOf("/jobs")} title={t("settings.ui.jobs")} />}
      query={query}
    >
      {(all) => <Table jobs={[...all].sort((one, other) => other.failures - one.failures)} />}
    </Card>
  );
}

function Table({ jobs }: { jobs: Job[] }) {
  const { t, language } = useWords();
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("settings.ui.jobs")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("settings.ui.job")}</th>
            <th scope="col">{t("settings.ui.job_every")}</th>
            <th scope="col">{t("settings.ui.job_last")}</th>
            <th scope="col">{t("settings.ui.job_result")}</th>
            <th scope="col">{t("settings.ui.job_next")}</th>
            <th scope="col">
              <span className="sr">{t("settings.ui.job_run")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.name}>
              <th scope="row">{jobName(job.name, t)}</th>
              <td>{everyWords(job.every_seconds, t)}</td>
              <td className="num">{job.last_run ? `${moment(job.last_run, language)} · ${tookWords(job.took_millis, t)}` : "—"}</td>
              <td>
                <Result job={job} />
              </td>
              <td className="num">{job.running ? t("settings.ui.job_running") : job.due_at ? moment(job.due_at, language) : "—"}</td>
              <td>
                <Run job={job} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Result({ job }: { job: Job }) {
  const { t } = useWords();
  if (!job.failures) return job.last_run ? <Light of="ok" /> : <span className="note">{t("settings.ui.job_never")}</span>;
  return (
    <>
      <Light of={jobStatus(job)} note={t("settings.ui.job_failures", { count: job.failures })} />
      <p className="note">{job.last_error}</p>
    </>
  );
}

function Run({ job }: { job: Job }) {
  const { t } = useWords();
  const run = useRunJob();
  const [asked, setAsked] = useState(false);
  const press = () => run.mutate(job.name, { onSuccess: () => setAsked(true) });
  return (
    <>
      <button type="button" className="btn" disabled={run.isPending || job.running} aria-label={`${t("settings.ui.job_run")} ${jobName(job.name, t)}`} onClick={press}>
        {t("settings.ui.job_run")}
      </button>
      <span className={run.error ? "problem" : "note"} role="status">
        {run.error ? run.error.message : asked ? t("settings.ui.job_asked") : ""}
      </span>
    </>
  );
}
