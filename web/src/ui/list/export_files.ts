/** Files that a job makes of long lists: one's own, each with how far it is. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, api, download } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";
import { exact } from "../format";
import type { Translate } from "../i18n/words";

export type ExportFile = Schemas["ExportFile"];
export type Format = ExportFile["format"];

/** How often a file that is being made is asked about. */
const progressMs = 1000;

export const isUnderWay = ({ state }: ExportFile) => state === "waiting" || state === "writing";

/** The list is longer than what is given in one answer. */
export function isTooLong(error: unknown): boolean {
  return error instanceof ApiError && error.problem.type.endsWith("export.too_many");
}

export function askFile(list: string, format: Format, title: string | undefined): Promise<ExportFile> {
  return api.post("/export-files", { body: { list, format, title: title?.slice(0, 200) } });
}

export function useExportFile(first: ExportFile) {
  return useQuery({
    queryKey: keys.exportFile(first.id),
    staleTime: 0,
    initialData: first,
    queryFn: ({ signal }) => api.get("/export-files/{file}", { path: { file: first.id }, signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? progressMs : false),
  });
}

export function useExportFiles() {
  return useInfiniteQuery({
    queryKey: keys.exportFiles,
    staleTime: 0,
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => api.get("/export-files", { query: { cursor: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? progressMs : false),
  });
}

export function useExportActs() {
  const client = useQueryClient();
  return {
    download: ({ id }: ExportFile) => download("/export-files/{file}/content", { path: { file: id } }),
    /** Gives up one that is under way, removes one that is there. */
    remove: async ({ id, version }: ExportFile) => {
      await api.del("/export-files/{file}", { path: { file: id }, version });
      await client.invalidateQueries({ queryKey: keys.exportFiles });
    },
  };
}

const steps = ["B", "KB", "MB"] as const;

/** A size as people say it: "840 KB", "12.5 MB". */
export function sizeText(bytes: number): string {
  let value = bytes;
  let step = 0;
  for (; value >= 1000 && step < steps.length - 1; ++step) value /= 1000;
  return `${step > 0 && value < 100 ? value.toFixed(1) : Math.round(value)} ${steps[step]}`;
}

/** How far a file is, in words. */
export function stateText({ state, written, problem }: ExportFile, t: Translate): string {
  if (state === "writing") return t("exports.state_writing", { count: written, rows: exact(String(written)) });
  if (state === "failed") return t("exports.state_failed", { why: problem });
  return t(`exports.state_${state}`);
}
