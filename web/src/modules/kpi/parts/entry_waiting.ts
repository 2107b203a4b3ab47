/** Figures that wait for the network: kept on this device, by account, until the server has them. */
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, unreached } from "~/api/client";
import { type EntryCell, useEnter } from "../queries";
import { keyOf } from "./entry_cells";

/** How soon a send that reached nobody is tried again by itself. */
const againMs = 15_000;

const nameOf = (account: string) => `entry.waiting.${account}`;

/** A figure that came back, and why. */
export type Refused = { amount: string; problem: string };

export function readWaiting(account: string): EntryCell[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(account)) ?? "[]");
    return Array.isArray(kept) ? (kept as EntryCell[]) : [];
  } catch {
    return [];
  }
}

function keep(account: string, cells: EntryCell[]): void {
  try {
    if (cells.length === 0) localStorage.removeItem(nameOf(account));
    else localStorage.setItem(nameOf(account), JSON.stringify(cells));
  } catch {
    // A device that keeps nothing still sends what is on the screen.
  }
}

/** Later figures of a cell take the place of earlier ones. */
export function joined(old: EntryCell[], more: EntryCell[]): EntryCell[] {
  const later = new Set(more.map(keyOf));
  return [...old.filter((cell) => !later.has(keyOf(cell))), ...more];
}

/** What is left when some were sent: those that were changed meanwhile stay. */
export function leftOf(now: EntryCell[], sent: EntryCell[]): EntryCell[] {
  const gone = new Map(sent.map((cell) => [keyOf(cell), cell.amount]));
  return now.filter((cell) => gone.get(keyOf(cell)) !== cell.amount);
}

export function useWaiting(account: string) {
  const enter = useEnter();
  const [waiting, setWaiting] = useState(() => readWaiting(account));
  const [online, setOnline] = useState(navigator.onLine);
  const [refused, setRefused] = useState<ReadonlyMap<string, Refused>>(new Map());
  const [sentAt, setSentAt] = useState<string | null>(null);
  const change = useCallback(
    (by: (old: EntryCell[]) => EntryCell[]) => {
      const next = by(readWaiting(account));
      keep(account, next);
      setWaiting(next);
    },
    [account],
  );
  const again = useRef<() => Promise<void>>(() => Promise.resolve());
  const send = useCallback(async () => {
    const cells = readWaiting(account);
    if (cells.length === 0) return;
    let others = false;
    try {
      const report = await enter(cells, crypto.randomUUID());
      change((now) => leftOf(now, cells));
      setSentAt(report.at);
      setOnline(true);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === unreached) return setOnline(false);
      // Refused figures go back into their fields with what is wrong; they do not hold up the others.
      const bad = refusedOf(error, cells);
      setRefused((old) => new Map([...old, ...bad]));
      change((now) => now.filter((cell) => !bad.has(keyOf(cell))));
      others = bad.size < cells.length;
    }
    if (others) await again.current();
  }, [account, enter, change]);
  useEffect(() => {
    again.current = send;
  }, [send]);
  useEffect(() => {
    const back = () => void send();
    const away = () => setOnline(false);
    const turn = setInterval(back, againMs);
    window.addEventListener("online", back);
    window.addEventListener("offline", away);
    return () => {
      clearInterval(turn);
      window.removeEventListener("online", back);
      window.removeEventListener("offline", away);
    };
  }, [send]);
  const put = (cells: EntryCell[]) => {
    setRefused((old) => new Map([...old].filter(([key]) => !cells.some((cell) => keyOf(cell) === key))));
    change((old) => joined(old, cells));
    return send();
  };
  return { waiting, online, refused, sentAt, put };
}

/** The cells that an answer names; all of them where it names none. */
export function refusedOf(error: ApiError, cells: EntryCell[]): Map<string, Refused> {
  const told = new Map<string, Refused>();
  for (const { pointer, detail } of error.problem.errors) {
    const cell = cells[Number(/^\/cells\/(\d+)\//.exec(pointer ?? "")?.[1])];
    if (cell) told.set(keyOf(cell), { amount: cell.amount, problem: detail });
  }
  if (told.size === 0) for (const cell of cells) told.set(keyOf(cell), { amount: cell.amount, problem: error.message });
  return told;
}
