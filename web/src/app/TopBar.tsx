import { Keyboard, RefreshCw, WifiOff } from "lucide-react";
import { Suspense, lazy, useRef, useSyncExternalStore } from "react";
import { liveState, watchLive } from "~/api/live";
import { rememberLanguage } from "~/api/session";
import { Logo } from "~/ui/Logo";
import { SearchButton } from "./SearchButton";
import { LanguageButton, ThemeButton } from "~/ui/Switches";
import { useCurrentCrumbs } from "~/ui/crumbs";
import { clock } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useHelpKey } from "~/ui/keys";
import { Link, useLocation } from "~/ui/router";
import { mergeHeld, useAnnounced, useHeldCount } from "./live_cache";
import { type MenuItem, groups } from "./module";

const Bell = lazy(() => import("./notices/Bell"));
const KeysHelp = lazy(() => import("./KeysHelp"));

export function TopBar({ menu }: { menu: MenuItem[] }) {
  const { t } = useWords();
  return (
    <header className="top">
      <Link to="/" className="top-logo" aria-label={t("ui.product")}>
        <Logo />
      </Link>
      <Breadcrumbs menu={menu} />
      <span className="grow" />
      <Announced />
      <SearchButton />
      <LiveDot />
      <Suspense fallback={<span className="icon-btn" />}>
        <Bell />
      </Suspense>
      <HelpButton menu={menu} />
      <LanguageButton onChange={rememberLanguage} />
      <ThemeButton />
    </header>
  );
}

function Breadcrumbs({ menu }: { menu: MenuItem[] }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const item = menu.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  const more = useCurrentCrumbs();
  const path = [
    ...(item ? [{ label: t(groups[item.group]), to: undefined }, { label: t(item.label), to: more.length ? item.path : undefined }] : []),
    ...more,
  ];
  return (
    <nav aria-label={t("shell.crumbs")} className="crumbs">
      <ol>
        {path.map(({ label, to }, index) => (
          <li key={`${index}${label}`} aria-current={index === path.length - 1 ? "page" : undefined}>
            {to ? <Link to={to}>{label}</Link> : label}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Live, reconnecting, offline, or changes that wait for the reader. */
export function LiveDot() {
  const { t } = useWords();
  const state = useSyncExternalStore(watchLive, liveState);
  const held = useHeldCount();
  const since = useRef(new Date().toISOString());
  const at = clock(state.changedAt ?? since.current);
  if (held > 0) {
    return (
      <button type="button" className="livedot" onClick={mergeHeld}>
        <RefreshCw size={14} strokeWidth={1.75} aria-hidden="true" />
        {t("shell.live_held", { count: held })}
      </button>
    );
  }
  if (state.phase === "live") {
    return (
      <span className="livedot" data-live="live">
        <i className="dot" aria-hidden="true" />
        {t("shell.live")} <time>{at}</time>
      </span>
    );
  }
  const Icon = state.phase === "offline" ? WifiOff : RefreshCw;
  return (
    <span className={`livedot ${state.phase}`} role="status" data-live={state.phase}>
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
      {t(state.phase === "offline" ? "shell.live_offline" : "shell.live_connecting", { at })}
    </span>
  );
}

/** Read out, not shown: what has just changed is already in its row. */
function Announced() {
  const text = useAnnounced();
  return (
    <p className="sr" role="status">
      {text}
    </p>
  );
}

function HelpButton({ menu }: { menu: MenuItem[] }) {
  const { t } = useWords();
  const [open, setOpen] = useHelpKey();
  return (
    <>
      <button type="button" className="icon-btn desk" aria-label={t("shell.keys")} title={`${t("shell.keys")} (?)`} onClick={() => setOpen(true)}>
        <Keyboard size={17} strokeWidth={1.75} />
      </button>
      <Suspense fallback={null}>{open ? <KeysHelp menu={menu} onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}
