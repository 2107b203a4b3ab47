/** Where a list's rows come from: all in one answer, or page by page behind an opaque cursor. */
import type { Page } from "~/api/types";

export type ListSource<Row> = {
  /** Undefined while the first answer is on its way. */
  rows: Row[] | undefined;
  error: unknown;
  retry: () => void;
  /** Fetches the next page; absent when all rows are here. */
  more?: () => void;
  loading: boolean;
  /** The next page was refused; it is asked for again only when the reader says so. */
  stuck: boolean;
};

type Answer<T> = { data: T | undefined; error: unknown; isFetching: boolean; refetch: () => unknown };

export function whole<Row>(query: Answer<Row[]>): ListSource<Row> {
  const { data: rows, isFetching: loading } = query;
  return { rows, error: rows ? null : query.error, retry: () => void query.refetch(), loading, stuck: false };
}

type Pages<Row> = Answer<{ pages: Page<Row>[] }> & { hasNextPage: boolean; fetchNextPage: () => unknown; isFetchNextPageError: boolean };

export function paged<Row>(query: Pages<Row>): ListSource<Row> {
  return {
    ...whole({ ...query, data: query.data?.pages.flatMap(({ items }) => items) }),
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    stuck: query.isFetchNextPageError,
  };
}
