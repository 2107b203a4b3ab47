import { type FormEvent, useEffect, useState } from "react";
import { useSession } from "~/api/session";
import { TextInput } from "~/ui/form/Form";
import { setLanguage, useT } from "~/ui/i18n/words";
import { Link, useNavigate, useScope } from "~/ui/router";
import { Door } from "../parts/Door";
import { useSignIn } from "../queries";

/** Only an address inside the product is followed after sign-in. */
function inside(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) && !next.startsWith("/signin") ? next : "/";
}

const companyKey = "twinrail.company";

/** Whoever signs in here again means the same company, as a rule. */
function lastCompany(): string {
  try {
    return localStorage.getItem(companyKey) ?? "";
  } catch {
    return "";
  }
}

function keepCompany(code: string): void {
  try {
    if (code) localStorage.setItem(companyKey, code);
    else localStorage.removeItem(companyKey);
  } catch {
    // Storage is switched off: the field is empty the next time.
  }
}

export default function SignInPage() {
  const t = useT();
  const navigate = useNavigate();
  const [search] = useScope();
  const session = useSession();
  const signIn = useSignIn();
  const [company, setCompany] = useState(() => lastCompany());
  useEffect(() => {
    document.title = `${t("identity.ui.sign_in")} · ${t("ui.product")}`;
  }, [t]);
  useEffect(() => {
    if (!session.data) return;
    keepCompany(company);
    void setLanguage(session.data.locale);
    navigate({ to: inside(search.next), replace: true });
  }, [session.data, navigate, search.next, company]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    signIn.mutate({
      login: String(given.get("username")),
      password: String(given.get("password")),
      company,
    });
  };
  return (
    <Door title={t("identity.ui.sign_in")}>
      <form className="door-form" onSubmit={submit}>
        <TextInput label={t("identity.ui.login")} name="username" autoComplete="username" autoCapitalize="none" required autoFocus />
        <TextInput label={t("identity.ui.password")} name="password" type="password" autoComplete="current-password" required />
        <TextInput
          label={t("identity.ui.tenant")}
          hint={t("identity.ui.tenant_hint")}
          name="organization"
          autoComplete="organization"
          value={company}
          onChange={setCompany}
        />
        {signIn.isError ? (
          <p className="problem" role="alert">
            {signIn.error.message}
          </p>
        ) : null}
        <button type="submit" className="btn primary" disabled={signIn.isPending}>
          {t("identity.ui.enter")}
        </button>
        <Link to="/activate" className="link-btn">
          {t("identity.ui.have_code")}
        </Link>
      </form>
    </Door>
  );
}
