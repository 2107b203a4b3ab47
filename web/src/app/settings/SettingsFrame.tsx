import type { ReactNode } from "react";
import { useMe } from "~/api/session";
import { Page } from "~/ui/Page";
import type { Key } from "~/ui/i18n/words";
import { useT } from "~/ui/i18n/words";
import { Link, useLocation } from "~/ui/router";
import { NoPermission } from "~/ui/states";
import { chains, company, maySet, roles, settable, switches } from "./rights";
import styles from "./frame.module.css";

type Entry = { path: string; label: Key; needs?: string };

/** What the second list leads to; whoever may not open a page has no such entry. */
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

type Props = { title?: string; beside?: ReactNode; end?: ReactNode; needs?: string; children: ReactNode };

/** A page of the settings: the second list beside what it shows. */
export function SettingsFrame({ title, beside, end, needs, children }: Props) {
  const t = useT();
  const me = useMe();
  const { pathname } = useLocation();
  const open = entries.filter((entry) => (entry.needs ? me.permissions.includes(entry.needs) : settable(me).length > 0));
  const may = maySet(me) && (needs === undefined || me.permissions.includes(needs));
  const isHere = (path: string) => (path === "/settings" || path === "/settings/general" ? pathname === path : pathname === path || pathname.startsWith(`${path}/`));
  return (
    <Page title={title ?? t("settings.ui.title")} beside={beside} end={may ? end : null}>
      <div className={styles.frame}>
        {open.length > 1 ? (
          <nav className={styles.list} aria-label={t("settings.ui.title")}>
            {open.map(({ path, label }) => (
              <Link key={path} to={path} aria-current={isHere(path) ? "page" : undefined}>
                {t(label)}
              </Link>
            ))}
          </nav>
        ) : null}
        <div className={styles.body}>{may ? children : <NoPermission text={t("settings.ui.none")} />}</div>
      </div>
    </Page>
  );
}
