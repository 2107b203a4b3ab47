/** Connections of objectives that one side has asked for: each says who has to answer, and lets that side do so. */
import { ArrowUp, Check } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import type { Proposal } from "~/api/types";
import { Confirm } from "~/ui/Confirm";
import { TextArea } from "~/ui/form/Form";
import { dayInText, localDay, name, percent } from "~/ui/format";
import { type Translate, useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { Link } from "~/ui/router";
import { useObjectiveSteps } from "../queries";
import css from "./proposals.module.css";

type End = Proposal["child"];

/** `of`: the objective on whose page they stand. */
export default function Proposals({ proposals, of }: { proposals: Proposal[]; of?: number }) {
  return (
    <ul className={css.list}>
      {proposals.map((proposal) => (
        <One key={proposal.id} proposal={proposal} of={of} />
      ))}
    </ul>
  );
}

function One({ proposal, of }: { proposal: Proposal; of?: number }) {
  const { t, language } = useWords();
  const [declining, decline] = useState(false);
  const { child, parent, relation, share, note, by_name, at } = proposal;
  return (
    <li className={css.one}>
      <div className={css.edge}>
        <EndLink end={child} here={child.objective === of} />
        <span className="o-share">{relation === "supports" ? t("okr.ui.supports") : percent(share)}</span>
        <ArrowUp size={14} strokeWidth={1.75} role="img" aria-label={t("okr.ui.counts_in")} />
        <EndLink end={parent} here={parent.objective === of} />
      </div>
      <span className="note">
        {t(by_name ? "okr.ui.proposed_by" : "okr.ui.proposed_on", { name: by_name ?? "", day: dayInText(localDay(at), language) })}
      </span>
      {note ? <p className={css.said}>{note}</p> : null}
      {declining && proposal.state === "proposed" ? <Decline proposal={proposal} onClose={() => decline(false)} /> : <Foot proposal={proposal} decline={() => decline(true)} />}
    </li>
  );
}

function EndLink({ end, here }: { end: End; here: boolean }) {
  const { t, language } = useWords();
  if (here) return <b>{t("okr.ui.this_objective")}</b>;
  return (
    <>
      <Link to={`/okr/${end.objective}`}>{name(end.title, language)}</Link>
      <span className="note">{name(end.unit_names, language)}</span>
    </>
  );
}

/** Whose side has to answer: the owner, or the unit where nobody owns it. */
export function waitsFor(proposal: Proposal, t: Translate, language: "zh" | "en"): string {
  const end = proposal.waits_for === "parent" ? proposal.parent : proposal.child;
  return t("okr.ui.waits_for", { name: end.owner_name ?? name(end.unit_names, language) });
}

function Foot({ proposal, decline }: { proposal: Proposal; decline: () => void }) {
  const { t, language } = useWords();
  const steps = useObjectiveSteps();
  const key = useRef(crypto.randomUUID());
  const [problem, setProblem] = useState<string | null>(null);
  const { busy, run: accept } = useOnce(() =>
    steps.accept(proposal, key.current).then(steps.done, (error: unknown) => setProblem(error instanceof Error ? error.message : String(error))),
  );
  if (proposal.state === "declined") {
    const words = { name: proposal.answered_by_name ?? "", reason: proposal.reason ?? "" };
    return <p className={css.said}>{t(proposal.reason ? "okr.ui.declined_because" : "okr.ui.declined", words)}</p>;
  }
  return (
    <div className={css.foot}>
      <span className={problem ? "problem" : "note"} role={problem ? "alert" : undefined}>
        {problem ?? (proposal.may_answer ? t("okr.ui.counts_when_accepted") : waitsFor(proposal, t, language))}
      </span>
      {proposal.may_answer ? (
        <>
          <button type="button" className="btn sm" onClick={decline}>
            {t("okr.ui.decline")}
          </button>
          <button type="button" className="btn primary sm" disabled={busy} onClick={() => void accept()}>
            <Check size={14} strokeWidth={1.75} aria-hidden="true" />
            {t("okr.ui.accept")}
          </button>
        </>
      ) : null}
      {proposal.may_withdraw && !proposal.may_answer ? (
        <Confirm label={t("okr.ui.withdraw")} question={t("okr.ui.withdraw_question")} act={() => steps.withdraw(proposal)} done={steps.done} />
      ) : null}
    </div>
  );
}

function Decline({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const { t } = useWords();
  const steps = useObjectiveSteps();
  const key = useRef(crypto.randomUUID());
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  const { run } = useOnce(() =>
    steps.decline(proposal, reason.trim(), key.current).then(steps.done, (error: unknown) => setProblem(error instanceof Error ? error.message : String(error))),
  );
  const send = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <form className={css.why} onSubmit={send}>
      <TextArea name="reason" label={t("okr.ui.decline_reason")} value={reason} optional autoFocus maxLength={500} problem={problem} onChange={setReason} />
      <div className={css.foot}>
        <span />
        <button type="button" className="btn sm" onClick={onClose}>
          {t("ui.cancel")}
        </button>
        <button type="submit" className="btn sm danger">
          {t("okr.ui.decline")}
        </button>
      </div>
    </form>
  );
}
