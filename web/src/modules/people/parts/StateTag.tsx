import type { PersonRow } from "~/api/types";
import { day } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import type { PeopleState } from "../queries";

/** What a list can be narrowed to beside those in service. */
export const peopleStates = ["leaving", "starting", "left"] as const satisfies PeopleState[];

/** How somebody stands with the day that it turns on; nothing of who simply works here. */
export function StateTag({ person }: { person: Pick<PersonRow, "state" | "start" | "last_day"> }) {
  const { t, language } = useWords();
  if (person.state === "starting") return <span className="tag rec">{t("people.ui.starts_on", { day: day(person.start, language) })}</span>;
  if (person.state === "leaving") return <span className="tag">{t("people.ui.leaves_on", { day: day(person.last_day, language) })}</span>;
  if (person.state === "left") return <span className="tag">{t("people.ui.left_on", { day: day(person.last_day, language) })}</span>;
  return null;
}
