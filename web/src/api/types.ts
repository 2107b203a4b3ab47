/** The server's JSON, named once. Decimals are text on purpose: the client formats, never computes. */
export type * from "./types/common";
export type * from "./types/identity";
export type * from "./types/people";
export type * from "./types/kpi";
export type * from "./types/okr";
export type * from "./types/dashboard";
export type * from "./types/live";
