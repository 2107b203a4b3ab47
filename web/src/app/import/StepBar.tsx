import { Check } from "lucide-react";
import type { Import, Inlet } from "~/api/types";
import { exact } from "~/ui/format";
import { type Translate, useT } from "~/ui/i18n/words";
import styles from "./import.module.css";
import { isRunning, takenRows } from "./queries";

const count = (value: number) => exact(String(value));

/** Heads of the file that nobody has given a field yet. */
export function openColumns(known: Import | undefined): number {
  return known?.facts?.columns.filter(({ head, how }) => head !== "" && how === "unknown").length ?? 0;
}

const written = new Set<Import["state"]>(["done", "undoing", "undone"]);

/** Which of the four steps is the one to be done now, from 0; 4 when all are. */
export function stepOf(known: Import | undefined): number {
  if (!known) return 0;
  if (!known.dry_run && written.has(known.state)) return 4;
  if (openColumns(known) > 0) return 1;
  if (known.dry_run && !isRunning(known) && takenRows(known) > 0) return 3;
  return 2;
}

function textOf(step: number, known: Import | undefined, t: Translate): string {
  if (!known) return step === 0 ? t("settings.import.step_file_none") : "";
  const columns = known.facts?.columns.filter(({ head }) => head !== "") ?? [];
  const open = openColumns(known);
  if (step === 0) return t("settings.import.step_file_text", { rows: count(known.rows), head: known.facts?.head_row ?? 1 });
  if (step === 1)
    return open > 0
      ? t("settings.import.step_columns_open", { open })
      : t("settings.import.step_columns_text", { all: columns.length, taken: columns.filter(({ column }) => column).length });
  if (open > 0) return "";
  if (step === 2) {
    if (isRunning(known)) return t("settings.import.step_check_running", { checked: count(known.checked), rows: count(known.rows) });
    return known.refused > 0 ? t("settings.import.step_check_bad", { count: count(known.refused) }) : t("settings.import.step_check_good");
  }
  if (known.state === "undone") return t("settings.undo.done", { count: known.undone });
  const done = !known.dry_run && written.has(known.state);
  return t(done ? "settings.import.step_write_done" : "settings.import.step_write_text", { count: count(takenRows(known)) });
}

export function StepBar({ known, undo }: { known: Import | undefined; undo: Inlet["undo"] }) {
  const t = useT();
  const now = stepOf(known);
  const labels = ["step_file", "step_columns", "step_check", "step_write"] as const;
  return (
    <ol className={`card ${styles.steps}`} aria-label={t("settings.import.steps")}>
      {labels.map((label, step) => {
        const problem = (step === 2 && known && now !== 1 && known.refused > 0) || (step === 1 && now === 1);
        return (
          <li key={label} aria-current={step === now ? "step" : undefined}>
            <span className={`${styles.mark} ${step < now ? styles.done : step === now ? styles.now : ""}`} aria-hidden="true">
              {step < now ? <Check size={13} strokeWidth={2.5} /> : step + 1}
            </span>
            <b>{t(`settings.import.${label}`)}</b>
            <small className={problem ? styles.bad : undefined}>{[textOf(step, known, t), step === 3 && known?.state !== "undone" ? t(`settings.undo.later_${undo}`) : ""].filter(Boolean).join(t("settings.undo.and"))}</small>
          </li>
        );
      })}
    </ol>
  );
}
