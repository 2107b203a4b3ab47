/** What an administrator has to look after, the gravest first. Pure: what the server has said goes in. */
import type { Schemas } from "~/api/types";
import type { Status } from "~/ui/Light";
import type { Translate } from "~/ui/i18n/words";
import { type Job, jobName, jobStatus } from "./job_words";

export type Overview = Schemas["Overview"];
/** One thing that waits: what it is, why, and what is done about it. */
export type Waiting = { id: string; status: Status; title: string; text: string; act: { job: string } | { to: string; label: string } | null };

/** Below this share of free room a database may soon be unable to commit. */
const leastFree = 0.1;

function ofJobs(jobs: Job[], t: Translate): Waiting[] {
  return jobs
    .filter(({ failures }) => failures > 0)
    .map((job) => ({
      id: `job ${job.name}`,
      status: jobStatus(job),
      title: t("settings.ui.wait_job", { name: jobName(job.name, t), count: job.failures }),
      text: job.last_error,
      act: { job: job.name },
    }));
}

function ofFollowers({ followers }: Overview, t: Translate): Waiting[] {
  return followers
    .filter(({ failures }) => failures > 0)
    .map(({ name, behind, last_error }) => ({
      id: `follower ${name}`,
      status: "breach" as const,
      title: t("settings.ui.wait_follower", { name, count: behind }),
      text: last_error,
      act: null,
    }));
}

function ofTrail({ trail }: Overview, t: Translate): Waiting[] {
  if (trail.verified_at && !trail.well) return [{ id: "trail", status: "breach", title: t("settings.ui.wait_trail"), text: t("settings.ui.wait_trail_text"), act: { to: "/settings/trail", label: t("settings.ui.trail_see") } }];
  return [];
}

function ofDisk({ disk_free, disk_total }: Overview, t: Translate): Waiting[] {
  if (disk_total === 0 || disk_free >= disk_total * leastFree) return [];
  return [{ id: "disk", status: "watch", title: t("settings.ui.wait_disk"), text: t("settings.ui.wait_disk_text"), act: null }];
}

function ofBackups({ backups_on }: Overview, t: Translate): Waiting[] {
  return backups_on ? [] : [{ id: "backup", status: "none", title: t("settings.ui.wait_backup"), text: t("settings.ui.wait_backup_text"), act: null }];
}

function ofLetters({ letters_failed }: Overview, t: Translate): Waiting[] {
  return letters_failed === 0 ? [] : [{ id: "letters", status: "watch", title: t("settings.ui.wait_letters", { count: letters_failed }), text: t("settings.ui.wait_letters_text"), act: null }];
}

const gravity: Partial<Record<Status, number>> = { breach: 0, watch: 1 };

export function waiting(overview: Overview, jobs: Job[], t: Translate): Waiting[] {
  const all = [ofTrail, ofFollowers, ofDisk, ofBackups, ofLetters].flatMap((of) => of(overview, t));
  return [...ofJobs(jobs, t), ...all].sort((one, other) => (gravity[one.status] ?? 2) - (gravity[other.status] ?? 2));
}
