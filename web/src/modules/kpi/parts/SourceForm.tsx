/** Code, names and writers of a source. The code is given once. */
import { X } from "lucide-react";
import { useRef, useState } from "react";
import { Check, Form, Group, Row, TextInput } from "~/ui/form/Form";
import { Antd, Chooser } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { type NewSource, type Source, type SourceAccount, useWriterChoices } from "../source_queries";
import css from "./sources.module.css";

type Values = { code: string; zh: string; en: string; whole_company: boolean; accounts: SourceAccount[]; roles: string[]; writers?: never };
type Props = { known?: Source; submit: string; save: (body: NewSource, version: number, key: string) => Promise<unknown>; onDone: () => void };

const firstOf = (known?: Source): Values => ({
  code: known?.code ?? "",
  zh: known?.names.zh ?? "",
  en: known?.names.en ?? "",
  whole_company: known?.whole_company ?? false,
  accounts: known?.accounts ?? [],
  roles: known?.roles.map(({ code }) => code) ?? [],
});

const sentOf = ({ code, zh, en, whole_company, accounts, roles }: Values): NewSource => ({
  code: code.trim(),
  names: { zh: zh.trim(), en: en.trim() },
  writers: { whole_company, accounts: accounts.map(({ id }) => id), roles },
});

export function SourceForm({ known, submit, save: send, onDone }: Props) {
  const { t } = useWords();
  // What the form began with: a later version is another's work, and is not written over.
  const version = useRef(known?.version ?? 0);
  const form = useForm<Values>({
    draft: known ? `source.${known.id}` : "source",
    first: firstOf(known),
    places: { code: "/code", zh: "/names", accounts: "/writers/accounts", roles: "/writers/roles", writers: "/writers" },
    check: (values) => ({
      code: values.code.trim() ? undefined : t("sources.need_code"),
      zh: values.zh.trim() || values.en.trim() ? undefined : t("sources.need_name"),
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async (key) => {
    await send(sentOf(values), version.current, key);
    onDone();
  });
  return (
    <Antd>
      <Form form={form} busy={busy} submit={submit} onSubmit={() => void save()} onCancel={onDone}>
        {known ? null : (
          <TextInput label={t("sources.code")} hint={t("sources.code_hint")} value={values.code} problem={problem("code")} onChange={(code) => set({ code })} maxLength={64} autoFocus />
        )}
        <Row>
          <TextInput label={t("sources.name_zh")} value={values.zh} problem={problem("zh")} onChange={(zh) => set({ zh })} maxLength={200} />
          <TextInput label={t("sources.name_en")} value={values.en} onChange={(en) => set({ en })} maxLength={200} />
        </Row>
        <Group title={t("sources.writers")} note={t("sources.writers_text")}>
          <Check label={t("sources.whole_company")} checked={values.whole_company} onChange={(whole_company) => set({ whole_company, writers: undefined })} />
          <Writers values={values} set={(changes) => set({ ...changes, writers: undefined })} wrong={problem("accounts") ?? problem("writers")} wrongRoles={problem("roles")} />
        </Group>
      </Form>
    </Antd>
  );
}

type WritersProps = { values: Values; set: (changes: Partial<Values>) => void; wrong?: string; wrongRoles?: string };

function Writers({ values, set, wrong, wrongRoles }: WritersProps) {
  const { t, language } = useWords();
  const [text, setText] = useState("");
  const found = useWriterChoices(text.trim());
  const { accounts, roles } = values;
  const free = (found.data?.accounts ?? []).filter(({ id }) => !accounts.some((one) => one.id === id));
  const add = (id: number | null) => {
    const account = free.find((one) => one.id === id);
    if (account) set({ accounts: [...accounts, account] });
    setText("");
  };
  const tick = (code: string, on: boolean) => set({ roles: on ? [...roles, code] : roles.filter((one) => one !== code) });
  return (
    <>
      <Chooser<number>
        label={t("sources.accounts")}
        hint={t("sources.accounts_hint")}
        placeholder={t("sources.add_account")}
        problem={wrong}
        optional
        value={null}
        options={free.map((one) => ({ value: one.id, label: one.name || one.login, note: one.login }))}
        onSearch={setText}
        onChange={add}
        loading={found.isFetching}
      />
      {accounts.length ? (
        <ul className={css.chosen}>
          {accounts.map((one) => (
            <li key={one.id}>
              <span className="ell">{one.name || one.login}</span> <span className="note ell">{one.login}</span>
              <button type="button" className="icon-btn" aria-label={t("sources.take_out", { name: one.name || one.login })} onClick={() => set({ accounts: accounts.filter(({ id }) => id !== one.id) })}>
                <X size={15} strokeWidth={1.75} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <fieldset className={wrongRoles ? "form-pick wrong" : "form-pick"}>
        <legend className="label">{t("sources.roles")}</legend>
        <div className={css.roles}>
          {(found.data?.roles ?? []).map((role) => (
            <Check key={role.code} label={name(role.names, language) || role.code} checked={roles.includes(role.code)} onChange={(on) => tick(role.code, on)} />
          ))}
        </div>
        {wrongRoles ? <p className="problem">{wrongRoles}</p> : null}
      </fieldset>
    </>
  );
}
