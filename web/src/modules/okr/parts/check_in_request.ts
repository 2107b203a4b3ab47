/** What a check-in sends, and why one cannot be sent yet. */
import type { KeyResultRow, KeyResultView, NewCheckIn } from "~/api/types";
import { typed } from "~/ui/format";
import type { Key } from "~/ui/i18n/words";
import type { Draft } from "./draft";

type Told = Pick<NewCheckIn, "confidence" | "text" | "blocker">;

function toldIn(draft: Draft): Told {
  return {
    ...(draft.confidence ? { confidence: draft.confidence } : {}),
    ...(draft.text.trim() ? { text: draft.text.trim() } : {}),
    ...(draft.blocked && draft.blocker.trim() ? { blocker: draft.blocker.trim() } : {}),
  };
}

/** Null while there is nothing to send. A step need not be finished for somebody to say how it goes. */
export function requestOf(row: KeyResultRow, draft: Draft): NewCheckIn | null {
  const told = toldIn(draft);
  if (row.kind === "milestone") {
    const step = draft.milestone === null ? {} : { milestone: draft.milestone, done: true };
    const request = { ...step, ...told };
    return Object.keys(request).length ? request : null;
  }
  if (row.kind === "binary") return { ...told, done: draft.done };
  const value = typed(draft.value, row.unit);
  return value === null ? null : { ...told, value };
}

/** Why the button does nothing yet. */
export function missing(row: KeyResultRow): Key {
  return row.kind === "milestone" ? "okr.ui.nothing_said" : "okr.ui.not_a_number";
}

/** The last day on which somebody updated it, and the value that was said then. */
export function lastUpdate({ row, check_ins }: KeyResultView): { on: string; value: string | null } | null {
  const last = check_ins[0];
  if (last) return { on: last.on, value: last.value };
  const steps = row.milestones.flatMap(({ done_on }) => done_on ?? []).sort();
  const on = steps.at(-1) ?? row.last_check_in;
  return on ? { on, value: null } : null;
}
