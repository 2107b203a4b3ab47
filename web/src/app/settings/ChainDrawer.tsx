/** One rule: when it holds, who agrees in which order, and who that would be for somebody. */
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Confirm } from "~/ui/Confirm";
import { Drawer } from "~/ui/Drawer";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { UnitChooser } from "~/ui/choosers/UnitChooser";
import { Form, Group, NumberInput, Pick, Row } from "~/ui/form/Form";
import { Antd, Chooser } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { type FormState, useForm } from "~/ui/form/use_form";
import { name } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { ChainTrial } from "./ChainTrial";
import { type ChainBody, useChainSteps } from "./chain_queries";
import { type Chain, type ChainList, type Step, firstStep, moved, sentSteps, stepsText, ways } from "./chain_words";
import styles from "./chains.module.css";

type Values = { kind: string | null; unit: number | null; amount: string; steps: Step[] };
type Props = { list: ChainList; chain?: Chain; kind?: string; onClose: () => void };

const stepsMost = 10;

function firstValues(list: ChainList, chain?: Chain, kind?: string): Values {
  if (chain) return { kind: chain.kind, unit: chain.org_unit, amount: chain.at_least ?? "", steps: chain.steps };
  return { kind: kind ?? list.kinds[0]?.code ?? null, unit: null, amount: "", steps: [firstStep] };
}

export default function ChainDrawer({ list, chain, kind, onClose }: Props) {
  const { t, language } = useWords();
  const steps = useChainSteps();
  const form = useForm<Values>({ draft: null, first: firstValues(list, chain, kind), places: { kind: "/kind", unit: "/org_unit", amount: "/at_least", steps: "/steps" } });
  const { values } = form;
  const { busy, save } = useSave(form, async (key) => {
    const body: ChainBody = { kind: values.kind!, org_unit: values.unit, at_least: values.amount.trim() || null, steps: sentSteps(values.steps) };
    await (chain ? steps.change(chain, body) : steps.add(body, key));
    await steps.done();
    onClose();
  });
  const title = t(chain ? "settings.chain.change_title" : "settings.chain.add");
  const kindName = list.kinds.find(({ code }) => code === values.kind)?.names;
  return (
    <Drawer
      label={title}
      rail="plain"
      onClose={onClose}
      head={
        <>
          {chain && kindName ? <p className="kind note">{name(kindName, language)}</p> : null}
          <h2>{title}</h2>
          <p className="note" role="status">
            {stepsText(values.steps, { t, language, roles: list.roles })}
          </p>
        </>
      }
      foot={
        chain ? (
          <Confirm
            label={t("settings.chain.remove")}
            question={t("settings.chain.remove_ask")}
            act={() => steps.remove(chain)}
            done={() => {
              void steps.done();
              onClose();
            }}
          />
        ) : null
      }
    >
      <Antd>
        <Form form={form} busy={busy} submit={t("ui.save")} onSubmit={() => void save()} onCancel={onClose}>
          <When form={form} list={list} known={chain !== undefined} />
          <Steps form={form} list={list} />
          <ChainTrial kind={values.kind} steps={values.steps} />
        </Form>
      </Antd>
    </Drawer>
  );
}

type PartProps = { form: FormState<Values>; list: ChainList };

function When({ form: { values, set, problem }, list, known }: PartProps & { known: boolean }) {
  const { t, language } = useWords();
  const kinds = list.kinds.map(({ code, names }) => ({ value: code, label: name(names, language) }));
  return (
    <Group title={t("settings.chain.when")}>
      {known ? null : <Chooser label={t("settings.chain.kind")} name="kind" value={values.kind} options={kinds} problem={problem("kind")} onChange={(kind) => set({ kind })} />}
      <Row>
        <UnitChooser label={t("settings.chain.unit")} optional clear value={values.unit} problem={problem("unit")} hint={t("settings.chain.unit_hint")} onChange={(unit) => set({ unit })} />
        <NumberInput label={t("settings.chain.amount")} name="amount" optional value={values.amount} problem={problem("amount")} hint={t("settings.chain.amount_hint")} onChange={(amount) => set({ amount })} />
      </Row>
    </Group>
  );
}

