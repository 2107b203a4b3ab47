/** A field's value in its three forms: as the request has it, as it stands in the field, and what is wrong with it. */
import { typed as decimalOf, editable } from "../format";
import { compare } from "../decimal";
import type { Translate } from "../i18n/words";
import type { FieldSchema } from "./schema";

export type Both = { zh: string; en: string };
export type Typed = string | number | boolean | null | Both;
export type TypedValues = Record<string, Typed>;

const blank: Both = { zh: "", en: "" };
const texts = new Set<FieldSchema["kind"]>(["text", "long", "lines", "decimal", "whole"]);

/** What stands in the field for a stored value; nothing yet where there is none. */
export function typedOf(field: FieldSchema, value: unknown): Typed {
  if (field.kind === "names") return { ...blank, ...(value as Partial<Both> | null | undefined) };
  if (field.kind === "flag") return value === true;
  if (!texts.has(field.kind)) return (value as string | number | null | undefined) ?? null;
  if (value === null || value === undefined) return "";
  if (field.kind === "lines") return (value as string[]).join("\n");
  return field.kind === "decimal" ? editable(String(value), field.unit ?? "") : String(value);
}

export function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

export function isBlank(field: FieldSchema, value: Typed): boolean {
  if (field.kind === "flag") return false;
  if (field.kind === "names") return Object.values(value as Both).every((text) => text.trim() === "");
  return value === null || (typeof value === "string" && value.trim() === "");
}

/** What is sent; undefined is left out of the request. */
export function sentOf(field: FieldSchema, value: Typed): unknown {
  if (field.kind === "lines") return linesOf(value as string);
  if (isBlank(field, value) && !(field.required && texts.has(field.kind))) return field.nullable ? null : undefined;
  if (field.kind === "names") return { zh: (value as Both).zh.trim(), en: (value as Both).en.trim() };
  if (typeof value !== "string") return value;
  if (field.kind === "decimal") return decimalOf(value, field.unit ?? "");
  return field.kind === "whole" ? Number(value.trim()) : value.trim();
}

function wrongNumber(field: FieldSchema, text: string, t: Translate): string | undefined {
  const whole = field.kind === "whole";
  const number = whole ? text.trim() : decimalOf(text, field.unit ?? "");
  if (number === null || (whole && !/^-?\d{1,15}$/.test(number))) return t(whole ? "ui.need_whole" : "ui.need_number");
  const { minimum, maximum } = field;
  if (minimum !== undefined && compare(number, String(minimum)) < 0) return t("ui.at_least", { least: minimum });
  if (maximum !== undefined && Number.isSafeInteger(maximum) && compare(number, String(maximum)) > 0) return t("ui.at_most", { most: maximum });
  return undefined;
}

/** What is wrong before anything is sent, in words; the server has the last one. */
export function wrongOf(field: FieldSchema, value: Typed, t: Translate): string | undefined {
  if (isBlank(field, value)) return field.required && !field.optional ? t(needs(field)) : undefined;
  if (field.kind === "decimal" || field.kind === "whole") return wrongNumber(field, value as string, t);
  if (field.kind === "lines") {
    const lines = linesOf(value as string);
    if (lines.length > (field.maxItems ?? Infinity)) return t("ui.most_lines", { most: field.maxItems! });
    return lines.some((line) => line.length > (field.maxLength ?? Infinity)) ? t("ui.line_too_long", { most: field.maxLength! }) : undefined;
  }
  const short = typeof value === "string" && value.trim().length < (field.minLength ?? 0);
  return short ? t("ui.too_short", { least: field.minLength! }) : undefined;
}

function needs(field: FieldSchema) {
  if (field.kind === "day") return "ui.need_day";
  return field.kind === "choice" || field.kind === "id" ? "ui.need_choice" : "ui.need_text";
}
