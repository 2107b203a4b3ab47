import { Bell as BellIcon } from "lucide-react";
import { Suspense, lazy, useState } from "react";
import { loadWords, useT } from "~/ui/i18n/words";
import { useNoticeCount } from "./queries";
import styles from "./bell.module.css";

/** Its words come with it. */
const NoticesDrawer = lazy(() => Promise.all([import("./NoticesDrawer"), loadWords("notices")]).then(([drawer]) => drawer));

/** How many notices wait, live; opens them. A link with `?notices` opens them too. */
export default function Bell() {
  const t = useT();
  const [open, setOpen] = useState(() => new URLSearchParams(window.location.search).has("notices"));
  const count = useNoticeCount().data;
  const unread = count?.unread ?? 0;
  const shown = count?.more ? `${unread}+` : String(unread);
  const label = unread > 0 ? t("shell.notices_unread", { count: shown }) : t("shell.notices");
  return (
    <>
      <button type="button" className={`icon-btn ${styles.bell}`} aria-label={label} title={label} aria-expanded={open} onClick={() => setOpen(!open)}>
        <BellIcon size={17} strokeWidth={1.75} aria-hidden="true" />
        {unread > 0 ? (
          <span className={`num ${styles.count}`} aria-hidden="true">
            {unread > 99 ? "99+" : unread}
          </span>
        ) : null}
      </button>
      <Suspense fallback={null}>{open ? <NoticesDrawer onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}
