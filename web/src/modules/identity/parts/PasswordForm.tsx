import { useState } from "react";
import changePassword from "schema:ChangePassword";
import { useMe } from "~/api/session";
import { TextInput } from "~/ui/form/Form";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { clock } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { useChangePassword } from "../queries";
import styles from "./access.module.css";

/** Says what ends before it is pressed, and when it was done. */
export function PasswordForm() {
  const t = useT();
  const [round, setRound] = useState(0);
  const [said, say] = useState("");
  return (
    <div className="card-body">
      <Fields
        key={round}
        onDone={() => {
          say(t("identity.ui.password_changed", { at: clock(new Date().toISOString()) }));
          setRound(round + 1);
        }}
      />
      <p className={`note ${styles.said}`} role="status">
        {said}
      </p>
    </div>
  );
}

type Values = { current: string; password: string; again: string };

function Fields({ onDone }: { onDone: () => void }) {
  const t = useT();
  const me = useMe();
  const change = useChangePassword();
  const form = useForm<Values>({
    draft: null,
    first: { current: "", password: "", again: "" },
    places: { current: "/current", password: "/password" },
    check: ({ current, password, again }) => ({
      current: current ? undefined : t("ui.need_text"),
      password: password ? undefined : t("ui.need_text"),
      again: again === password ? undefined : t("identity.ui.password_differs"),
    }),
  });
  const { values, set, problem, rest } = form;
  const { busy, save } = useSave(form, async () => {
    await change({ current: values.current, password: values.password });
    onDone();
  });
  const field = (name: keyof Values, autoComplete: string) => ({
    type: "password",
    maxLength: changePassword.password!.maxLength,
    autoComplete,
    value: values[name],
    problem: problem(name),
    onChange: (text: string) => set({ [name]: text }),
  });
  return (
    <form
      ref={form.frame}
      className={styles.password}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && form.sound()) void save();
      }}
    >
      {/* A password manager learns from it whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={me.login} readOnly hidden />
      <TextInput {...field("current", "current-password")} label={t("identity.ui.password_now")} />
      <TextInput {...field("password", "new-password")} label={t("identity.ui.password_new")} hint={t("identity.ui.password_hint")} />
      <TextInput {...field("again", "new-password")} label={t("identity.ui.password_again")} />
      {rest.length ? (
        <p className="problem" role="alert">
          {rest.join(" ")}
        </p>
      ) : null}
      <div className={styles.foot}>
        <button type="submit" className="btn primary" disabled={busy}>
          {t("identity.ui.password_change")}
        </button>
        <p className="note">{t("identity.ui.password_ends")}</p>
      </div>
    </form>
  );
}
