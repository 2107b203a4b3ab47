/** How jobs, times and sizes are said on the pages of the settings. */
import type { Schemas } from "~/api/types";
import type { Status } from "~/ui/Light";
import { wordOf } from "~/ui/form/SchemaField";
import type { Translate } from "~/ui/i18n/words";

export type Job = Schemas["JobView"];

/** A job is called as its module calls it; one of the platform as this page does. */
export function jobName(name: string, t: Translate): string {
  return wordOf(t, name) ?? wordOf(t, `settings.job.${name}`) ?? name;
}

/** A first failure is to be watched, from the second on it is a breach; one that never ran says so. */
export function jobStatus({ failures, last_run }: Job): Status {
  if (failures > 1) return "breach";
  if (failures === 1) return "watch";
  return last_run ? "ok" : "early";
}

export function everyWords(seconds: number, t: Translate): string {
  if (seconds % 86_400 === 0 && seconds > 0) return t("settings.ui.every_days", { count: seconds / 86_400 });
  if (seconds % 3600 === 0 && seconds > 0) return t("settings.ui.every_hours", { count: seconds / 3600 });
  if (seconds % 60 === 0 && seconds > 0) return t("settings.ui.every_minutes", { count: seconds / 60 });
  return seconds > 0 ? t("settings.ui.every_seconds", { count: seconds }) : t("settings.ui.every_event");
}

export function tookWords(millis: number, t: Translate): string {
  return millis < 1000 ? t("settings.ui.took_millis", { count: millis }) : t("settings.ui.took_seconds", { count: (millis / 1000).toFixed(1) });
}

const steps = ["B", "KB", "MB", "GB", "TB"] as const;

/** 2.1 GB: two figures that matter. */
export function sizeWords(bytes: number): { value: string; unit: string } {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  return { value: value >= 100 || step === 0 ? value.toFixed(0) : value.toFixed(1), unit: steps[step]! };
}
