/** Live events become changes of the query cache; while a row is read, they wait. */
import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { startLive } from "~/api/live";
import type { LiveEvent } from "~/api/types";
import { clock } from "~/ui/format";
import { translate } from "~/ui/i18n/words";
import type { ClientModule } from "./module";

let held: LiveEvent[] = [];
const watchers = new Set<() => void>();
let apply: (event: LiveEvent) => void = () => undefined;

let said = "";
let polite = 0;

/** Changes are announced politely at most once in this time, a breach at once. */
const politeMs = 10_000;

function announce(event: LiveEvent): void {
  const fired = event.topic === "kpi.breach_changed" && event.changes.some(({ state }) => state === "firing");
  const now = Date.now();
  if (!fired && now - polite < politeMs) return;
  polite = now;
  said = translate(fired ? "shell.said_breach" : "shell.said_changed", { at: clock(new Date(now).toISOString()) });
  changed();
}

export function useAnnounced(): string {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => said,
  );
}

function changed(): void {
  watchers.forEach((tell) => tell());
}

/** A row under the keyboard's focus must not move away below the reader's eyes. */
function readingRow(): boolean {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && focused.matches("[data-row]:focus-visible");
}

function take(event: LiveEvent): void {
  if (!readingRow()) return apply(event);
  held = [...held, event];
  changed();
}

export function mergeHeld(): void {
  const waiting = held;
  held = [];
  changed();
  waiting.forEach((event) => apply(event));
}

export function useHeldCount(): number {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => held.length,
  );
}

export function useLiveCache(client: QueryClient, modules: ClientModule[], on: boolean): void {
  useEffect(() => {
    if (!on) return;
    apply = (event) => {
      if (event.topic === "reset") void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      else {
        modules.forEach((module) => module.live?.(client, event));
        announce(event);
      }
    };
    const left = () => {
      if (held.length && !readingRow()) mergeHeld();
    };
    const stop = startLive(take);
    document.addEventListener("focusout", () => setTimeout(left));
    return stop;
  }, [client, modules, on]);
}
