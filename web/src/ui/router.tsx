/**
 * The address as the pages use it, over wouter (2 kB; TanStack Router alone takes a fifth of the
 * shell's budget). Numbers in the address arrive as text; pages read them with `numberOf`.
 */
import { type AnchorHTMLAttributes, useCallback } from "react";
import { Link as Anchor, useLocation as usePathAndGo, useParams as useRouteParams, useSearch } from "wouter";

export type Search = Record<string, string | number | boolean | undefined>;
type SearchChange = Search | ((old: Search) => Search);
export type Target = { to: string; search?: SearchChange };

export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The address of a target; "." is the page that is open. */
export function addressOf({ to, search }: Target, path: string, now: string): string {
  const wanted = typeof search === "function" ? search(parseSearch(now)) : (search ?? {});
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return `${to === "." ? path : to}${text ? `?${text}` : ""}`;
}

type LinkProps = Target & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href">;

export function Link({ to, search, ...rest }: LinkProps) {
  const now = useSearch();
  const [path] = usePathAndGo();
  return <Anchor {...rest} href={addressOf({ to, search }, path, now)} />;
}

export type Navigate = (target: Target & { replace?: boolean }) => void;

export function useNavigate(): Navigate {
  const [, go] = usePathAndGo();
  return useCallback(
    ({ replace = false, ...target }) => {
      const { pathname, search } = window.location;
      go(addressOf(target, pathname, search), { replace });
    },
    [go],
  );
}

export function useLocation(): { pathname: string; href: string } {
  const [pathname] = usePathAndGo();
  const search = useSearch();
  return { pathname, href: search ? `${pathname}?${search}` : pathname };
}

export function useParams<T extends Record<string, string | undefined>>(): T {
  return useRouteParams() as T;
}

/** What a link must restore: read from the address, written back without a new history entry. */
export function useScope(): [Search, (changes: Search, push?: boolean, to?: string) => void] {
  const search = parseSearch(useSearch());
  const navigate = useNavigate();
  const set = (changes: Search, push = false, to = ".") =>
    navigate({ to, search: (old) => ({ ...old, ...changes }), replace: !push });
  return [search, set];
}

export function numberOf(value: Search[string]): number | undefined {
  const number = Number(value);
  return value === undefined || Number.isNaN(number) ? undefined : number;
}
