import { useEffect, useSyncExternalStore } from "react";

export type Crumb = { label: string; to?: string };

let current: Crumb[] = [];
const watchers = new Set<() => void>();

function set(next: Crumb[]): void {
  current = next;
  watchers.forEach((tell) => tell());
}

/** Where the page stands; drawn in the top bar. */
export function useCrumbs(crumbs: Crumb[]): void {
  const text = JSON.stringify(crumbs);
  useEffect(() => {
    set(JSON.parse(text) as Crumb[]);
    return () => set([]);
  }, [text]);
}

export function useCurrentCrumbs(): Crumb[] {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => current,
  );
}
