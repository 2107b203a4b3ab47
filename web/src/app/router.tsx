import { Outlet, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { ErrorState, Skeleton } from "~/ui/states";
import { type WordFile, loadWords } from "~/ui/i18n/words";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";
import type { PageRoute } from "./module";
import { modules } from "./modules";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const framed = createRoute({ getParentRoute: () => root, id: "framed", component: Shell });

/** A page's chunk and its words arrive together. */
function pageOf(words: WordFile[], route: PageRoute) {
  return lazyRouteComponent(async () => {
    const [page] = await Promise.all([route.load(), loadWords(...words)]);
    return page;
  });
}

const own: PageRoute[] = [
  { path: "/me", load: () => import("./pages/MePage") },
];

function routesOf(parent: typeof root | typeof framed, bare: boolean) {
  const specs = [
    ...own.map((route) => ({ route, words: ["shell", "identity"] as WordFile[] })),
    ...modules.flatMap(({ name, routes }) => routes.map((route) => ({ route, words: [name] }))),
  ];
  return specs
    .filter(({ route }) => Boolean(route.bare) === bare)
    .map(({ route, words }) =>
      createRoute({
        getParentRoute: () => parent,
        path: route.path,
        component: pageOf(words, route),
        pendingComponent: () => <Skeleton />,
        errorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
      }),
    );
}

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/board", replace: true });
  },
});

export function makeRouter() {
  const tree = root.addChildren([
    home,
    ...routesOf(root, true),
    framed.addChildren(routesOf(framed, false)),
  ]);
  return createRouter({ routeTree: tree, defaultPreload: "intent", scrollRestoration: true });
}
