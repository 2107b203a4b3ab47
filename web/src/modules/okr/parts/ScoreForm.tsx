/** One number between 0 and 1 from whoever looks; a manager who differs from the key results says why. */
import { useId, useRef, useState } from "react";
import { fixed } from "~/ui/decimal";
import { typed } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { type Review, useCloseSteps } from "../queries_close";
import css from "./close.module.css";

export function ScoreForm({ review }: { review: Review }) {
  const t = useT();
  const steps = useCloseSteps();
  const id = useId();
  const role = review.may_score_as!;
  const given = review.scores.find((one) => one.role === role && (role !== "collaborator" || one.people === 1))?.score ?? null;
  const suggested = review.row.suggested === null ? "" : fixed(review.row.suggested, 1);
  const [score, setScore] = useState(given === null ? suggested : fixed(given, 1));
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const key = useRef(crypto.randomUUID());
  const value = typed(score, "");
  const differs = role === "manager" && value !== null && fixed(value, 1) !== suggested;
  const { busy, run: send } = useOnce(async () => {
    if (value === null || Number(value) < 0 || Number(value) > 1) return setProblem(t("okr.score_out_of_range"));
    if (differs && !reason.trim()) return setProblem(t("okr.score_reason_required"));
    try {
      await steps.score(review.row.id, { score: value, ...(reason.trim() ? { reason: reason.trim() } : {}) }, key.current);
      key.current = crypto.randomUUID();
      setProblem(null);
      void steps.done();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  });
  return (
    <form
      className={css.score}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label className="label" htmlFor={id}>
        {t(`okr.ui.score_as_${role}`)}
      </label>
      <input id={id} name="score" className="field" inputMode="decimal" maxLength={6} value={score} aria-invalid={problem ? true : undefined} aria-describedby={problem ? `${id}-problem` : undefined} onChange={(event) => setScore(event.target.value)} />
      {differs ? <input name="score_reason" className="field grow" maxLength={500} value={reason} placeholder={t("okr.ui.why_this_score")} aria-label={t("okr.ui.why_this_score")} onChange={(event) => setReason(event.target.value)} /> : null}
      <button type="submit" className="btn" disabled={busy}>
        {t("okr.ui.give_score")}
      </button>
      {problem ? (
        <p className="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
