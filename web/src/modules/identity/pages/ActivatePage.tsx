import { useEffect, useState } from "react";
import activate from "schema:Activate";
import { TextInput } from "~/ui/form/Form";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { useT } from "~/ui/i18n/words";
import { Link, useNavigate } from "~/ui/router";
import { Door } from "../parts/Door";
import { useActivate } from "../queries";

type Values = { company: string; login: string; code: string; password: string; again: string };

/** What a slip's QR code says. */
function toldBySlip(): Pick<Values, "company" | "login" | "code"> {
  const told = new URLSearchParams(location.hash.slice(1));
  return { company: told.get("company") ?? "", login: told.get("login") ?? "", code: told.get("code") ?? "" };
}

/** The first way into an account: with the code from the slip, or from a letter, one chooses a password. */
export default function ActivatePage() {
  const t = useT();
  const navigate = useNavigate();
  const open = useActivate();
  const [told] = useState(toldBySlip);
  useEffect(() => {
    document.title = `${t("identity.ui.activate")} · ${t("ui.product")}`;
  }, [t]);
  // The code stays in no history and in no address that somebody copies.
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, "", location.pathname);
  }, []);
  const form = useForm<Values>({
    draft: null,
    first: { ...told, password: "", again: "" },
    places: { login: "/login", code: "/code", password: "/password" },
    check: ({ password, again }) => ({ again: again === password ? undefined : t("identity.ui.password_differs") }),
  });
  const { values, set, problem, rest } = form;
  const { busy, save } = useSave(form, async () => {
    const { company, login, code, password } = values;
    await open.mutateAsync({ company, login, code, password });
    navigate({ to: "/", replace: true });
  });
  const field = (name: keyof Values) => ({ value: values[name], problem: problem(name), onChange: (text: string) => set({ [name]: text }), required: true });
  const secret = { type: "password", autoComplete: "new-password", maxLength: activate.password!.maxLength };
  return (
    <Door title={t("identity.ui.activate")}>
      <form
        ref={form.frame}
        className="door-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (form.sound()) void save();
        }}
      >
        <p className="note">{t("identity.ui.activate_text")}</p>
        <TextInput {...field("login")} label={t("identity.ui.login")} name="username" autoComplete="username" autoCapitalize="none" maxLength={activate.login!.maxLength} />
        <TextInput {...field("code")} label={t("identity.ui.code")} hint={t("identity.ui.code_hint")} name="one-time-code" autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false} maxLength={activate.code!.maxLength} />
        <TextInput {...field("password")} {...secret} label={t("identity.ui.password_new")} hint={t("identity.ui.password_hint")} />
        <TextInput {...field("again")} {...secret} label={t("identity.ui.password_again")} />
        {told.company ? null : (
          <TextInput {...field("company")} required={false} label={t("identity.ui.tenant")} hint={t("identity.ui.tenant_hint")} name="organization" autoComplete="organization" />
        )}
        {rest.length ? (
          <p className="problem" role="alert">
            {rest.join(" ")}
          </p>
        ) : null}
        <button type="submit" className="btn primary" disabled={busy}>
          {t("identity.ui.activate_do")}
        </button>
        <Link to="/signin" className="link-btn">
          {t("identity.ui.activate_have")}
        </Link>
      </form>
    </Door>
  );
}
