import { useQueries, useQueryClient } from "@tanstack/react-query";
import { CircleUserRound } from "lucide-react";
import { type ReactNode, Suspense, useEffect, useMemo } from "react";
import { onSignedOut } from "~/api/client";
import { keys } from "~/api/keys";
import { MeContext, useMe, useSession } from "~/api/session";
import type { Me } from "~/api/types";
import { Logo } from "~/ui/Logo";
import { Link, useLocation, useNavigate } from "~/ui/router";
import { SlotContext } from "~/ui/Slot";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { ErrorState, Skeleton } from "~/ui/states";
import { TopBar } from "./TopBar";
import { useLetterKeys } from "./letter_keys";
import { useLiveCache } from "./live_cache";
import { type MenuItem, groups } from "./module";
import { matches } from "./match";
import { homeOf, menuOf, modules, modulesOf, slotsFor } from "./modules";
import css from "./rail.module.css";
import "./shell.css";

/** The frame of every page behind sign-in. */
export function Shell({ children }: { children: ReactNode }) {
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const me = session.data;
  useLiveCache(client, me ? modulesOf(me).map((module) => module.name).join(" ") : "");
  const slots = useMemo(() => (me ? slotsFor(me) : {}), [me]);
  useEffect(() => onSignedOut(() => {
      led = undefined;
      client.setQueryData(keys.session, null);
    }), [client]);
  useEffect(() => {
    if (session.isSuccess && !me) navigate({ to: "/signin", search: { next: location.href }, replace: true });
  }, [session.isSuccess, me, navigate, location.href]);
  if (session.isError) return <ErrorState error={session.error} retry={() => void session.refetch()} />;
  if (!me) return <Skeleton />;
  return (
    <MeContext value={me}>
      <SlotContext value={slots}>
        <Frame me={me}>{children}</Frame>
      </SlotContext>
    </MeContext>
  );
}

/** The menu, each entry with what waits there; one that has nothing for this person is left out. */
function useMenu(me: Me): { menu: Counted[]; asking: boolean } {
  const all = useMemo(() => menuOf(me), [me]);
  const asked = all.flatMap(({ waits }) => (waits ? [waits] : []));
  const answers = useQueries({ queries: asked });
  const menu = all.flatMap((item) => {
    if (!item.waits) return [item];
    const known = answers[asked.indexOf(item.waits)]?.data;
    return known?.shown ? [{ ...item, count: known.count }] : [];
  });
  return { menu, asking: answers.some(({ isPending }) => isPending) };
}

/** Who has been led to a page of their own since they came; from then on "/" is their day. */
let led: Me["person"] | undefined;

/** The first page after sign-in: what a module has for this person, else home; `children` is the page at "/". */
export function Landing({ children }: { children?: ReactNode }) {
  const me = useMe();
  const { menu, asking } = useMenu(me);
  const navigate = useNavigate();
  const own = led === me.person ? undefined : menu.find(({ landing }) => landing?.(me))?.path;
  const waits = led !== me.person && asking && menuOf(me).some(({ landing }) => landing?.(me));
  const wanted = waits ? null : (own ?? homeOf(me));
  useEffect(() => {
    if (!wanted || wanted === "/") return;
    led = me.person;
    navigate({ to: wanted, replace: true });
  }, [wanted, me.person, navigate]);
  return wanted === "/" ? children : <Skeleton />;
}

function Frame({ me, children }: { me: Me; children: ReactNode }) {
  const { t } = useWords();
  const { menu } = useMenu(me);
  const { pathname } = useLocation();
  useLetterKeys(menu);
  const quiet = modules.some(({ routes }) => routes.some((route) => route.quiet && matches(route.path, pathname)));
  return (
    <div className={`shell${quiet ? " bare" : ""}`}>
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <Rail me={me} menu={menu} />
      <div className="shell-main">
        <TopBar menu={menu} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        {me.demo ? (
          <footer>
            <DemoLine me={me} />
          </footer>
        ) : null}
      </div>
      <Tabs menu={menu} />
    </div>
  );
}

type Counted = MenuItem & { count?: number };

function DemoLine({ me }: { me: Me }) {
  const { t } = useWords();
  return (
    <p className="demo-line note">
      <b>{t("shell.demo")}</b> {t("shell.demo_source", { source: me.demo_source ?? "" })}
    </p>
  );
}

function Rail({ me, menu }: { me: Me; menu: Counted[] }) {
  const { t, language } = useWords();
  return (
    <nav className="rail" aria-label={t("shell.navigation")}>
      <Link to="/" className="rail-logo">
        <Logo />
        <b>{t("shell.product_short")}</b>
        {language === "zh" ? <span lang="en">Twinrail</span> : null}
      </Link>
      {Object.entries(groups).map(([group, label]) => {
        const items = menu.filter((item) => item.group === group);
        if (items.length === 0) return null;
        return (
          <div className="rail-group" key={group}>
            <p id={`group-${group}`}>{t(label)}</p>
            <ul aria-labelledby={`group-${group}`}>
              {items.map((item) => (
                <li key={item.path}>
                  <MenuLink item={item} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      <span className="grow" />
      {me.demo ? <DemoLine me={me} /> : null}
      <Link to="/me" className="rail-me">
        <Avatar name={me.name} />
        <span>
          <b className="ell">{me.name}</b>
          <span className="note ell">{name(me.tenant.name, language)}</span>
        </span>
      </Link>
    </nav>
  );
}

function MenuLink({ item }: { item: Counted }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const here = pathname === item.path || pathname.startsWith(`${item.path}/`);
  const { icon: Icon, badge: Badge } = item;
  return (
    <Link to={item.path} className="rail-item" aria-current={here ? "page" : undefined}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{t(item.label)}</span>
      {item.count ? <span className={`${css.count} num`}>{item.count}</span> : null}
      <Suspense fallback={null}>{Badge ? <Badge /> : null}</Suspense>
    </Link>
  );
}

/** The phone's tabs: what exists of the rail, and "mine". */
function Tabs({ menu }: { menu: MenuItem[] }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  // From one's day the to-dos and the board are one touch away.
  const home = menu.some(({ path }) => path === "/");
  const items = [
    ...menu.filter(({ group, path }) => (group === "own" || group === "dual") && !(home && ["/inbox", "/board"].includes(path))),
    { label: "shell.mine" as const, path: "/me", icon: CircleUserRound },
  ];
  return (
    <nav className="tabs" aria-label={t("shell.tabs")}>
      {items.map(({ label, path, icon: Icon }) => (
        <Link key={path} to={path} aria-current={(path === "/" ? pathname === path : pathname.startsWith(path)) ? "page" : undefined}>
          <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
          <span>{t(label)}</span>
        </Link>
      ))}
    </nav>
  );
}
