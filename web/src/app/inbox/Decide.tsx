import { Suspense, lazy, useId, useState } from "react";
import { useT } from "~/ui/i18n/words";
import { type ApprovalDetail, useDecide } from "./queries";
import styles from "./inbox.module.css";

/** Choosing a person takes more code than all the rest of the page. */
const PassOn = lazy(() => import("./PassOn"));

/** A word and the decision; sending back needs the word. */
export function Decide({ of }: { of: ApprovalDetail }) {
  const t = useT();
  const id = useId();
  const decide = useDecide(of);
  const [word, setWord] = useState("");
  const [missing, setMissing] = useState(false);
  const [passing, setPassing] = useState(false);
  const send = (act: "approve" | "refuse" | "withdraw") => {
    const needed = act === "refuse" && word.trim() === "";
    setMissing(needed);
    if (needed) return document.getElementById(id)?.focus();
    decide.mutate({ act, word: word.trim() || null, to: null });
  };
  const problem = missing ? t("inbox.word_needed") : decide.error?.message;
  return (
    <footer className={styles.decide}>
      <div className={styles.word}>
        <input
          id={id}
          className="field"
          value={word}
          maxLength={1000}
          aria-label={t("inbox.word")}
          aria-invalid={missing || undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          placeholder={of.may_decide ? t("inbox.word_hint") : t("inbox.word")}
          onChange={(event) => {
            setWord(event.target.value);
            setMissing(false);
          }}
        />
        {problem ? (
          <p id={`${id}-problem`} className="problem" role="alert">
            {problem}
          </p>
        ) : null}
      </div>
      {of.may_withdraw ? (
        <button type="button" className="btn" disabled={decide.isPending} onClick={() => send("withdraw")}>
          {t("inbox.withdraw")}
        </button>
      ) : null}
      {of.may_decide ? (
        <>
          <button type="button" className="btn" disabled={decide.isPending} onClick={() => setPassing(true)}>
            {of.deputy_name ? t("inbox.pass_on_to", { name: of.deputy_name }) : t("inbox.pass_on")}
          </button>
          <button type="button" className="btn" disabled={decide.isPending} onClick={() => send("refuse")}>
            {t("inbox.refuse")}
          </button>
          <button type="button" className="btn primary" disabled={decide.isPending} onClick={() => send("approve")}>
            {t("inbox.approve")}
          </button>
        </>
      ) : null}
      {passing ? (
        <Suspense>
          <PassOn of={of} word={word} onClose={() => setPassing(false)} />
        </Suspense>
      ) : null}
    </footer>
  );
}
