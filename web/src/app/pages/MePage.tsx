import { Suspense, lazy } from "react";
import { FileDown, KeyRound, LogOut, ShieldCheck, SlidersHorizontal, Users } from "lucide-react";
import { rememberLanguage, useLeave, useMe } from "~/api/session";
import { Page } from "~/ui/Page";
import { Segmented } from "~/ui/controls";
import { name } from "~/ui/format";
import { loadWords, moduleWords, setLanguage, useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { useOnce } from "~/ui/once";
import { Link } from "~/ui/router";
import { setMode, useMode } from "~/ui/theme";
import { maySet, roles } from "../settings/rights";
import styles from "./me.module.css";
import "./me.css";

/** The kinds of notices have their names in the words of their modules. */
const MailCard = lazy(async () => (await Promise.all([import("../notices/MailCard"), loadWords(...moduleWords)]))[0]);

export default function MePage() {
  const { t, language } = useWords();
  const me = useMe();
  const mode = useMode();
  return (
    <Page title={t("shell.me")} width="form">
      <section className="card me-card">
        <div className="row me-head">
          <Avatar name={me.name} size={56} />
          <div>
            <h2>{me.name}</h2>
            <p className="note">{name(me.tenant.name, language)}</p>
          </div>
        </div>
        <dl className="me-list">
          <div>
            <dt>{t("shell.me_account")}</dt>
            <dd>{me.login}</dd>
          </div>
          <div>
            <dt>{t("shell.me_language")}</dt>
            <dd>
              <Segmented
                label={t("shell.me_language")}
                value={language}
                choices={[
                  { value: "zh", label: "中文" },
                  { value: "en", label: "English" },
                ]}
                onChange={(next) => void setLanguage(next).then(() => rememberLanguage(next))}
              />
            </dd>
          </div>
          <div>
            <dt>{t("shell.me_theme")}</dt>
            <dd>
              <Segmented
                label={t("shell.me_theme")}
                value={mode}
                choices={[
                  { value: "light", label: t("shell.me_light") },
                  { value: "dark", label: t("shell.me_dark") },
                ]}
                onChange={setMode}
              />
            </dd>
          </div>
        </dl>
      </section>
      <Suspense fallback={null}>
        <MailCard />
      </Suspense>
      <Ways />
    </Page>
  );
}

/** Where one goes from here; on the phone they are nowhere else. */
function Ways() {
  const { t } = useWords();
  const me = useMe();
  const { run: leave } = useOnce(useLeave());
  return (
    <div className={`row ${styles.ways}`}>
      <Link to="/me/access" className="btn">
        <ShieldCheck size={16} strokeWidth={1.75} aria-hidden="true" />
        {t("identity.shell.access")}
      </Link>
      <Link to="/exports" className="btn">
        <FileDown size={16} strokeWidth={1.75} aria-hidden="true" />
        {t("exports.mine")}
      </Link>
      {me.modules.includes("people") ? (
        <Link to="/people" className="btn">
          <Users size={16} strokeWidth={1.75} aria-hidden="true" />
          {t("shell.me_organisation")}
        </Link>
      ) : null}
      {me.permissions.includes(roles) ? (
        <Link to="/accounts" className="btn">
          <KeyRound size={16} strokeWidth={1.75} aria-hidden="true" />
          {t("identity.shell.menu")}
        </Link>
      ) : null}
      {maySet(me) ? (
        <Link to="/settings" className="btn">
          <SlidersHorizontal size={16} strokeWidth={1.75} aria-hidden="true" />
          {t("shell.settings")}
        </Link>
      ) : null}
      <button type="button" className="btn" onClick={() => void leave()}>
        <LogOut size={16} strokeWidth={1.75} aria-hidden="true" />
        {t("shell.me_sign_out")}
      </button>
    </div>
  );
}
