import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** Live events come in bursts; what follows from them is fetched once, when the burst is over. */
const settleMs = 350;

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

export function refetchSoon(client: QueryClient, queryKey: QueryKey): void {
  const name = JSON.stringify(queryKey);
  clearTimeout(waiting.get(name));
  waiting.set(
    name,
    setTimeout(() => {
      waiting.delete(name);
      void client.invalidateQueries({ queryKey });
    }, settleMs),
  );
}
