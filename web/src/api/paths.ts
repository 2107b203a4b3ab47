/** What a call takes and gives, read from the generated description of the interface. */
import type { paths } from "./schema";

type Method = "get" | "post" | "patch" | "put" | "delete";
type Root = "/api/v1";

/** The paths, without the prefix they all share, that answer to a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? (P extends `${Root}${infer Rest}` ? Rest : never) : never;
}[keyof paths];

export type Operation<P extends string, M extends Method> = `${Root}${P}` extends keyof paths
  ? paths[`${Root}${P}`] extends Record<M, infer O>
    ? O
    : never
  : never;

type Parameters<O> = O extends { parameters: infer P } ? P : never;
type Answer<O, Status extends number> = O extends { responses: Record<Status, { content: { "application/json": infer T } }> } ? T : never;

/** The body of the good answer. */
export type Reply<O> = Answer<O, 200> | Answer<O, 201> | Answer<O, 202>;

type WithPath<O> = Parameters<O> extends { path: infer P } ? { path: P } : unknown;
type WithQuery<O> =
  Parameters<O> extends { query: infer Q }
    ? { query: Q }
    : Parameters<O> extends { query?: infer Q }
      ? [Q] extends [undefined]
        ? unknown
        : { query?: Q }
      : unknown;
type WithBody<O> = O extends { requestBody: { content: infer C } }
  ? C extends { "application/json": infer B }
    ? { body: B }
    : { raw: { type: keyof C & string; body: BodyInit } }
  : unknown;
/** The version that a change is based on; only of what has one. */
type WithVersion<O> = Parameters<O> extends { header?: { "If-Match"?: string } } ? { version?: number } : unknown;

export type Ask<O> = WithPath<O> &
  WithQuery<O> &
  WithBody<O> &
  WithVersion<O> & {
    signal?: AbortSignal;
    /** Kept by the caller across retries, so that a repeated tap has one effect. */
    key?: string;
  };

/** What must be said may not be left out; a call that needs nothing is called with its path alone. */
export type Asked<O> = object extends Ask<O> ? [ask?: Ask<O>] : [ask: Ask<O>];