function Steps({ form: { values, set, problem }, list }: PartProps) {
  const { t } = useWords();
  const write = (n: number, change: Partial<Step>) => set({ steps: values.steps.map((step, at) => (at === n ? { ...step, ...change } : step)) });
  const last = values.steps.length - 1;
  const refused = problem("steps");
  return (
    <Group title={t("settings.chain.steps")}>
      <ol className={styles.steps}>
        {values.steps.map((step, n) => (
          <li key={n}>
            <div className={styles.step}>
              <b className="grow">{t("settings.chain.step_n", { n: n + 1 })}</b>
              <StepButton label={t("settings.chain.up", { n: n + 1 })} disabled={n === 0} act={() => set({ steps: moved(values.steps, n, n - 1) })} icon={<ArrowUp size={15} strokeWidth={1.75} />} />
              <StepButton label={t("settings.chain.down", { n: n + 1 })} disabled={n === last} act={() => set({ steps: moved(values.steps, n, n + 1) })} icon={<ArrowDown size={15} strokeWidth={1.75} />} />
              <StepButton label={t("settings.chain.drop", { n: n + 1 })} disabled={last === 0} act={() => set({ steps: values.steps.filter((_, at) => at !== n) })} icon={<Trash2 size={15} strokeWidth={1.75} />} />
            </div>
            <StepFields step={step} write={(change) => write(n, change)} roles={list.roles} />
          </li>
        ))}
      </ol>
      {refused ? (
        <p className="problem" role="alert">
          {refused}
        </p>
      ) : null}
      {values.steps.length < stepsMost ? (
        <button type="button" className="btn sm" onClick={() => set({ steps: [...values.steps, firstStep] })}>
          <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
          {t("settings.chain.add_step")}
        </button>
      ) : null}
    </Group>
  );
}

type ButtonProps = { label: string; disabled: boolean; act: () => void; icon: React.ReactNode };

function StepButton({ label, disabled, act, icon }: ButtonProps) {
  return (
    <button type="button" className="icon-btn" aria-label={label} title={label} disabled={disabled} onClick={act}>
      {icon}
    </button>
  );
}

type FieldsProps = { step: Step; write: (change: Partial<Step>) => void; roles: ChainList["roles"] };

function StepFields({ step, write, roles }: FieldsProps) {
  const { t, language } = useWords();
  const choices = ways.map((who) => ({ value: who, label: t(`settings.chain.who_${who}` as Key) }));
  const modes = (["any", "all"] as const).map((mode) => ({ value: mode, label: t(`settings.chain.mode_${mode}`) }));
  const known = step.person && step.person_name ? [{ id: step.person, name: step.person_name }] : [];
  return (
    <>
      <Row>
        <Chooser label={t("settings.chain.who")} value={step.who} options={choices} onChange={(who) => write({ who: who ?? "manager" })} />
        <NumberInput
          label={t("settings.chain.days")}
          inputMode="numeric"
          optional
          value={step.escalate_days === null ? "" : String(step.escalate_days)}
          unit={t("settings.chain.days_unit")}
          onChange={(text) => write({ escalate_days: /^\d+$/.test(text) ? Number(text) : null })}
        />
      </Row>
      {step.who === "role" ? (
        <>
          <Chooser label={t("settings.chain.role")} value={step.role} options={roles.map(({ code, names }) => ({ value: code, label: name(names, language) }))} onChange={(role) => write({ role })} />
          <Pick label={t("settings.chain.mode")} value={step.mode} choices={modes} onChange={(mode) => write({ mode })} />
        </>
      ) : null}
      {step.who === "person" ? <PersonChooser label={t("settings.chain.person")} value={step.person} known={known} onChange={(person, row) => write({ person, person_name: row?.name ?? null })} /> : null}
    </>
  );
}
