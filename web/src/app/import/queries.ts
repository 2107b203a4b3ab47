// eslint-disable-next-line no-restricted-syntax -- of two checks of a file the later one counts: see useStartImport
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, href } from "~/api/client";
import { keys } from "~/api/keys";
import type { Import, Schemas } from "~/api/types";
import { useMutationOnce } from "~/ui/mutation";

export type Facts = NonNullable<Import["facts"]>;
export type FileColumn = Schemas["FileColumn"];

/** What somebody said of heads: the field, or "" for a column that is left out. */
export type Heads = Record<string, string>;
export type Sending = { inlet: string; file: File; dry: boolean; sheet?: string; heads: Heads; remember?: boolean };

export function useInlets() {
  return useQuery({
    queryKey: keys.inlets,
    queryFn: async ({ signal }) => (await api.get("/inlets", { signal })).items,
  });
}

export function templateUrl(inlet: string, lang: string, format: "csv" | "xlsx"): string {
  return href("/inlets/{inlet}/template", { path: { inlet }, query: { lang, format } });
}

export function problemsUrl(id: number): string {
  return href("/imports/{import}/problems", { path: { import: id }, query: { format: "xlsx" } });
}

const saidOf = (heads: Heads) => JSON.stringify({ items: Object.entries(heads).map(([head, column]) => ({ head, column })) });

/** Sends a file; one that is to be written leaves out the rows that the check has named. A check may overtake the one before. */
export function useStartImport() {
  return useMutation({
    mutationFn: ({ inlet, file, dry, sheet, heads, remember }: Sending) =>
      api.post("/inlets/{inlet}/imports", {
        path: { inlet },
        query: {
          dry_run: dry,
          file: file.name.slice(0, 200),
          ...(sheet ? { sheet } : {}),
          ...(Object.keys(heads).length > 0 ? { heads: saidOf(heads) } : {}),
          ...(dry ? {} : { leave_out: true, remember: Boolean(remember) }),
        },
        raw: { type: file.name.toLowerCase().endsWith(".xlsx") ? "application/octet-stream" : "text/csv", body: file },
        key: crypto.randomUUID(),
      }),
  });
}

/** How often a running import is asked about. */
const progressMs = 700;

export function useImport(id: number | null) {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.import(id),
    enabled: id !== null,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const known = await api.get("/imports/{import}", { path: { import: id! }, signal });
      // What was written may stand on any page; what is asked for again is only what is shown.
      if ((known.state === "done" || known.state === "undone") && !known.dry_run)
        void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey !== keys.import(id) && queryKey[1] !== "import" });
      return known;
    },
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? progressMs : false),
  });
}

/** The imports of an inlet that wrote, or were to write, the newest first. */
export function useLastImports(inlet: string) {
  return useQuery({
    queryKey: keys.imports(inlet),
    staleTime: 0,
    queryFn: async ({ signal }) => (await api.get("/imports", { query: { inlet }, signal })).items.filter((one) => !one.dry_run),
  });
}

export function isRunning(known: Import): boolean {
  return known.state === "checking" || known.state === "writing";
}

/** It is being written, or taken back. */
export function isUnderWay(known: Import): boolean {
  return isRunning(known) || known.state === "undoing";
}

/** Rows that are written: new, corrected and those that change nothing. */
export function takenRows(known: Import): number {
  return known.stored + known.corrected + known.known;
}

export type Hindrances = { items: Schemas["Hindrance"][]; next: string | null | undefined };

/** Pages of what stands in the way that are looked through before the reader is told; each looks at thousands of rows. */
const pagesMost = 20;
const hindrancesShown = 50;

/** What stands in the way of taking an import back, so many of it. */
export function useHindrances(id: number) {
  return useQuery({
    queryKey: keys.hindrances(id),
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }): Promise<Hindrances> => {
      const found: Hindrances = { items: [], next: undefined };
      for (let page = 0; page < pagesMost && found.items.length < hindrancesShown; ++page) {
        const one = await api.get("/imports/{import}/hindrances", { path: { import: id }, query: found.next ? { cursor: found.next } : {}, signal });
        found.items.push(...one.items);
        found.next = one.next;
        if (!one.next) break;
      }
      return found;
    },
  });
}

export function useUndo() {
  const client = useQueryClient();
  return useMutationOnce({
    mutationFn: (known: Import) => api.post("/imports/{import}/undo", { path: { import: known.id }, version: known.version, key: crypto.randomUUID() }),
    onSuccess: (now) => client.setQueryData(keys.import(now.id), now),
  });
}
