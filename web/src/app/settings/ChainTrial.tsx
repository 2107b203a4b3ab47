import { useState } from "react";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { Group } from "~/ui/form/Form";
import { useWords } from "~/ui/i18n/words";
import { type Trial, useChainSteps } from "./chain_queries";
import { type Step, sentSteps } from "./chain_words";
import styles from "./chains.module.css";

type Props = { kind: string | null; steps: Step[] };
type Tried = { of: string; trial?: Trial; problem?: string };

/** Who would be asked by these steps, if somebody asked today. */
export function ChainTrial({ kind, steps }: Props) {
  const { t } = useWords();
  const acts = useChainSteps();
  const [who, setWho] = useState<{ person: number; unit: number } | null>(null);
  const [tried, setTried] = useState<Tried | null>(null);
  const now = JSON.stringify([kind, who, sentSteps(steps)]);
  const shown = tried?.of === now ? tried : null;
  const run = async () => {
    if (!kind || !who) return;
    try {
      setTried({ of: now, trial: await acts.trial({ kind, requester: who.person, org_unit: who.unit, amount: null, steps: sentSteps(steps) }) });
    } catch (error) {
      setTried({ of: now, problem: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <Group title={t("settings.chain.trial")} note={t("settings.chain.trial_note")}>
      <PersonChooser label={t("settings.chain.requester")} value={who?.person ?? null} onChange={(person, row) => setWho(person !== null && row ? { person, unit: row.unit } : null)} />
      <p>
        <button type="button" className="btn sm" disabled={!who || !kind} onClick={() => void run()}>
          {t("settings.chain.try")}
        </button>
      </p>
      <div role="status">
        {shown?.problem ? <p className="problem">{shown.problem}</p> : null}
        {shown?.trial ? (
          <ol className={styles.trial}>
            {shown.trial.steps.map((step, n) => (
              <li key={n}>
                <b>{step.people.map((one) => one.name).join(t("settings.chain.name_join"))}</b>
                <span className="note">
                  {step.who === "stand_in" ? t("settings.chain.stands_in") : t(`settings.chain.who_${step.who}`)}
                  {step.people.length > 1 ? ` ${t(`settings.chain.mode_${step.mode}`)}` : ""}
                </span>
              </li>
            ))}
          </ol>
        ) : null}
      </div>
    </Group>
  );
}
