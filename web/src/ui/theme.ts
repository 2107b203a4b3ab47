/** Light or dark: one switch for CSS, Ant Design and the charts. */
import { useSyncExternalStore } from "react";

export type Mode = "light" | "dark";

const watchers = new Set<() => void>();

export function mode(): Mode {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

export function setMode(next: Mode): void {
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("twinrail.theme", next);
  } catch {
    // Storage is switched off: the choice then lasts as long as the page.
  }
  watchers.forEach((tell) => tell());
}

export function useMode(): Mode {
  return useSyncExternalStore((tell) => {
    watchers.add(tell);
    return () => watchers.delete(tell);
  }, mode);
}

/** The value of a token now, for code that draws without CSS. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
