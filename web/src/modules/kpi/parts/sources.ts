/** A source in words: who writes under it, and whether it is open. */
import { day, name, today } from "~/ui/format";
import type { Language, Translate } from "~/ui/i18n/words";
import type { Source } from "../source_queries";

export function writersOf({ whole_company, accounts, roles }: Source, language: Language, t: Translate): string[] {
  return [
    ...(whole_company ? [t("sources.whole_company")] : []),
    ...roles.map((role) => name(role.names, language) || role.code),
    ...accounts.map((account) => account.name || account.login),
  ];
}

export function standingOf({ closed_from }: Source, language: Language, t: Translate): { text: string; open: boolean } {
  if (closed_from === null) return { text: t("sources.open"), open: true };
  const at = { day: day(closed_from, language) };
  return closed_from > today() ? { text: t("sources.closes", at), open: true } : { text: t("sources.closed_from", at), open: false };
}
