import { type ComponentType, type LazyExoticComponent, Suspense, lazy, useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { useMe } from "~/api/session";
import { Skeleton } from "~/ui/states";
import { type WordFile, loadWords, moduleWords } from "~/ui/i18n/words";
import { Guard } from "./Guard";
import { NotFound } from "./NotFound";
import { Landing, Shell } from "./Shell";
import { matches } from "./match";
import type { PageRoute } from "./module";
import { homeOf, modules } from "./modules";

type Loaded = { default: ComponentType };
type Page = { path: string; module?: string; bare: boolean; load: () => Promise<Loaded>; View: LazyExoticComponent<ComponentType> };

/** A page's chunk and its words arrive together. */
function pageOf(words: WordFile[], route: PageRoute, module?: string): Page {
  let loading: Promise<Loaded> | undefined;
  const load = () => (loading ??= Promise.all([route.load(), loadWords(...words)]).then(([page]) => page));
  return { path: route.path, module, bare: Boolean(route.bare), load, View: lazy(load) };
}

const settingsPages: PageRoute[] = [
  { path: "/settings", load: () => import("./pages/SettingsPage") },
  { path: "/settings/general/:part?", load: () => import("./pages/SettingsGeneralPage") },
  { path: "/settings/roles/:role?", load: () => import("./pages/SettingsRolesPage") },
  { path: "/settings/approvals", load: () => import("./pages/SettingsApprovalsPage") },
  { path: "/settings/modules", load: () => import("./pages/SettingsModulesPage") },
  { path: "/settings/jobs", load: () => import("./pages/SettingsJobsPage") },
  { path: "/settings/trail", load: () => import("./pages/SettingsTrailPage") },
];

const pages: Page[] = [
  pageOf(["exports"], { path: "/exports", load: () => import("./pages/ExportsPage") }),
  pageOf(["notices", "exports"], { path: "/me", load: () => import("./pages/MePage") }),
  // Names of modules, of permissions and of settings: each module has its own.
  ...settingsPages.map((route) => pageOf(["settings", ...moduleWords], route)),
  pageOf(["inbox"], { path: "/inbox/:approval?", load: () => import("./pages/InboxPage") }),
  pageOf(["settings"], { path: "/settings/import", load: () => import("./pages/ImportPage") }),
  pageOf(["style"], { path: "/style", load: () => import("./pages/StylePage") }),
  ...modules.flatMap(({ name, routes }) => routes.map((route) => pageOf([name], route, name))),
];

/** The first page's code comes while the session is still being asked for. */
export function fetchFirstPage(path: string): void {
  pages.find((page) => matches(page.path, path))?.load().catch(() => undefined);
}

function routesOf(bare: boolean) {
  return pages
    .filter((page) => page.bare === bare)
    .map(({ path, module, View }) => (
      <Route key={path} path={path}>
        <Guard key={path}>
          <Suspense fallback={<Skeleton />}>{bare || module === undefined ? <View /> : <Of module={module} View={View} />}</Suspense>
        </Guard>
      </Route>
    ));
}

function Home() {
  return <Redirect to={homeOf(useMe())} replace />;
}

/** A page of a module that is switched off is nobody's: whoever comes by an old way begins at home. */
function Of({ module, View }: { module: string; View: ComponentType }) {
  return useMe().modules.includes(module) ? <View /> : <Home />;
}

/** The page at "/", of whichever module has one. */
const home = routesOf(false).find(({ props }) => props.path === "/")?.props.children;

function useTopOfPage(): void {
  const [path] = useLocation();
  useEffect(() => {
    void window.scrollTo(0, 0);
  }, [path]);
}

export function Pages() {
  useTopOfPage();
  return (
    <Switch>
      {routesOf(true)}
      <Route>
        <Shell>
          <Switch>
            <Route path="/">
              <Landing>{home}</Landing>
            </Route>
            {routesOf(false)}
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Shell>
      </Route>
    </Switch>
  );
}
