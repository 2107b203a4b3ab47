/**
 * One event stream for all tabs of a browser. The tab that holds the lock listens and tells the
 * others over a BroadcastChannel: a stream a tab would hang the seventh tab over HTTP/1.1.
 */
import { prefix } from "./client";
import type { LiveEvent } from "./types";

export type Topic = LiveEvent["topic"];

export type LiveState = { phase: "live" | "connecting" | "offline"; changedAt: string | null };

type Wire = { kind: "event"; event: LiveEvent; at: string } | { kind: "state"; phase: LiveState["phase"] } | { kind: "ask" };

const retryMin = 1_000;
const retryMax = 30_000;
/** A lock won later than this after the page's start was another tab's before. */
const takeoverMs = 3_000;

let state: LiveState = { phase: "connecting", changedAt: null };
const watchers = new Set<() => void>();
let deliver: (event: LiveEvent) => void = () => undefined;
let channel: BroadcastChannel | null = null;
let stop: (() => void) | null = null;

export function liveState(): LiveState {
  return state;
}

export function watchLive(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

function become(next: Partial<LiveState>): void {
  const merged = { ...state, ...next };
  if (merged.phase === state.phase && merged.changedAt === state.changedAt) return;
  state = merged;
  watchers.forEach((tell) => tell());
}

function receive(event: LiveEvent, at: string): void {
  become({ phase: "live", changedAt: at });
  deliver(event);
}

function tellOthers(message: Wire): void {
  channel?.postMessage(message);
}

/**
 * Listens until aborted. EventSource resumes by itself with Last-Event-ID; one that has seen no event
 * yet or was closed (a refused connection, or another tab's that this one takes over) has no id, so
 * all is fetched anew.
 */
function listen(topics: Topic[], signal: AbortSignal, takenOver: boolean): Promise<void> {
  return new Promise((resolve) => {
    let gap = takenOver;
    let placed = false;
    let source: EventSource | null = null;
    let pause = retryMin;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const phase = (next: LiveState["phase"]) => {
      become({ phase: next });
      tellOthers({ kind: "state", phase: next });
    };
    const open = () => {
      source = new EventSource(`${prefix}/live`);
      source.onopen = () => {
        pause = retryMin;
        phase("live");
        if (gap) take("reset", "{}");
        gap = false;
      };
      source.onerror = () => {
        phase(navigator.onLine ? "connecting" : "offline");
        const closed = source?.readyState === EventSource.CLOSED;
        if (closed || !placed) gap = true;
        if (!closed) return;
        placed = false;
        timer = setTimeout(open, pause);
        pause = Math.min(retryMax, pause * 2);
      };
      for (const topic of [...topics, "reset" as const]) {
        source.addEventListener(topic, (message) => {
          placed ||= message.lastEventId !== "";
          take(topic, message.data);
        });
      }
    };
    const take = (topic: Topic, data: string) => {
      const event = { ...(JSON.parse(data || "{}") as object), topic } as LiveEvent;
      const at = new Date().toISOString();
      receive(event, at);
      tellOthers({ kind: "event", event, at });
    };
    open();
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      source?.close();
      resolve();
    });
  });
}

function hear({ data }: MessageEvent<Wire>): void {
  if (data.kind === "event") receive(data.event, data.at);
  if (data.kind === "state") become({ phase: data.phase });
  if (data.kind === "ask" && leading) tellOthers({ kind: "state", phase: state.phase });
}

let leading = false;

/** Starts once after sign-in; the returned function ends it at sign-out. */
export function startLive(topics: Topic[], onEvent: (event: LiveEvent) => void): () => void {
  deliver = onEvent;
  if (stop) return stop;
  const end = new AbortController();
  const startedAt = Date.now();
  channel = new BroadcastChannel("twinrail.live");
  channel.onmessage = hear;
  tellOthers({ kind: "ask" });
  const lead = async () => {
    leading = true;
    await listen(topics, end.signal, Date.now() - startedAt > takeoverMs);
    leading = false;
  };
  // Without the Locks interface (old browsers, plain HTTP) each tab listens for itself.
  const led = navigator.locks
    ? navigator.locks.request("twinrail.live", { signal: end.signal }, lead)
    : lead();
  led.catch(() => undefined);
  const back = () => become({ phase: "connecting" });
  const away = () => become({ phase: "offline" });
  window.addEventListener("online", back);
  window.addEventListener("offline", away);
  stop = () => {
    end.abort();
    channel?.close();
    channel = null;
    window.removeEventListener("online", back);
    window.removeEventListener("offline", away);
    stop = null;
    state = { phase: "connecting", changedAt: null };
  };
  return stop;
}
