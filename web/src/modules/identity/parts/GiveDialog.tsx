import { useState } from "react";
import giveAccount from "schema:GiveAccount";
import { useCan, useMe } from "~/api/session";
import { Dialog } from "~/ui/Dialog";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { Segmented } from "~/ui/controls";
import { Check, Form, TextArea, TextInput } from "~/ui/form/Form";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useNavigate } from "~/ui/router";
import { useGive, useInvitations, useInvite, useKeepSlips, useRoles } from "../queries";
import { Several } from "./Several";

type Way = "people" | "other";
type Values = { numbers: string; login: string; name: string; roles: string };

/** Employee numbers as they are pasted from a list: one in a line, or with commas or blanks between. */
export function numbersOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;，；、]+/).filter(Boolean))];
}

/** Gives accounts: to people by their numbers, or one to somebody who is not among them. Then the slips are shown. */
export function GiveDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useWords();
  const me = useMe();
  const roles = useRoles();
  const give = useGive();
  const keepSlips = useKeepSlips();
  const navigate = useNavigate();
  const [way, setWay] = useState<Way>("people");
  const byMail = Boolean(useInvitations().data?.possible);
  const { invite } = useInvite();
  const [mailed, mail] = useState(false);
  const form = useForm<Values>({
    draft: null,
    first: { numbers: "", login: "", name: "", roles: "employee" },
    places: { numbers: "/employee_nos", login: "/login", name: "/name", roles: "/roles" },
    check: (values) => ({
      numbers: way === "people" && numbersOf(values.numbers).length === 0 ? t("identity.nobody_chosen") : undefined,
      login: way === "other" && !values.login.trim() ? t("ui.need_text") : undefined,
      name: way === "other" && !values.name.trim() ? t("ui.need_text") : undefined,
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async () => {
    const chosen = values.roles.split("\n").filter(Boolean);
    const given =
      way === "people"
        ? await give.people({ employee_nos: numbersOf(values.numbers), roles: chosen })
        : await give.other({ login: values.login.trim(), name: values.name.trim(), employee_no: null, roles: chosen });
    // The accounts are there whatever becomes of the letters: whoever has no address gets a slip.
    const sent = byMail && mailed && way === "people" && (await invite(given.map(({ account }) => account.id)).then(() => true, () => false));
    if (sent) return onClose();
    keepSlips(given, me.tenant);
    navigate({ to: "/accounts/slips" });
  });
  const choices = (roles.data ?? []).map((role) => ({ value: role.code, label: name(role.names, language) }));
  const count = numbersOf(values.numbers).length;
  return (
    <Dialog title={t("identity.ui.give")} width={560} onClose={onClose}>
      <Form
        form={form}
        onSubmit={() => void save()}
        submit={way === "people" && count > 1 ? t("identity.ui.give_many", { count }) : t("identity.ui.give")}
        busy={busy}
        onCancel={onClose}
      >
        <Segmented<Way>
          label={t("identity.ui.give_to")}
          value={way}
          choices={[
            { value: "people", label: t("identity.ui.give_people") },
            { value: "other", label: t("identity.ui.give_other") },
          ]}
          onChange={setWay}
        />
        {way === "people" ? (
          <Numbers value={values.numbers} problem={problem("numbers")} set={(numbers) => set({ numbers })} />
        ) : (
          <>
            <TextInput label={t("identity.ui.name")} problem={problem("name")} value={values.name} maxLength={giveAccount.name!.maxLength} onChange={(text) => set({ name: text })} />
            <TextInput label={t("identity.ui.account_login")} hint={t("identity.ui.give_login_hint")} problem={problem("login")} autoCapitalize="none" value={values.login} maxLength={giveAccount.login!.maxLength} onChange={(login) => set({ login })} />
          </>
        )}
        <Several label={t("identity.ui.roles")} problem={problem("roles")} value={values.roles} set={(value) => set({ roles: String(value) })} choices={choices} />
        {byMail && way === "people" ? <Check label={t("identity.ui.give_mailed")} note={t("identity.ui.give_mailed_note")} checked={mailed} onChange={mail} /> : null}
        <p className="note">{t("identity.ui.give_then")}</p>
      </Form>
    </Dialog>
  );
}

type NumbersProps = { value: string; problem?: string; set: (numbers: string) => void };

/** Typed, pasted, or found by name where the reader may see people. */
function Numbers({ value, problem, set }: NumbersProps) {
  const { t } = useWords();
  const can = useCan();
  return (
    <>
      {can("people.read") ? (
        <PersonChooser
          label={t("identity.ui.give_find")}
          optional
          value={null}
          onChange={(_, row) => {
            if (row) set([...numbersOf(value), row.employee_no].join("\n"));
          }}
        />
      ) : null}
      <TextArea label={t("identity.ui.give_numbers")} hint={t("identity.ui.give_numbers_hint")} problem={problem} rows={4} value={value} onChange={set} />
    </>
  );
}
