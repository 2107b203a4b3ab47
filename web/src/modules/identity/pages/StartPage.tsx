import { useEffect } from "react";
import firstStart from "schema:FirstStart";
import { TextInput } from "~/ui/form/Form";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { useT } from "~/ui/i18n/words";
import { useNavigate, useScope } from "~/ui/router";
import { Empty } from "~/ui/states";
import { Door } from "../parts/Door";
import { useFirstStart } from "../queries";

export default function StartPage() {
  const t = useT();
  const [search] = useScope();
  const token = search.token === undefined ? "" : String(search.token);
  useEffect(() => {
    document.title = `${t("identity.ui.start")} · ${t("ui.product")}`;
  }, [t]);
  return (
    <Door title={t("identity.ui.start")}>
      {token ? (
        <StartForm token={token} />
      ) : (
        <Empty title={t("identity.ui.no_token")} text={t("identity.ui.no_token_text")} />
      )}
    </Door>
  );
}

type Values = { name: string; login: string; password: string; again: string };

function StartForm({ token }: { token: string }) {
  const t = useT();
  const navigate = useNavigate();
  const start = useFirstStart();
  const form = useForm<Values>({
    draft: null,
    first: { name: "", login: "", password: "", again: "" },
    places: { name: "/name", login: "/login", password: "/password" },
    check: ({ password, again }) => ({ again: again === password ? undefined : t("identity.ui.password_differs") }),
  });
  const { values, set, problem, rest } = form;
  const { busy, save } = useSave(form, async () => {
    await start.mutateAsync({ token, login: values.login, password: values.password, name: values.name });
    navigate({ to: "/", replace: true });
  });
  const field = (name: keyof Values) => ({ value: values[name], problem: problem(name), onChange: (text: string) => set({ [name]: text }), required: true });
  const secret = { type: "password", autoComplete: "new-password", maxLength: firstStart.password!.maxLength };
  return (
    <form
      ref={form.frame}
      className="door-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (form.sound()) void save();
      }}
    >
      <p className="note">{t("identity.ui.start_text")}</p>
      <TextInput {...field("name")} label={t("identity.ui.name")} name="name" autoComplete="name" maxLength={firstStart.name!.maxLength} />
      <TextInput {...field("login")} label={t("identity.ui.login")} name="username" autoComplete="username" autoCapitalize="none" maxLength={firstStart.login!.maxLength} />
      <TextInput {...field("password")} {...secret} label={t("identity.ui.password")} />
      <TextInput {...field("again")} {...secret} label={t("identity.ui.password_again")} />
      {rest.length ? (
        <p className="problem" role="alert">
          {rest.join(" ")}
        </p>
      ) : null}
      <button type="submit" className="btn primary" disabled={busy}>
        {t("identity.ui.create")}
      </button>
    </form>
  );
}
