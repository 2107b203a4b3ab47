/** What a form does when somebody else was quicker (412): both versions, chosen field by field. */
import { useState } from "react";
import { ApiError } from "~/api/client";
import { type Conflict, Stale } from "./Stale";
import type { FormState } from "./use_form";
import type { Both, Typed, TypedValues } from "./values";

export type Named = { name: string; label: string; known?: { id: number; name: string }[] };

const same = (a: Typed | undefined, b: Typed | undefined) => JSON.stringify(a) === JSON.stringify(b);

/** A value as one line of text. */
function shown({ known }: Named, value: Typed): string {
  if (value === null || typeof value !== "object") return known?.find(({ id }) => id === value)?.name ?? String(value ?? "");
  const { zh, en } = value as Both;
  return [zh, en].filter(Boolean).join(" / ");
}

type Late = { theirs: TypedValues; mine: TypedValues; fields: string[] };

/**
 * `met` takes over what only the other has changed and keeps the rest to be chosen. It answers false
 * for any other problem: that one is the form's.
 */
export function useLate(form: FormState<TypedValues>, fields: Named[], first: TypedValues, reload?: () => Promise<TypedValues>) {
  const [base, setBase] = useState(first);
  const [late, setLate] = useState<Late | null>(null);
  const met = async (error: unknown): Promise<boolean> => {
    if (!reload || !(error instanceof ApiError) || error.status !== 412) return false;
    const theirs = await reload();
    const mine = form.values;
    const other = fields.map(({ name }) => name).filter((name) => !same(theirs[name], base[name]) && !same(theirs[name], mine[name]));
    const untouched = other.filter((name) => same(mine[name], base[name]));
    form.set(Object.fromEntries(untouched.map((name) => [name, theirs[name]!])));
    setLate({ theirs, mine, fields: other.filter((name) => !untouched.includes(name)) });
    setBase(theirs);
    return true;
  };
  return { met, view: late ? <Choice late={late} form={form} fields={fields} /> : null };
}

function Choice({ late: { theirs, mine, fields: names }, form, fields }: { late: Late; form: FormState<TypedValues>; fields: Named[] }) {
  const met = fields.filter(({ name }) => names.includes(name));
  const list: Conflict<Record<string, string>>[] = met.map((field) => ({
    field: field.name,
    label: field.label,
    mine: shown(field, mine[field.name]!),
    theirs: shown(field, theirs[field.name]!),
  }));
  const values = Object.fromEntries(met.map((field) => [field.name, shown(field, form.values[field.name]!)]));
  const pick = (name: string, text: string) => form.set({ [name]: text === list.find(({ field }) => field === name)!.mine ? mine[name]! : theirs[name]! });
  return <Stale by={null} list={list} values={values} onPick={pick} />;
}
