/** The one place that talks HTTP: session cookie, language, keys for safe repetition, problems. */
import { currentLanguage } from "~/ui/i18n/words";
import type { Problem } from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title);
  }
}

type Query = Record<string, string | number | boolean | null | undefined>;
type Options = {
  query?: Query;
  body?: unknown;
  /** A body that is not JSON, with its media type. */
  raw?: { type: string; body: BodyInit };
  version?: number;
  /** Kept by the caller across retries, so that a repeated tap has one effect. */
  key?: string;
  signal?: AbortSignal;
};

export const prefix = "/api/v1";

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `${prefix}${path}${text ? `?${text}` : ""}`;
}

let signedOut: () => void = () => undefined;

/** The shell says what happens when the session has ended. */
export function onSignedOut(act: () => void): void {
  signedOut = act;
}

async function problemOf(reply: Response): Promise<Problem> {
  const fallback = { type: "about:blank", title: reply.statusText, status: reply.status };
  if (!reply.headers.get("content-type")?.includes("json")) return fallback;
  try {
    return { ...fallback, ...((await reply.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}

async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": currentLanguage() === "zh" ? "zh-CN" : "en",
  };
  let body: BodyInit | undefined;
  if (options.raw) {
    headers["content-type"] = options.raw.type;
    body = options.raw.body;
  } else if (method !== "GET" && method !== "DELETE") {
    headers["content-type"] = "application/json";
    body = JSON.stringify(options.body ?? {});
  }
  if (options.version !== undefined) headers["if-match"] = `"v${options.version}"`;
  if (method === "POST") headers["idempotency-key"] = options.key ?? crypto.randomUUID();
  const reply = await fetch(url(path, options.query), {
    method,
    headers,
    body,
    signal: options.signal,
    credentials: "same-origin",
  });
  if (!reply.ok) {
    const problem = await problemOf(reply);
    if (reply.status === 401 && path !== "/session") signedOut();
    throw new ApiError(reply.status, problem);
  }
  return (reply.status === 204 ? {} : await reply.json()) as T;
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>("GET", path, { query, signal }),
  post: <T>(path: string, body?: unknown, options: Options = {}) =>
    call<T>("POST", path, { ...options, body }),
  patch: <T>(path: string, body: unknown, version?: number) => call<T>("PATCH", path, { body, version }),
  put: <T>(path: string, body: unknown) => call<T>("PUT", path, { body }),
  del: <T>(path: string) => call<T>("DELETE", path),
};
