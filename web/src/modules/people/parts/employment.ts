import type { Key, Translate } from "~/ui/i18n/words";

const known = new Set(["regular", "part_time", "dispatched", "outsourced", "intern", "rehired_retiree"]);

/** The word for a kind of employment; a kind that we have no word for is shown as recorded. */
export function employment(kind: string, t: Translate): string {
  return known.has(kind) ? t(`people.ui.employment_${kind}` as Key) : kind;
}
