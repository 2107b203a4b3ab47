import person from "schema:Person";
import type { EmploymentType } from "../queries";
import type { Key, Translate } from "~/ui/i18n/words";

export const employmentTypes = person.employment_type!.choices! as EmploymentType[];

export function employment(type: string, t: Translate): string {
  return t(`people.ui.employment_${type}` as Key);
}
