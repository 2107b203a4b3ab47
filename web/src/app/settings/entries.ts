/** What the second list of the settings leads to. */
import type { Me } from "~/api/types";
import type { Key } from "~/ui/i18n/words";
import { chains, company, roles, settable, switches } from "./rights";

export type Entry = { path: string; label: Key; needs?: string };

const entries: Entry[] = [
  { path: "/settings", label: "settings.ui.overview", needs: switches },
  { path: "/settings/general", label: "settings.ui.general" },
  { path: "/settings/general/company", label: "settings.ui.company", needs: company },
  { path: "/settings/general/calendars", label: "settings.ui.calendars", needs: company },
  { path: "/accounts", label: "settings.ui.accounts", needs: roles },
  { path: "/settings/roles", label: "settings.ui.roles", needs: roles },
  { path: "/settings/approvals", label: "settings.chain.title", needs: chains },
  { path: "/settings/modules", label: "settings.ui.modules", needs: switches },
  { path: "/settings/general/rates", label: "settings.ui.rates", needs: company },
  { path: "/settings/jobs", label: "settings.ui.jobs", needs: switches },
  { path: "/settings/trail", label: "settings.ui.trail", needs: switches },
];

/** Whoever may not open a page has no such entry. */
export function openEntries(me: Me): Entry[] {
  return entries.filter(({ needs }) => (needs ? me.permissions.includes(needs) : settable(me).length > 0));
}
