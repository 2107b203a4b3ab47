/** What a target and a breach rule are made of, as they are typed and as they are sent. */
import type { Assignment, Direction, Kpi, NewAssignment, NewTarget, TargetVersion } from "~/api/types";
import { editable, typed } from "~/ui/format";
import type { Key, Translate } from "~/ui/i18n/words";

type Measured = Pick<Kpi, "unit" | "direction">;

type TargetField = keyof Omit<TargetVersion, "from" | "to">;
export type TargetValues = Record<TargetField, string>;

/** A field of the form; `signed` puts behind its label which side of it is good, or which is bad. */
type Line = { field: TargetField; label: Key; signed?: "good" | "bad" };

/** Rows of the form: a field of a target is named here and nowhere else on the client. A range has
 * its ends and its tolerance, the others one target; a band of thresholds has two ends. */
const ranged: Line[][] = [
  [
    { field: "lower", label: "kpi.ui.from_value" },
    { field: "upper", label: "kpi.ui.to_value" },
    { field: "tolerance", label: "kpi.ui.tolerance" },
  ],
  [
    { field: "green", label: "kpi.ui.green_from" },
    { field: "green_to", label: "kpi.ui.green_to" },
  ],
  [
    { field: "amber", label: "kpi.ui.amber_from" },
    { field: "amber_to", label: "kpi.ui.amber_to" },
  ],
];
const sided: Line[][] = [
  [{ field: "target", label: "ui.target", signed: "good" }],
  [
    { field: "green", label: "kpi.ui.green_line", signed: "good" },
    { field: "amber", label: "kpi.ui.amber_line", signed: "bad" },
  ],
];

const reds = new Set<TargetField>(["amber", "amber_to"]);

/** `ruled`: the breach rule draws the red line, so the target has none of its own. */
export function rowsOf(direction: Direction, ruled = false): Line[][] {
  const rows = direction === "range" ? ranged : sided;
  return ruled ? rows.map((row) => row.filter(({ field }) => !reds.has(field))).filter((row) => row.length > 0) : rows;
}
const fieldsOf = (direction: Direction, ruled = false) => rowsOf(direction, ruled).flatMap((row) => row.map(({ field }) => field));

const fields = [...new Set([...fieldsOf("range"), ...fieldsOf("higher")])];

const each = (value: (field: TargetField) => string) => Object.fromEntries(fields.map((field) => [field, value(field)])) as TargetValues;

export const emptyTarget = each(() => "");

/** Where the server finds each field wrong. */
export const targetPlaces = (prefix = "") => each((field) => `${prefix}/${field}`);

export function typedTarget(version: TargetVersion | undefined, unit: string): TargetValues {
  const shown = (value: string | null) => (value === null ? "" : editable(value, unit));
  return version ? each((field) => shown(version[field])) : emptyTarget;
}

export function checkTarget(values: TargetValues, { unit, direction }: Measured, t: Translate, ruled = false): Partial<Record<keyof TargetValues, string>> {
  const wrong = fieldsOf(direction, ruled).filter((field) => values[field].trim() !== "" && typed(values[field], unit) === null);
  return Object.fromEntries(wrong.map((field) => [field, t("kpi.ui.need_number")]));
}

export function sentTarget(values: TargetValues, { unit, direction }: Measured, ruled = false): Omit<NewTarget, "from"> {
  return Object.fromEntries(fieldsOf(direction, ruled).map((field) => [field, typed(values[field], unit)]));
}

export type BreachValues = { warns: boolean; limit: string; limit_to: string; recover: string; recover_to: string; n: string; m: string; grace: string };

export const emptyBreach: BreachValues = { warns: false, limit: "", limit_to: "", recover: "", recover_to: "", n: "2", m: "2", grace: "7" };

export const breachPlaces = {
  limit: "/breach/value",
  limit_to: "/breach/value_to",
  recover: "/breach/recover_value",
  recover_to: "/breach/recover_value_to",
  n: "/breach/n",
  m: "/breach/m",
  grace: "/breach/grace_days",
} as const;

/** On which side of the limit a value breaks it, and what ends the breach. */
const sides = { higher: { op: "<", recover: ">=" }, lower: { op: ">", recover: "<=" }, range: { op: "outside", recover: "inside" } } as const;

const whole = (text: string, most: number) => /^\d{1,3}$/.test(text.trim()) && Number(text) <= most;

export function checkBreach(values: BreachValues, { unit, direction }: Measured, t: Translate): Partial<Record<keyof BreachValues, string>> {
  if (!values.warns) return {};
  const no = t("kpi.ui.need_number");
  const needed = (text: string) => (typed(text, unit) === null ? no : undefined);
  const optional = (text: string) => (text.trim() !== "" && typed(text, unit) === null ? no : undefined);
  const count = (text: string, least: number, most: number) => (whole(text, most) && Number(text) >= least ? undefined : t("kpi.no_whole_number"));
  const range = direction === "range";
  return {
    limit: needed(values.limit),
    limit_to: range ? needed(values.limit_to) : undefined,
    recover: optional(values.recover),
    recover_to: range ? optional(values.recover_to) : undefined,
    n: count(values.n, 1, 99),
    m: count(values.m, 1, 99),
    grace: count(values.grace, 0, 366),
  };
}

export function sentBreach(values: BreachValues, { unit, direction }: Measured): NewAssignment["breach"] {
  if (!values.warns) return null;
  const { op, recover } = sides[direction];
  const range = direction === "range";
  const recovers = values.recover.trim() !== "";
  return {
    op,
    value: typed(values.limit, unit)!,
    ...(range ? { value_to: typed(values.limit_to, unit) } : {}),
    ...(recovers ? { recover_op: recover, recover_value: typed(values.recover, unit), ...(range ? { recover_value_to: typed(values.recover_to, unit) } : {}) } : {}),
    n: Number(values.n),
    m: Number(values.m),
    grace_days: Number(values.grace),
  };
}

/** The version in force on a day, or the newest. */
export function versionOn(known: Assignment, day: string): TargetVersion | undefined {
  return known.targets.find(({ from, to }) => from <= day && (to === null || day <= to)) ?? known.targets.at(-1);
}

/** Whether the breach rule draws the red line of an assignment: it counts what is past a value on the bad side. */
export function isRuled({ breach_rule: rule, kpi }: Pick<Assignment, "breach_rule" | "kpi">): boolean {
  return rule !== null && rule.op === sides[kpi.direction].op;
}

/** The red line beside a version of the target: that of the breach rule, where it draws one. */
export const redOf = (known: Pick<Assignment, "breach_rule" | "kpi">, version: TargetVersion) => (isRuled(known) ? known.breach_rule!.value : version.amber);
