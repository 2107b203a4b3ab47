import { type FormEvent, useEffect, useState } from "react";
import { TextField } from "~/ui/TextField";
import { useT } from "~/ui/i18n/words";
import { useNavigate, useScope } from "~/ui/router";
import { Empty } from "~/ui/states";
import { Door } from "../parts/Door";
import { useFirstStart } from "../queries";

const passwordMin = 12;

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

function StartForm({ token }: { token: string }) {
  const t = useT();
  const navigate = useNavigate();
  const start = useFirstStart();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const differs = again !== "" && again !== password;
  const short = password !== "" && password.length < passwordMin;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (differs || short) return;
    const given = new FormData(event.currentTarget);
    const request = { token, login: String(given.get("username")), password, name: String(given.get("name")) };
    start.mutate(request, { onSuccess: () => navigate({ to: "/board", replace: true }) });
  };
  return (
    <form className="door-form" onSubmit={submit}>
      <p className="note">{t("identity.ui.start_text")}</p>
      <TextField label={t("identity.ui.name")} name="name" autoComplete="name" required />
      <TextField label={t("identity.ui.login")} name="username" autoComplete="username" autoCapitalize="none" required />
      <TextField
        label={t("identity.ui.password")}
        type="password"
        autoComplete="new-password"
        required
        problem={short ? t("identity.ui.password_short") : null}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <TextField
        label={t("identity.ui.password_again")}
        type="password"
        autoComplete="new-password"
        required
        problem={differs ? t("identity.ui.password_differs") : null}
        value={again}
        onChange={(event) => setAgain(event.target.value)}
      />
      {start.isError ? (
        <p className="problem" role="alert">
          {start.error.message}
        </p>
      ) : null}
      <button type="submit" className="btn primary" disabled={start.isPending}>
        {t("identity.ui.create")}
      </button>
    </form>
  );
}
