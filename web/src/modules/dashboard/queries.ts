import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";

export function useBoard(unit?: number, cycle?: number) {
  return useQuery({
    queryKey: keys.board(unit, cycle),
    queryFn: ({ signal }) => api.get("/board", { query: { unit, cycle }, signal }),
    placeholderData: keepPreviousData,
  });
}

