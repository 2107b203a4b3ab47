/** Typed cells on their way to the server: kept as they were typed until it has them. */
import { useCallback, useRef, useState } from "react";
import { ApiError } from "~/api/client";
import type { Dec, Instant } from "~/api/types";
import { type EntryReport, useEnter } from "../queries";
import { type Place, type Spot, keyOf, sent } from "./entry_cells";

export type Typed = { spot: Spot; amount: Dec; reason?: string };
export type Logged = { at: Instant; typed: Typed[]; moved: EntryReport["moved"] };

/** `/cells/3/amount` is said of the fourth cell. */
const pointer = /^\/cells\/(\d+)\//;

export function useEntrySaving() {
  const enter = useEnter();
  const [busy, setBusy] = useState(0);
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [failed, setFailed] = useState<Typed[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [log, setLog] = useState<Logged[]>([]);
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  /** One batch after the other, in the order in which they were typed. */
  const save = useCallback(
    (typed: Typed[]): Promise<boolean> => {
      const run = async () => {
        setBusy((count) => count + 1);
        try {
          const report = await enter(
            typed.map(({ spot, amount, reason }) => sent(spot, amount, reason)),
            crypto.randomUUID(),
          );
          setProblems((old) => without(old, typed));
          setFailed((old) => old.filter((one) => !typed.some(({ spot }) => keyOf(spot) === keyOf(one.spot))));
          setGeneral(null);
          setLog((old) => [{ at: report.at, typed, moved: report.moved }, ...old]);
          return true;
        } catch (error) {
          const told = toldOf(error, typed);
          setProblems((old) => new Map([...without(old, typed), ...told.cells]));
          setGeneral(told.general);
          setFailed((old) => [...old.filter((one) => !typed.some(({ spot }) => keyOf(spot) === keyOf(one.spot))), ...typed]);
          return false;
        } finally {
          setBusy((count) => count - 1);
        }
      };
      const done = queue.current.then(run);
      queue.current = done;
      return done;
    },
    [enter],
  );
  return { save, busy: busy > 0, problems, failed, general, log };
}

function without(old: ReadonlyMap<string, string>, typed: Typed[]): Map<string, string> {
  const left = new Map(old);
  for (const { spot } of typed) left.delete(keyOf(spot));
  return left;
}

function toldOf(error: unknown, typed: Typed[]): { cells: [string, string][]; general: string | null } {
  const errors = error instanceof ApiError ? error.problem.errors : [];
  const cells = errors.flatMap(({ pointer: at, detail }): [string, string][] => {
    const place: Place | undefined = typed[Number(pointer.exec(at ?? "")?.[1])]?.spot;
    return place ? [[keyOf(place), detail]] : [];
  });
  return { cells, general: cells.length > 0 ? null : error instanceof Error ? error.message : String(error) };
}
