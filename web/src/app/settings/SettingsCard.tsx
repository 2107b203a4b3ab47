/** The settings of one module: a form of what the document says of them. */
import schemas from "settings:schemas";
import { useRef, useState } from "react";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { dropKept } from "~/ui/form/kept";
import type { FormSchema } from "~/ui/form/schema";
import { clock } from "~/ui/format";
import { type Translate, useT } from "~/ui/i18n/words";
import { Card } from "./Card";
import { moduleName } from "./module_name";
import { type Settings, type Values, fetchSettings, useChangeSettings, useSettings } from "./queries";
import styles from "./settings.module.css";

export function SettingsCard({ module, schema = schemas[module]! }: { module: string; schema?: FormSchema }) {
  const t = useT();
  const query = useSettings(module);
  return (
    <Card title={moduleName(module, t)} query={query}>
      {(stored) => <Rounds module={module} schema={schema} stored={stored} />}
    </Card>
  );
}

type Props = { module: string; schema: FormSchema; stored: Settings };

/** The form starts anew from what is stored, after it is saved and when its changes are dropped. */
function Rounds({ module, schema, stored }: Props) {
  const t = useT();
  // What was saved is known before the query has told it: the next round begins with it.
  const [round, setRound] = useState({ number: 0, first: stored });
  const [saved, setSaved] = useState("");
  const frame = useRef<HTMLDivElement>(null);
  const restart = (first: Settings) => {
    setRound(({ number }) => ({ number: number + 1, first }));
    // The button that was pressed goes with the old form.
    frame.current?.focus();
  };
  return (
    <div ref={frame} className={`card-body ${styles.form}`} tabIndex={-1}>
      <SettingsForm
        key={round.number}
        module={module}
        schema={schema}
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

/** What a number may be stands below it before anybody errs. */
function hintsOf(schema: FormSchema, t: Translate) {
  const bounded = Object.entries(schema).filter(([, { minimum, maximum }]) => minimum !== undefined && maximum !== undefined);
  return Object.fromEntries(bounded.map(([field, { minimum, maximum }]) => [field, { hint: t("settings.ui.bounds", { least: minimum!, most: maximum! }) }]));
}

function SettingsForm({ module, schema, stored, onSaved, onDropped }: Props & { onSaved: (now: Settings) => void; onDropped: () => void }) {
  const t = useT();
  const draft = `settings.${module}`;
  const change = useChangeSettings(module);
  /** The one that the form started from, until a newer one was shown beside it. */
  const version = useRef(stored.version);
  const now = useRef(stored);
  return (
    <SchemaForm<Values>
      schema={schema}
      words={`setting.${module}.`}
      draft={draft}
      first={stored.settings}
      fields={hintsOf(schema, t)}
      focus={false}
      submit={t("ui.save")}
      save={async (body) => {
        now.current = await change(body, version.current);
      }}
      reload={async () => {
        const now = await fetchSettings(module);
        version.current = now.version;
        return now.settings;
      }}
      onDone={() => onSaved(now.current)}
      onCancel={() => {
        dropKept(draft);
        onDropped();
      }}
    />
  );
}
