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
      <FieldNote id={id} hint={hint} problem={problem} />
    </div>
  );
}

function FieldNote({ id, hint, problem }: Partial<FieldProps> & { id: string }) {
  if (!problem && !hint) return null;
  return (
    <p className={problem ? "problem" : "note"} id={`${id}-note`}>
      {problem ?? hint}
    </p>
  );
}

export function described(id: string, { hint, problem }: Partial<FieldProps>) {
  return { "aria-invalid": problem ? true : undefined, "aria-describedby": problem || hint ? `${id}-note` : undefined } as const;
}

type TextProps = FieldProps & {
  /** Without it the field keeps its own text, which the form reads when it is sent (sign-in). */
  value?: string;
  onChange?: (value: string) => void;
  /** A word after the number: %, 小时. */
  unit?: string;
} & Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange" | "className" | "id">;

export function TextInput({ label, hint, problem, optional, onChange, unit, autoComplete = "off", ...input }: TextProps) {
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
          autoComplete={autoComplete}
          onChange={onChange ? (event) => onChange(event.target.value) : undefined}
        />
        {unit ? <span className="dim">{unit}</span> : null}
      </span>
    </FieldFrame>
  );
}

export function NumberInput(props: TextProps) {
  return <TextInput inputMode="decimal" maxLength={24} {...props} />;
}

type AreaProps = FieldProps & { value: string; onChange: (value: string) => void; rows?: number; maxLength?: number; name?: string; autoFocus?: boolean };

export function TextArea({ label, hint, problem, optional, value, onChange, rows = 2, maxLength, name, autoFocus }: AreaProps) {
  const id = useId();
  const frame = { label, hint, problem, optional };
  return (
    <FieldFrame id={id} {...frame}>
      <textarea
        {...described(id, frame)}
        id={id}
        name={name}
        autoFocus={autoFocus}
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
  value: T | null;
  choices: { value: T; label: string; note?: string }[];
  onChange: (value: T) => void;
  disabled?: boolean;
  hint?: ReactNode;
  problem?: string;
};

/** A few ways, all in sight. The keyboard's arrows go from one to the next. */
export function Pick<T extends string>({ label, value, choices, onChange, disabled, hint, problem }: PickProps<T>) {
  const name = useId();
  const frame = { label, hint, problem };
  return (
    <fieldset className={problem ? "form-pick wrong" : "form-pick"} disabled={disabled} {...described(name, frame)}>
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
      <FieldNote id={name} {...frame} />
    </fieldset>
  );
}

type CheckProps = { label: string; checked: boolean; onChange: (on: boolean) => void; note?: ReactNode; wrong?: boolean; disabled?: boolean };

export function Check({ label, checked, onChange, note, wrong, disabled }: CheckProps) {
  return (
    <label className="form-check">
      <input type="checkbox" checked={checked} disabled={disabled} aria-invalid={wrong} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {note ? <span className={wrong ? "note problem" : "note"}>{note}</span> : null}
      </span>
    </label>
  );
}
