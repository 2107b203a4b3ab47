import { Check, Undo2 } from "lucide-react";
import { daysBetween, localDay, moment, today } from "~/ui/format";
import { type Key, type Translate, useWords } from "~/ui/i18n/words";
import type { ApprovalDetail } from "./queries";
import styles from "./inbox.module.css";

type Step = ApprovalDetail["steps"][number];
type Turn = Step["people"][number];

function turnText(turn: Turn, t: Translate): string {
  const args = {
    at: turn.decided_at ? moment(turn.decided_at) : "",
    days: turn.since ? daysBetween(localDay(turn.since), today()) : 0,
  };
  const said = t(`inbox.turn_${turn.state}` as Key, args);
  return turn.decided_by_name ? `${t("inbox.turn_by", { name: turn.decided_by_name })} ${said}` : said;
}

function stateOf(step: Step): "done" | "refused" | "now" | "later" {
  const states = step.people.map(({ state }) => state);
  if (states.includes("refused")) return "refused";
  if (states.includes("waiting")) return "now";
  if (states.includes("approved")) return "done";
  return "later";
}

/** Who asked, then each step with its people and how it stands. */
export function Chain({ of }: { of: ApprovalDetail }) {
  const { t, language } = useWords();
  return (
    <ol className={styles.chain}>
      <li className={styles.done}>
        <i aria-hidden="true">
          <Check size={13} strokeWidth={2.25} />
        </i>
        <span>
          <b>{of.row.requester_name}</b> <span className="note">{t("inbox.chain_asked")}</span>
          <span className="note">{moment(of.row.submitted_at, language)}</span>
        </span>
      </li>
      {of.steps.map((step) => (
        <OneStep key={step.position} step={step} />
      ))}
    </ol>
  );
}

function OneStep({ step }: { step: Step }) {
  const { t } = useWords();
  const state = stateOf(step);
  return (
    <li className={styles[state]} aria-current={state === "now" ? "step" : undefined}>
      <i aria-hidden="true">{state === "done" ? <Check size={13} strokeWidth={2.25} /> : state === "refused" ? <Undo2 size={13} strokeWidth={2} /> : step.position + 1}</i>
      <span>
        {step.people.map((turn) => (
          <span key={turn.person}>
            <b>{turn.me ? t("inbox.chain_you", { name: turn.name }) : turn.name}</b> <span className="note">{t(`inbox.who_${step.who}` as Key)}</span>
            <span className="note">{turnText(turn, t)}</span>
          </span>
        ))}
        {step.people.length > 1 ? <span className="note">{t(`inbox.step_${step.mode}` as Key)}</span> : null}
      </span>
    </li>
  );
}
