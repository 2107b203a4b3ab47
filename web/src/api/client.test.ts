import { afterEach, expect, test, vi } from "vitest";
import { speak } from "~/test_words";
import { ApiError, api, href, unreached } from "./client";

function answerWith(status: number, body: unknown, type = "application/json") {
  const fetched = vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": type } })));
  vi.stubGlobal("fetch", fetched);
  return fetched as unknown as { mock: { calls: [string, RequestInit & { headers: Record<string, string> }][] } };
}

afterEach(() => vi.unstubAllGlobals());

test("a path is filled, what is not said is left out", async () => {
  const fetched = answerWith(200, { items: [], next: null });
  await api.get("/kpi-assignments/{assignment}/readings", { path: { assignment: 7 }, query: { start: "2026-11-01", measure: undefined, limit: 5 } });
  expect(fetched.mock.calls[0]![0]).toBe("/api/v1/kpi-assignments/7/readings?start=2026-11-01&limit=5");
  expect(href("/inlets/{inlet}/template", { path: { inlet: "kpi readings" }, query: { lang: "en" } })).toBe(
    "/api/v1/inlets/kpi%20readings/template?lang=en",
  );
});

test("a change names its version, an addition its key", async () => {
  const fetched = answerWith(200, {});
  await api.patch("/key-results/{key_result}", { path: { key_result: 3 }, body: { target: "5" }, version: 4 });
  await api.post("/links", { body: { kind: "drives", assignment: 1, key_result: 2 }, key: "once" });
  const [changed, added] = fetched.mock.calls.map(([, { headers }]) => headers);
  expect(changed!["if-match"]).toBe('"v4"');
  expect(added!["idempotency-key"]).toBe("once");
});

test("a refusal says what its only place says", async () => {
  answerWith(400, { type: "x", title: "See each place", status: 400, errors: [{ pointer: "/target", key: "k", detail: "Too small" }] }, "application/problem+json");
  const refused = await api.get("/session").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect((refused as ApiError).message).toBe("Too small");
});

test("a server that is not reached is told in words, and the call may be tried again", async () => {
  speak("zh");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const failed = (await api.get("/session").catch((error: unknown) => error)) as ApiError;
  expect(failed).toBeInstanceOf(ApiError);
  expect(failed.status).toBe(unreached);
  expect(failed.message).toBe("没有连上服务器；填的内容还在，连上后再试一次");
});

test("a call that was given up stays one", async () => {
  const stop = new AbortController();
  stop.abort();
  vi.stubGlobal("fetch", () => Promise.reject(new DOMException("given up", "AbortError")));
  const failed = await api.get("/session", { signal: stop.signal }).catch((error: unknown) => error);
  expect(failed).not.toBeInstanceOf(ApiError);
});

/** Compiled, never run: what is not in the description of the interface is a mistake of the compiler. */
export function wrongCalls() {
  // @ts-expect-error there is no such path
  void api.get("/objectivez");
  // @ts-expect-error the path answers to no such method
  void api.post("/board");
  // @ts-expect-error the path has a hole
  void api.get("/objectives/{objective}");
  // @ts-expect-error the query has no such name
  void api.get("/objectives", { query: { cycel: 1 } });
  // @ts-expect-error the body has no such field
  void api.post("/links", { body: { kind: "drives", assignment: 1, keyresult: 2 } });
  // @ts-expect-error the field has no such value
  void api.post("/links", { body: { kind: "pulls", assignment: 1 } });
  // @ts-expect-error the answer has no such field
  void api.get("/board").then((board) => board.objectivez);
}
