/** The one place that talks HTTP: session cookie, language, keys for safe repetition, problems. */
import { currentLanguage, translate } from "~/ui/i18n/words";
import type { Asked, Operation, PathOf, Reply } from "./paths";
import type { Problem } from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.errors.length === 1 ? problem.errors[0]!.detail : problem.title);
  }
}

/** `paths.ts` has said what each call takes; here it is put together. */
type Loose = {
  path?: Record<string, string | number>;
  query?: Record<string, unknown>;
  body?: unknown;
  /** A body that is not JSON, with its media type. */
  raw?: { type: string; body: BodyInit };
  version?: number;
  key?: string;
  signal?: AbortSignal;
};

export const prefix = "/api/v1";

function url(path: string, { path: parts = {}, query = {} }: Loose): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name]!));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `${prefix}${filled}${text ? `?${text}` : ""}`;
}

let signedOut: () => void = () => undefined;

/** The shell says what happens when the session has ended. */
export function onSignedOut(act: () => void): void {
  signedOut = act;
}

async function problemOf(reply: Response): Promise<Problem> {
  const fallback = { type: "about:blank", title: reply.statusText, status: reply.status, errors: [] };
  if (!reply.headers.get("content-type")?.includes("json")) return fallback;
  try {
    return { ...fallback, ...((await reply.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}

let company = "";

/**
 * Which company somebody signs in to, where several share the address. Once signed in, a cookie names it: it goes
 * also with what the browser asks by itself.
 */
export function inCompany(code: string): void {
  company = code;
}

function headersOf(method: string, ask: Loose): Record<string, string> {
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": currentLanguage() === "zh" ? "zh-CN" : "en",
  };
  if (company) headers["twinrail-tenant"] = company;
  if (ask.raw) headers["content-type"] = ask.raw.type;
  else if (method !== "GET" && method !== "DELETE") headers["content-type"] = "application/json";
  if (ask.version !== undefined) headers["if-match"] = `"v${ask.version}"`;
  if (method === "POST") headers["idempotency-key"] = ask.key ?? crypto.randomUUID();
  return headers;
}

/** The status of a call that no server has answered. */
export const unreached = 0;

/** A browser says "Failed to fetch"; people are told what it means. A call that is given up stays one. */
async function reached(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    const title = translate("ui.not_reached");
    throw new ApiError(unreached, { type: "about:blank", title, status: unreached, errors: [] });
  }
}

async function call<T>(method: string, path: string, ask: Loose = {}): Promise<T> {
  const bodiless = method === "GET" || method === "DELETE";
  const reply = await reached(url(path, ask), {
    method,
    headers: headersOf(method, ask),
    body: bodiless ? undefined : (ask.raw?.body ?? JSON.stringify(ask.body ?? {})),
    signal: ask.signal,
    credentials: "same-origin",
  });
  if (!reply.ok) {
    const problem = await problemOf(reply);
    if (reply.status === 401 && path !== "/session") signedOut();
    throw new ApiError(reply.status, problem);
  }
  return (reply.status === 204 ? {} : await reply.json()) as T;
}

type Method = "get" | "post" | "patch" | "put" | "delete";
type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...asked: Asked<Operation<P, M>>
) => Promise<Reply<Operation<P, M>>>;

function caller<M extends Method>(method: M): Call<M> {
  return (path, ...[ask]) => call(method.toUpperCase(), path, ask as Loose | undefined);
}

/** `api.get("/objectives/{objective}", { path: { objective: 7 } })`: a wrong path or field does not compile. */
export const api = {
  get: caller("get"),
  post: caller("post"),
  patch: caller("patch"),
  put: caller("put"),
  del: caller("delete"),
};

/** Fetches a file and hands it to the browser to keep, under the name that the server gives it. */
export async function download<P extends PathOf<"get">>(path: P, ...asked: Asked<Operation<P, "get">>): Promise<void> {
  const reply = await reached(href(path, ...asked), { headers: headersOf("GET", {}), credentials: "same-origin" });
  if (!reply.ok) throw new ApiError(reply.status, await problemOf(reply));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await reply.blob());
  link.download = /filename="([^"]+)"/.exec(reply.headers.get("content-disposition") ?? "")?.[1] ?? "list";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The address of what is fetched by the browser itself, as a download. */
export function href<P extends PathOf<"get">>(path: P, ...asked: Asked<Operation<P, "get">>): string {
  return url(path, (asked[0] ?? {}) as Loose);
}
