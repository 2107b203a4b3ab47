import type { ReactNode } from "react";
import { useMe } from "~/api/session";
import { Page } from "~/ui/Page";
import { useT } from "~/ui/i18n/words";
import { Link, useLocation } from "~/ui/router";
import { NoPermission } from "~/ui/states";
import { openEntries } from "./entries";
import { maySet } from "./rights";
import styles from "./frame.module.css";

type Props = { title?: string; beside?: ReactNode; end?: ReactNode; needs?: string; children: ReactNode };

/** A page of the settings: the second list beside what it shows. */
export function SettingsFrame({ title, beside, end, needs, children }: Props) {
  const t = useT();
  const me = useMe();
  const { pathname } = useLocation();
  const open = openEntries(me);
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
