/** What was typed and not yet sent stays on this device until it is saved. */
import type { KeyResultRow } from "~/api/types";
import { editable } from "~/ui/format";

export type Draft = {
  value: string;
  done: boolean;
  milestone: number | null;
  confidence: string | null;
  text: string;
  blocked: boolean;
  blocker: string;
};

const storageKey = (id: number) => `twinrail.check-in.${id}`;

function empty(row: KeyResultRow): Draft {
  const value = row.current ?? row.start;
  return {
    value: value === null ? "" : editable(value, row.unit),
    done: row.done_on !== null,
    milestone: null,
    confidence: null,
    text: "",
    blocked: false,
    blocker: "",
  };
}

export function firstDraft(row: KeyResultRow): Draft {
  try {
    const kept = sessionStorage.getItem(storageKey(row.id));
    return kept ? { ...empty(row), ...(JSON.parse(kept) as Partial<Draft>) } : empty(row);
  } catch {
    return empty(row);
  }
}

export function keepDraft(id: number, draft: Draft): void {
  try {
    sessionStorage.setItem(storageKey(id), JSON.stringify(draft));
  } catch {
    // Storage is switched off: the draft then lasts as long as the page.
  }
}

export function dropDraft(id: number): void {
  try {
    sessionStorage.removeItem(storageKey(id));
  } catch {
    // Nothing was kept.
  }
}
