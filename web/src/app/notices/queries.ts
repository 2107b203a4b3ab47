import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { refetchSoon } from "~/api/refetch";
import type { Schemas } from "~/api/types";
import type { LivePart } from "../module";

declare module "~/api/types" {
  interface Topics {
    "notices.changed": unknown;
  }
}

export type Notice = Schemas["NoticeView"];
export type NoticeCount = Schemas["NoticeCount"];
export type NoticeGroup = Schemas["NoticeGroup"];

/** In the order in which the drawer shows them. */
export const noticeGroups: NoticeGroup[] = ["update", "alarm", "news"];

const pageSize = 50;

export function useNoticeCount() {
  return useQuery({ queryKey: keys.noticeCount, queryFn: ({ signal }) => api.get("/notices/count", { signal }) });
}

export function useNotices(unread: boolean) {
  return useInfiniteQuery({
    queryKey: keys.noticeList(unread),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => api.get("/notices", { query: { unread: unread || undefined, cursor: pageParam || undefined, limit: pageSize }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** Marks one notice, or all up to one, as read; the bell shows the new count at once. */
export function useReadMarks() {
  const client = useQueryClient();
  const take = (count: NoticeCount) => {
    client.setQueryData(keys.noticeCount, count);
    void client.invalidateQueries({ queryKey: keys.noticeLists });
  };
  return {
    one: async (notice: number) => take(await api.put("/notices/{notice}/read-mark", { path: { notice } })),
    all: async (newest: number) => take(await api.put("/notices/read-marks", { body: { newest } })),
  };
}

/** The shell's own part of the live stream. */
export const noticesLive: LivePart = {
  topics: ["notices.changed"],
  followLive: (client, event) => {
    if (event.topic !== "notices.changed") return;
    refetchSoon(client, keys.noticeCount);
    refetchSoon(client, keys.noticeLists);
  },
};
