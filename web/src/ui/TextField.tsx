import { type InputHTMLAttributes, useId } from "react";

type Props = InputHTMLAttributes<HTMLInputElement> & { label: string; hint?: string; problem?: string | null };

/** A labelled field whose problem is read out with it. */
export function TextField({ label, hint, problem, ...input }: Props) {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        className="field"
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem || hint ? `${id}-note` : undefined}
      />
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
