/** The company's own name, the language of new accounts, and how it counts its time. */
import changeCompany from "schema:ChangeCompany";
import { useId, useRef, useState } from "react";
import { useMe } from "~/api/session";
import { FieldFrame } from "~/ui/form/Form";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { dropKept } from "~/ui/form/kept";
import type { PartProps } from "~/ui/form/SchemaField";
import { clock } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Card } from "../Card";
import styles from "../settings.module.css";
import { type ChangeCompany, type Company, fetchCompany, useChangeCompany, useCompany } from "./queries";

const draft = "settings.company";

export function CompanyCard() {
  const { t } = useWords();
  return (
    <Card title={t("settings.company.card")} note={t("settings.company.card_note")} query={useCompany()}>
      {(company) => <Rounds stored={company} />}
    </Card>
  );
}

/** The form starts anew from what is stored, after it is saved and when its changes are dropped. */
function Rounds({ stored }: { stored: Company }) {
  const { t } = useWords();
  const [round, setRound] = useState({ number: 0, first: stored });
  const [saved, setSaved] = useState("");
  const frame = useRef<HTMLDivElement>(null);
  const restart = (first: Company) => {
    setRound(({ number }) => ({ number: number + 1, first }));
    frame.current?.focus();
  };
  return (
    <div ref={frame} className={`card-body ${styles.form}`} tabIndex={-1}>
      <CompanyForm
        key={round.number}
        stored={round.first}
        onSaved={(now) => {
          setSaved(t("settings.ui.saved", { at: clock(new Date().toISOString()) }));
          restart(now);
        }}
        onDropped={() => restart(stored)}
      />
      <p className="note" role="status">
        {saved}
      </p>
    </div>
  );
}

type FormProps = { stored: Company; onSaved: (now: Company) => void; onDropped: () => void };

function CompanyForm({ stored, onSaved, onDropped }: FormProps) {
  const { t } = useWords();
  const me = useMe();
  const change = useChangeCompany();
  const version = useRef(stored.version);
  const now = useRef(stored);
  /** Without a name of its own the company is called as the installation calls it. */
  const first = ({ version: _version, ...company }: Company): ChangeCompany => ({ ...company, names: company.names.zh || company.names.en ? company.names : me.tenant.name });
  return (
    <SchemaForm<ChangeCompany>
      schema={changeCompany}
      words="settings.company."
      draft={draft}
      first={first(stored)}
      groups={[
        { title: t("settings.company.group_name"), fields: ["names", "language"] },
        { title: t("settings.company.group_time"), note: t("settings.company.group_time_note"), fields: ["zone", ["week_start", "fiscal_start_month"]] },
      ]}
      fields={{
        zone: { view: (part) => <Zone {...part} /> },
        fiscal_start_month: { view: (part) => <Month {...part} /> },
      }}
      focus={false}
      submit={t("ui.save")}
      save={async (body) => {
        now.current = await change(body, version.current);
      }}
      reload={async () => {
        const found = await fetchCompany();
        version.current = found.version;
        return first(found);
      }}
      onDone={() => onSaved(now.current)}
      onCancel={() => {
        dropKept(draft);
        onDropped();
      }}
    />
  );
}

/** The zones that the browser knows; one that it does not know stays as it is. */
function Zone({ label, hint, problem, value, set }: PartProps) {
  const known = Intl.supportedValuesOf("timeZone");
  const zones = known.includes(String(value)) ? known : [String(value), ...known];
  return <Choice label={label} hint={hint} problem={problem} value={String(value)} choices={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))} set={set} />;
}

const months = Array.from({ length: 12 }, (_, at) => at + 1);

function Month({ label, hint, problem, value, set }: PartProps) {
  const { language } = useWords();
  const named = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en", { month: "long", timeZone: "UTC" });
  return <Choice label={label} hint={hint} problem={problem} value={String(value)} choices={months.map((month) => ({ value: String(month), label: named.format(new Date(Date.UTC(2026, month - 1, 1))) }))} set={set} />;
}

type ChoiceProps = Pick<PartProps, "label" | "hint" | "problem"> & { value: string; choices: { value: string; label: string }[]; set: (value: string) => void };

function Choice({ value, choices, set, ...frame }: ChoiceProps) {
  const id = useId();
  return (
    <FieldFrame id={id} {...frame}>
      <select id={id} className="field" value={value} aria-invalid={frame.problem ? true : undefined} onChange={(event) => set(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
