export type Dec = string;
export type Day = string; // 2026-11-24
export type Instant = string; // 2026-11-24T06:32:08.120Z
export type Names = { zh: string; en: string };
export type Page<T> = { items: T[]; next: string | null };

export type LightKey = "ok" | "watch" | "breach" | "rec" | "none" | "plain";
export type Pace =
  | "on_track"
  | "at_risk"
  | "off_track"
  | "too_early"
  | "pending"
  | "outdated"
  | "closed"
  | "not_assessed";
export type Direction = "higher" | "lower" | "range";
export type Frequency = "day" | "week" | "month" | "quarter" | "year";

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { pointer?: string; key: string; detail: string }[];
  request_id?: string;
};
