import { Plus } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { useT } from "~/ui/i18n/words";
import { useScope } from "~/ui/router";
import { PasswordForm } from "../parts/PasswordForm";
import { SessionLines } from "../parts/SessionLines";
import { TokenDialog } from "../parts/TokenDialog";
import { TokenLines } from "../parts/TokenLines";
import { useMyTokens, useRevokeMine } from "../queries";
import styles from "../parts/access.module.css";

/** What opens my account: where I am signed in, my API tokens, my password. */
export default function AccessPage() {
  const t = useT();
  const [search, setSearch] = useScope();
  const tokens = useMyTokens();
  const revoke = useRevokeMine();
  useCrumbs([{ label: t("shell.me"), to: "/me" }, { label: t("identity.shell.access") }]);
  return (
    <>
      <Page title={t("identity.shell.access")} width="form">
        <Card title={t("identity.ui.sessions")}>
          <SessionLines />
        </Card>
        <Card
          title={t("identity.ui.tokens")}
          note={t("identity.ui.tokens_note")}
          end={
            <button type="button" className="btn sm" onClick={() => setSearch({ edit: "token" }, true)}>
              <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
              {t("identity.ui.token_new")}
            </button>
          }
        >
          <TokenLines
            query={tokens}
            revoke={(one) => revoke(one!)}
            none={<p className={`note ${styles.nothing}`}>{t("identity.ui.tokens_none")}</p>}
          />
        </Card>
        <Card title={t("identity.ui.password_change")}>
          <PasswordForm />
        </Card>
      </Page>
      {search.edit === "token" ? <TokenDialog onClose={() => setSearch({ edit: undefined })} /> : null}
    </>
  );
}

function Card({ title, note, end, children }: { title: string; note?: string; end?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={`card ${styles.card}`} aria-labelledby={id}>
      <header className={`card-head ${styles.head}`}>
        <h2 id={id}>{title}</h2>
        <span className="note">{note}</span>
        {end}
      </header>
      {children}
    </section>
  );
}
