import type { QueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import type { Topic } from "~/api/live";
import { refetchSoon } from "~/api/refetch";
import type { LiveEvent } from "~/api/types";

declare module "~/api/types" {
  interface Topics {
    "people.changed": unknown;
  }
}

export const topics: Topic[] = ["people.changed"];

export function followLive(client: QueryClient, event: LiveEvent): void {
  if (event.topic !== "people.changed") return;
  refetchSoon(client, keys.people.module);
}
