import { useNavigate, useSearch } from "@tanstack/react-router";

export type Search = Record<string, string | number | boolean | undefined>;

/** What a link must restore: read from the address, written back without a new history entry. */
export function useScope(): [Search, (changes: Search, push?: boolean) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const set = (changes: Search, push = false) => {
    void navigate({
      to: ".",
      search: ((old: Search) => ({ ...old, ...changes })) as never,
      replace: !push,
    });
  };
  return [search, set];
}

export function numberOf(value: Search[string]): number | undefined {
  const number = Number(value);
  return value === undefined || Number.isNaN(number) ? undefined : number;
}
