/** A page as the shell shows it, with answers of the server by path, for tests of pages. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { Route } from "wouter";
import { MeContext } from "~/api/session";
import type { Me } from "~/api/types";

export type Asked = { method: string; path: string; query: URLSearchParams; body: unknown; version: string | null };
type Answers = Record<string, (asked: Asked) => unknown>;

/** Answers `GET /measures` and the like; what is not answered is refused. Gives all that was asked. */
export function serve(answers: Answers): Asked[] {
  const all: Asked[] = [];
  vi.stubGlobal("fetch", async (address: string, { method = "GET", body, headers }: RequestInit = {}) => {
    const url = new URL(address, "http://test");
    const asked = { method, path: url.pathname.replace("/api/v1", ""), query: url.searchParams, body: body ? (JSON.parse(String(body)) as unknown) : undefined, version: new Headers(headers).get("if-match") };
    all.push(asked);
    const answer = answers[`${method} ${asked.path}`]?.(asked) ?? { type: "x", title: "not there", status: 404, errors: [] };
    const status = (answer as { status?: unknown }).status;
    return new Response(JSON.stringify(answer), { status: typeof status === "number" ? status : 200, headers: { "content-type": "application/json" } });
  });
  return all;
}

export function open(page: ReactNode, address: string, { route = "*", permissions = [] as string[], modules = [] as string[] } = {}) {
  history.replaceState(null, "", address);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const me = { permissions, home_unit: 1, modules } as unknown as Me;
  return render(
    <QueryClientProvider client={client}>
      <MeContext value={me}>
        <Route path={route}>{page}</Route>
      </MeContext>
    </QueryClientProvider>,
  );
}
