/** The form template of ui.md §2: one column, groups of at most seven fields, a foot that stays in sight. */
import { type FormEvent, type InputHTMLAttributes, type KeyboardEvent, type ReactNode, useId } from "react";
import { useT } from "../i18n/words";
import type { FormState } from "./use_form";
import "./form.css";

type FormProps<V> = {
  form: FormState<V>;
  onSubmit: () => void;
  /** What saving does, in words: "Add key result". */
  submit: string;
  busy: boolean;
  onCancel: () => void;
  children: ReactNode;
  /** A second way to finish, left of the main one. */
  beside?: ReactNode;
};

export function Form<V>({ form, onSubmit, submit, busy, onCancel, children, beside }: FormProps<V>) {
  const t = useT();
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!busy && form.sound()) onSubmit();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
  };
  return (
    <form ref={form.frame} className="form-sheet" noValidate onSubmit={send} onKeyDown={onKey}>
      <div className="form-fields">{children}</div>
      {form.rest.length ? (
        <div className="form-refused" role="alert">
          {form.rest.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      ) : null}
      <div className="form-foot">
        <button type="submit" className="btn primary" disabled={busy}>
          {submit}
        </button>
        <button type="button" className="btn" onClick={onCancel}>
          {t("ui.cancel")}
        </button>
        {beside}
        <span className="grow" />
        {form.changed ? <span className="note">{t("ui.draft_kept")}</span> : null}
      </div>
    </form>
  );
}

export function Group({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <fieldset className="form-group">
      <legend>{title}</legend>
      {note ? <p className="note">{note}</p> : null}
      {children}
    </fieldset>
  );
}

/** Two or three short fields that belong together. */
export function Row({ children }: { children: ReactNode }) {
  return <div className="form-row">{children}</div>;
}

export type FieldProps = { label: string; hint?: ReactNode; problem?: string; optional?: boolean };

type FrameProps = FieldProps & { id: string; children: ReactNode };

/** Label above, hint or problem below; both are read out with the field. */
export function FieldFrame({ id, label, hint, problem, optional, children }: FrameProps) {
  const t = useT();
  return (
    <div className={problem ? "form-field wrong" : "form-field"}>
      <label className="label" htmlFor={id}>
        {label}
        {optional ? <span className="note"> {t("ui.optional")}</span> : null}
      </label>
      {children}
      {problem ? (
        <p className="problem" id={`${id}-note`}>
          {problem}
        </p>
      ) : hint ? (
        <p className="note" id={`${id}-note`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

export function described(id: string, { hint, problem }: FieldProps) {
  return { "aria-invalid": problem ? true : undefined, "aria-describedby": problem || hint ? `${id}-note` : undefined } as const;
}

type TextProps = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  /** A word after the number: %, 小时. */
  unit?: string;
} & Pick<InputHTMLAttributes<HTMLInputElement>, "name" | "maxLength" | "inputMode" | "autoFocus" | "lang" | "placeholder" | "disabled">;

export function TextInput({ label, hint, problem, optional, value, onChange, unit, ...input }: TextProps) {
  const id = useId();
  const frame = { label, hint, problem, optional };
  return (
    <FieldFrame id={id} {...frame}>
      <span className={unit ? "form-unit" : undefined}>
        <input
          {...input}
          {...described(id, frame)}
          id={id}
          className="field"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        {unit ? <span className="dim">{unit}</span> : null}
      </span>
    </FieldFrame>
  );
}

export function NumberInput(props: TextProps) {
  return <TextInput inputMode="decimal" maxLength={24} {...props} />;
}

type AreaProps = FieldProps & { value: string; onChange: (value: string) => void; rows?: number; maxLength?: number; name?: string };

export function TextArea({ label, hint, problem, optional, value, onChange, rows = 2, maxLength, name }: AreaProps) {
  const id = useId();
  const frame = { label, hint, problem, optional };
  return (
    <FieldFrame id={id} {...frame}>
      <textarea
        {...described(id, frame)}
        id={id}
        name={name}
        className="field"
        rows={rows}
        maxLength={maxLength}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </FieldFrame>
  );
}

type PickProps<T> = {
  label: string;
  value: T;
  choices: { value: T; label: string; note?: string }[];
  onChange: (value: T) => void;
  disabled?: boolean;
};

/** A few ways, all in sight. The keyboard's arrows go from one to the next. */
export function Pick<T extends string>({ label, value, choices, onChange, disabled }: PickProps<T>) {
  const name = useId();
  return (
    <fieldset className="form-pick" disabled={disabled}>
      <legend className="label">{label}</legend>
      <div className={choices.some(({ note }) => note) ? "form-pick-list" : "form-pick-list short"}>
        {choices.map((choice) => (
          <label key={choice.value} className="form-pick-one">
            <input type="radio" name={name} value={choice.value} checked={choice.value === value} onChange={() => onChange(choice.value)} />
            <span>
              <b>{choice.label}</b>
              {choice.note ? <span className="note">{choice.note}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Check({ label, checked, onChange, note }: { label: string; checked: boolean; onChange: (on: boolean) => void; note?: string }) {
  return (
    <label className="form-check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {note ? <span className="note">{note}</span> : null}
      </span>
    </label>
  );
}
