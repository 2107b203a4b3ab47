import { useState } from "react";
import { useT } from "./i18n/words";
import { useOnce } from "./once";
import "./confirm.css";

type Props = { label: string; question: string; act: () => Promise<unknown>; done: () => void };

/** An act that takes something away asks first, in place, by naming it. */
export function Confirm({ label, question, act, done }: Props) {
  const t = useT();
  const [asking, ask] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { run } = useOnce(() => act().then(done, (error: unknown) => setProblem(error instanceof Error ? error.message : String(error))));
  if (!asking) {
    return (
      <button type="button" className="link-btn confirm" aria-label={`${label} ${question}`} onClick={() => ask(true)}>
        {label}
      </button>
    );
  }
  return (
    <span className="confirm-ask" role="group" aria-label={question}>
      <span>{problem ?? question}</span>
      <button type="button" className="btn sm" autoFocus onClick={() => ask(false)}>
        {t("ui.keep")}
      </button>
      <button type="button" className="btn sm danger" onClick={() => void run()}>
        {label}
      </button>
    </span>
  );
}
