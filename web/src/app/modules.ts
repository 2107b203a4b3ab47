/** The only file that names all modules of the client. */
import type { Me } from "~/api/types";
import { dashboard } from "~/modules/dashboard";
import { identity } from "~/modules/identity";
import { kpi } from "~/modules/kpi";
import { okr } from "~/modules/okr";
import { people } from "~/modules/people";
import type { SlotParts } from "~/ui/Slot";
import type { Key } from "~/ui/i18n/words";
import type { ClientModule } from "./module";

export const modules: ClientModule[] = [identity, dashboard, okr, kpi, people];

export const groups: { id: "dual" | "people"; label: Key }[] = [
  { id: "dual", label: "shell.group_dual" },
  { id: "people", label: "shell.group_people" },
];

export function slotsFor(me: Me): SlotParts {
  const on = modules.filter((module) => me.modules.includes(module.name));
  return Object.assign({}, ...on.map((module) => module.slots ?? {})) as SlotParts;
}
