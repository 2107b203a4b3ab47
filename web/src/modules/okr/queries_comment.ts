import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";

export type Comment = Schemas["CommentView"];
export type Mention = Schemas["CommentMention"];
export type NewComment = Pick<Schemas["NewComment"], "text" | "key_result" | "mentions">;
export type ChangeComment = Pick<Schemas["ChangeComment"], "text" | "mentions" | "solved">;

const pageSize = 20;

/** What is said of an objective, the newest first, page by page. */
export function useComments(objective: number, open: boolean) {
  return useInfiniteQuery({
    queryKey: keys.commentList(objective, open),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      api.get("/objectives/{objective}/comments", { path: { objective }, query: { open: open || undefined, cursor: pageParam, limit: pageSize }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** Those who may be mentioned; without letters, who has a part in the objective. */
export function useReaders(objective: number, q: string | null) {
  return useQuery({
    queryKey: keys.commentReaders(objective, q ?? ""),
    enabled: q !== null,
    queryFn: async ({ signal }) => (await api.get("/objectives/{objective}/comment-readers", { path: { objective }, query: { q: q || undefined }, signal })).items,
    placeholderData: keepPreviousData,
  });
}

export function useCommentSteps(objective: number) {
  const client = useQueryClient();
  return {
    add: (body: NewComment, key: string) => api.post("/objectives/{objective}/comments", { path: { objective }, body, key }),
    change: ({ id: comment, version }: Comment, body: ChangeComment) => api.patch("/comments/{comment}", { path: { comment }, body, version }),
    remove: ({ id: comment, version }: Comment) => api.del("/comments/{comment}", { path: { comment }, version }),
    done: () => client.invalidateQueries({ queryKey: keys.comments(objective) }),
  };
}
