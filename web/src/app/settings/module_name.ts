import { wordOf } from "~/ui/form/SchemaField";
import type { Translate } from "~/ui/i18n/words";

/** A module is called as its entry in the menu; one without an entry has a name of its own. */
export function moduleName(module: string, t: Translate): string {
  return wordOf(t, `module.${module}`) ?? wordOf(t, `${module}.shell.menu`) ?? module;
}
