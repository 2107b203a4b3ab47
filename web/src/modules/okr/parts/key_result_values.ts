/** What the form of a key result holds, and what of it is sent. */
import type { ChangeKeyResult, KeyResultKind, KeyResultRow, NewKeyResult, NewLink } from "~/api/types";
import { editable, typed } from "~/ui/format";
import type { Translate } from "~/ui/i18n/words";

export type Step = { zh: string; en: string; weight: string };

export type KeyResultValues = {
  zh: string;
  en: string;
  kind: KeyResultKind;
  source: "manual" | "kpi";
  metric: number | null;
  rule: "running" | "period" | "cycle_to_date" | "rolling";
  k: string;
  unit: string;
  decimals: string;
  start: string;
  target: string;
  lower: string;
  upper: string;
  anchored: boolean;
  commit: string;
  stretch: string;
  steps: Step[];
  weight: string;
  due: string | null;
  owner: number | null;
  /** Why an active key result aims elsewhere or weighs otherwise from now on. */
  reason: string;
};

export const keyResultPlaces = {
  zh: "/title",
  kind: "/kind",
  metric: "/assignment",
  k: "/k",
  unit: "/unit",
  decimals: "/decimals",
  start: "/start",
  target: "/target",
  lower: "/lower",
  upper: "/upper",
  commit: "/commit",
  stretch: "/stretch",
  steps: "/milestones",
  weight: "/weight",
  due: "/due",
  owner: "/owner",
  reason: "/reason",
} as const;

export const emptyStep: Step = { zh: "", en: "", weight: "1" };

export const emptyKeyResult: KeyResultValues = {
  zh: "",
  en: "",
  kind: "move",
  source: "manual",
  metric: null,
  rule: "period",
  k: "3",
  unit: "",
  decimals: "0",
  start: "",
  target: "",
  lower: "",
  upper: "",
  anchored: false,
  commit: "",
  stretch: "",
  steps: [emptyStep, emptyStep],
  weight: "1",
  due: null,
  owner: null,
  reason: "",
};

const shown = (value: string | null, unit: string) => (value === null ? "" : editable(value, unit));

export function valuesOf(row: KeyResultRow): KeyResultValues {
  return {
    ...emptyKeyResult,
    zh: row.title.zh,
    en: row.title.en,
    kind: row.kind,
    source: row.value_mode,
    metric: row.driven_by?.assignment ?? null,
    rule: row.driven_by?.value_rule ?? "period",
    unit: row.unit,
    decimals: String(row.decimals),
    start: shown(row.start, row.unit),
    target: shown(row.target, row.unit),
    lower: shown(row.lower, row.unit),
    upper: shown(row.upper, row.unit),
    weight: editable(row.weight, ""),
    due: row.due,
    owner: row.owner,
  };
}

export const canFollow = (kind: KeyResultKind) => kind === "move" || kind === "keep";
const follows = (values: KeyResultValues) => canFollow(values.kind) && values.source === "kpi";

/** A field that may be empty holds a number or nothing. */
const optional = (text: string, unit: string) => text.trim() === "" || typed(text, unit) !== null;

export function checkKeyResult(values: KeyResultValues, t: Translate) {
  const { kind, unit } = values;
  const no = t("okr.ui.not_a_number");
  const needed = (text: string) => (typed(text, unit) === null ? no : undefined);
  const figures = kind === "move" || kind === "keep" || kind === "baseline";
  const steps = values.steps.every((step) => (step.zh.trim() || step.en.trim()) && Number(typed(step.weight, "")) > 0);
  return {
    zh: values.zh.trim() || values.en.trim() ? undefined : t("okr.title_required"),
    metric: follows(values) && values.metric === null ? t("okr.ui.need_choice") : undefined,
    k: follows(values) && values.rule === "rolling" && !/^[1-9]\d?$/.test(values.k) ? no : undefined,
    decimals: figures && !/^[0-6]$/.test(values.decimals) ? t("okr.ui.decimals_range") : undefined,
    start: kind !== "move" ? undefined : follows(values) ? (optional(values.start, unit) ? undefined : no) : needed(values.start),
    target: kind === "move" ? needed(values.target) : undefined,
    lower: kind !== "keep" ? undefined : !optional(values.lower, unit) ? no : !values.lower.trim() && !values.upper.trim() ? t("no_band") : undefined,
    upper: kind === "keep" && !optional(values.upper, unit) ? no : undefined,
    commit: kind === "move" && values.anchored && !optional(values.commit, unit) ? no : undefined,
    stretch: kind === "move" && values.anchored ? needed(values.stretch) : undefined,
    steps: kind === "milestone" && !(values.steps.length && steps) ? t("okr.ui.steps_need") : undefined,
    weight: Number(typed(values.weight, "")) > 0 ? undefined : t("okr.weight_not_positive"),
  };
}

export function newKeyResult(values: KeyResultValues): NewKeyResult {
  const { kind, unit } = values;
  const number = (text: string) => typed(text, unit);
  const figures = kind === "move" || kind === "keep" || kind === "baseline";
  return {
    title: { zh: values.zh.trim(), en: values.en.trim() },
    kind,
    weight: typed(values.weight, "")!,
    due: values.due,
    owner: values.owner,
    ...(figures ? { unit: unit.trim(), decimals: Number(values.decimals) } : {}),
    ...(kind === "move" ? { start: number(values.start), target: number(values.target) } : {}),
    ...(kind === "move" && values.anchored ? { commit: number(values.commit), stretch: number(values.stretch) } : {}),
    ...(kind === "keep" ? { lower: number(values.lower), upper: number(values.upper) } : {}),
    ...(kind === "milestone"
      ? { milestones: values.steps.map((step) => ({ title: { zh: step.zh.trim(), en: step.en.trim() }, weight: typed(step.weight, "") })) }
      : {}),
  };
}

/** Whether a change moves what the key result is measured by: on the way that takes a reason. */
export const moves = (row: KeyResultRow, values: KeyResultValues) =>
  (row.kind === "move" && typed(values.target, row.unit) !== row.target) || typed(values.weight, "") !== row.weight;

export function changeKeyResult(values: KeyResultValues): ChangeKeyResult {
  return {
    title: { zh: values.zh.trim(), en: values.en.trim() },
    weight: typed(values.weight, "")!,
    ...(values.kind === "move" ? { target: typed(values.target, values.unit) } : {}),
    ...(values.reason.trim() ? { reason: values.reason.trim() } : {}),
    ...(values.due === null ? {} : { due: values.due }),
    ...(values.owner === null ? {} : { owner: values.owner }),
  };
}

/** Null while people tell the value. */
export function driver(values: KeyResultValues, key_result: number): NewLink | null {
  if (!follows(values) || values.metric === null) return null;
  return {
    kind: "drives",
    assignment: values.metric,
    key_result,
    value_rule: values.rule,
    ...(values.rule === "rolling" ? { k: Number(values.k), agg: "avg" as const } : {}),
  };
}
