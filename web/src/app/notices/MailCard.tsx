import { useId, useState } from "react";
import { Row, TextInput } from "~/ui/form/Form";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { Segmented } from "~/ui/controls";
import { clock } from "~/ui/format";
import { type Key, useT } from "~/ui/i18n/words";
import { ErrorState } from "~/ui/states";
import { type MailChoice, type NoticeSettings, useChooseNotices, useNoticeSettings } from "./queries";
import styles from "./mail_card.module.css";

const choices: MailChoice[] = ["now", "daily", "none"];

/** What comes to me by mail, and when not. Where this installation sends no mail there is nothing to choose. */
export default function MailCard() {
  const t = useT();
  const id = useId();
  const query = useNoticeSettings();
  const [saved, setSaved] = useState("");
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data?.mails || query.data.kinds.length === 0) return null;
  return (
    <section className={`card ${styles.card}`} aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>{t("notices.mail")}</h2>
      </header>
      <div className="card-body">
        <Fields key={query.data.version} stored={query.data} onSaved={() => setSaved(t("notices.mail_saved", { at: clock(new Date().toISOString()) }))} />
        <p className="note" role="status">
          {saved}
        </p>
      </div>
    </section>
  );
}

type Values = { mail: Record<string, MailChoice>; from: string; to: string };

const two = (part: number) => String(part).padStart(2, "0");
const timeOf = (minute: number | null) => (minute === null ? "" : `${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
function minuteOf(time: string): number | null {
  if (!time) return null;
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function Fields({ stored, onSaved }: { stored: NoticeSettings; onSaved: () => void }) {
  const t = useT();
  const choose = useChooseNotices();
  const form = useForm<Values>({
    draft: null,
    first: {
      mail: Object.fromEntries(stored.kinds.map(({ kind, mail }) => [kind, mail])),
      from: timeOf(stored.quiet_from),
      to: timeOf(stored.quiet_to),
    },
    places: { mail: "/kinds", from: "/quiet_from", to: "/quiet_to" },
    check: ({ from, to }) => ({ to: Boolean(from) === Boolean(to) ? undefined : t("notices.mail_both") }),
  });
  const { values, set, problem, rest } = form;
  const { busy, save } = useSave(form, async () => {
    const kinds = stored.kinds.map(({ kind, mail }) => ({ kind, mail: values.mail[kind] ?? mail }));
    await choose({ version: stored.version, kinds, quiet_from: minuteOf(values.from), quiet_to: minuteOf(values.to) });
    onSaved();
  });
  return (
    <form
      ref={form.frame}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && form.sound()) void save();
      }}
    >
      <ul className={styles.kinds}>
        {stored.kinds.map(({ kind }) => (
          <li key={kind}>
            <span>{t(kind as Key)}</span>
            <Segmented
              label={t(kind as Key)}
              value={values.mail[kind]!}
              choices={choices.map((value) => ({ value, label: t(`notices.mail_${value}`) }))}
              onChange={(mail) => set({ mail: { ...values.mail, [kind]: mail } })}
            />
          </li>
        ))}
      </ul>
      <fieldset className={styles.quiet}>
        <legend>{t("notices.mail_quiet")}</legend>
        <Row>
          <TextInput type="time" label={t("notices.mail_from")} value={values.from} problem={problem("from")} onChange={(from) => set({ from })} />
          <TextInput type="time" label={t("notices.mail_to")} value={values.to} problem={problem("to")} onChange={(to) => set({ to })} />
        </Row>
        <p className="note">{t("notices.mail_quiet_note")}</p>
      </fieldset>
      {rest.map((text) => (
        <p key={text} className="problem" role="alert">
          {text}
        </p>
      ))}
      <button type="submit" className="btn primary" disabled={busy}>
        {t("ui.save")}
      </button>
    </form>
  );
}
