/** Live events become changes of the query cache; while a row is read, they wait. */
import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { startLive } from "~/api/live";
import type { LiveEvent } from "~/api/types";
import { clock } from "~/ui/format";
import { type Key, translate } from "~/ui/i18n/words";
import type { LivePart } from "./module";
import { loadLive } from "./modules";
import { noticesLive } from "./notices/queries";

let held: LiveEvent[] = [];
const watchers = new Set<() => void>();
let apply: (event: LiveEvent) => void = () => undefined;

let said = "";
let polite = 0;

/** Changes are announced politely at most once in this time, urgent ones at once. */
const politeMs = 10_000;

function announce(urgent: Key | undefined): void {
  const now = Date.now();
  if (!urgent && now - polite < politeMs) return;
  polite = now;
  said = translate(urgent ?? "shell.said_changed", { at: clock(new Date(now).toISOString()) });
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

function follow(client: QueryClient, parts: LivePart[], event: LiveEvent): void {
  if (event.topic === "reset") {
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
    return;
  }
  parts.forEach((part) => part.followLive(client, event));
  announce(parts.map((part) => part.urgent?.(event)).find((key) => key !== undefined));
}

function left(): void {
  if (held.length && !readingRow()) mergeHeld();
}

const leftSoon = () => void setTimeout(left);

/** Handlers that could not be fetched are asked for again after this time. */
const againMs = 5_000;

/** Listens for the modules that are on (their names, joined) until the page or the list changes. */
export function useLiveCache(client: QueryClient, on: string): void {
  useEffect(() => {
    if (on === "") return;
    let ended = false;
    let stop: () => void = () => undefined;
    const start = (fetched: LivePart[]) => {
      if (ended) return;
      const parts = [noticesLive, ...fetched];
      apply = (event) => follow(client, parts, event);
      stop = startLive(parts.flatMap(({ topics }) => topics), take);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fetchParts = (): void => {
      loadLive(on.split(" ")).then(start, () => (timer = setTimeout(fetchParts, againMs)));
    };
    fetchParts();
    document.addEventListener("focusout", leftSoon);
    return () => {
      ended = true;
      clearTimeout(timer);
      stop();
      document.removeEventListener("focusout", leftSoon);
    };
  }, [client, on]);
}
