/** A form made of the request that it sends: fields, limits and choices come from the OpenAPI document. */
import { Fragment, type ReactNode } from "react";
import { type Key, type Translate, useT } from "../i18n/words";
import { Form, Group, Row } from "./Form";
import { type PartProps, SchemaField, wordOf } from "./SchemaField";
import { useLate } from "./late";
import { useSave } from "./run";
import type { FieldSchema, FormSchema } from "./schema";
import { useForm } from "./use_form";
import { type TypedValues, sentOf, typedOf, wrongOf } from "./values";

/** What one field of this form has otherwise than its schema says. */
export type Override<B> = Partial<FieldSchema> & {
  label?: string;
  hint?: ReactNode;
  /** Beyond the schema's limits; sees the request as it would be sent. */
  check?: (body: B) => string | undefined;
  known?: PartProps["known"];
  from?: string;
  /** Draws the field itself. */
  view?: (part: PartProps) => ReactNode;
};

/** Fields in an inner list stand side by side. */
export type FieldGroup<B> = { title?: string; note?: string; fields: (keyof B | (keyof B)[])[] };

export type SchemaFormProps<B extends object> = {
  schema: FormSchema;
  /** Where the words of its fields are: `kpi.measure.`, then the field, `_hint`, or the choice. */
  words: string;
  draft: string;
  /** What stands there at first. A field that no group shows is sent as it is here. */
  first?: Partial<B>;
  /** All fields in the document's order unless given. */
  groups?: FieldGroup<B>[];
  fields?: { [F in keyof B]?: Override<B> };
  submit: string;
  save: (body: B, key: string) => Promise<unknown>;
  /** Of what is changed at a version: what stands there now, and from then on is changed. */
  reload?: () => Promise<Partial<B>>;
  onDone: () => void;
  /** Whether the first field takes the focus; not where the form is only a part of a page. */
  focus?: boolean;
  onCancel: () => void;
  /** Above the fields: what the reader has to know. */
  children?: ReactNode;
};

type Field<B> = FieldSchema & Override<B> & { name: string; label: string };

function fieldsOf<B extends object>({ schema, words, fields, groups }: SchemaFormProps<B>, t: Translate): Field<B>[] {
  const shown = groups?.flatMap((group) => group.fields.flat() as string[]) ?? Object.keys(schema);
  return shown.map((name) => {
    const field = schema[name];
    if (!field) throw new Error(`the request has no field ${name}`);
    const own: Override<B> = fields?.[name as keyof B] ?? {};
    const hint = own.hint ?? wordOf(t, `${words}${name}_hint`);
    return { ...field, ...own, name, hint, label: own.label ?? t(`${words}${name}` as Key) };
  });
}

function bodyOf<B extends object>(fields: Field<B>[], values: TypedValues, first: Partial<B>): B {
  const sent = fields.map((field) => [field.name, sentOf(field, values[field.name]!)] as const);
  const shown = new Set(fields.map(({ name }) => name));
  const hidden = Object.entries(first).filter(([name]) => !shown.has(name));
  return Object.fromEntries([...hidden, ...sent.filter(([, value]) => value !== undefined)]) as B;
}

export function SchemaForm<B extends object>(props: SchemaFormProps<B>) {
  const t = useT();
  const first: Partial<B> = props.first ?? {};
  const fields = fieldsOf(props, t);
  const typed = (from: Partial<B>): TypedValues => Object.fromEntries(fields.map((field) => [field.name, typedOf(field, from[field.name as keyof B])]));
  const form = useForm<TypedValues>({
    draft: props.draft,
    first: typed(first),
    places: Object.fromEntries(fields.map(({ name }) => [name, `/${name}`])),
    check: (values) => {
      const wrong = fields.map((field) => [field.name, wrongOf(field, values[field.name]!, t)] as const);
      // What is typed can be read as a request only when each field is sound by itself.
      if (wrong.some(([, text]) => text)) return Object.fromEntries(wrong);
      const body = bodyOf(fields, values, first);
      return Object.fromEntries(fields.map((field) => [field.name, field.check?.(body)]));
    },
  });
  const { reload } = props;
  const late = useLate(form, fields, typed(first), reload && (async () => typed(await reload())));
  const { busy, save } = useSave(form, async (key) => {
    try {
      await props.save(bodyOf(fields, form.values, first), key);
    } catch (error) {
      if (await late.met(error)) return false;
      throw error;
    }
    props.onDone();
  });
  const part = (name: string) => {
    const field = fields.find((one) => one.name === name)!;
    const own: PartProps = {
      ...field,
      field,
      optional: field.optional ?? !field.required,
      words: props.words,
      value: form.values[name]!,
      problem: form.problem(name),
      set: (value) => form.set({ [name]: value }),
      autoFocus: props.focus !== false && name === fields[0]!.name,
    };
    return <Fragment key={name}>{field.view ? field.view(own) : <SchemaField {...own} />}</Fragment>;
  };
  const groups: FieldGroup<B>[] = props.groups ?? [{ fields: fields.map(({ name }) => name as keyof B) }];
  return (
    <Form form={form} busy={busy} submit={props.submit} onSubmit={() => void save()} onCancel={props.onCancel}>
      {props.children}
      {late.view}
      {groups.map((group, at) => (
        <Titled key={at} title={group.title} note={group.note}>
          {group.fields.map((one) => (Array.isArray(one) ? <Row key={one.join()}>{one.map((name) => part(name as string))}</Row> : part(one as string)))}
        </Titled>
      ))}
    </Form>
  );
}

function Titled({ title, note, children }: { title?: string; note?: string; children: ReactNode }) {
  if (title === undefined) return <div className="form-group">{children}</div>;
  return (
    <Group title={title} note={note}>
      {children}
    </Group>
  );
}
