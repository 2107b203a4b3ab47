import { useState } from "react";
import { useMe } from "~/api/session";
import { Detail } from "~/ui/Detail";
import { day, localDay, moment } from "~/ui/format";
import { type Language, type Translate, useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { useOnce } from "~/ui/once";
import { useNavigate } from "~/ui/router";
import { type Account, useAccount, useAccountTokens, useInvitations, useInvite, useKeepSlips, useNewCodes, useRevokeOf, useRoles } from "../queries";
import { RolesForm } from "./RolesForm";
import { StateDialog } from "./StateDialog";
import { TokenLines } from "./TokenLines";
import { roleName } from "./roles";
import styles from "./access.module.css";

/** One account: what it may do, what is signed in with it by itself, and whether it is open. */
export function AccountDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t, language } = useWords();
  const me = useMe();
  const query = useAccount(id);
  const [asking, ask] = useState(false);
  const leads = query.data?.state === "closed" ? "identity.ui.reopen" : "identity.ui.close_account";
  return (
    <>
      <Detail<Account>
        as="drawer"
        label={t("identity.ui.account")}
        query={query}
        onClose={onClose}
        view={(account) => ({
          title: account.name,
          lead: <Avatar name={account.name} size={56} />,
          kind: account.state === "closed" ? <span className="tag">{t("identity.ui.state_closed")}</span> : null,
          note: account.id === me.account ? t("identity.ui.account_yours") : undefined,
          facts: [
            { label: t("identity.ui.account_login"), value: account.login },
            { label: t("identity.ui.last_sign_in"), value: account.last_sign_in ? <time className="num">{moment(account.last_sign_in, language)}</time> : t("identity.ui.never") },
            { label: t("identity.ui.made"), value: <time className="num">{day(localDay(account.created_at), language)}</time> },
            {
              label: t("identity.ui.code"),
              value: codeWords(account, t, language),
            },
          ],
          sections: [
            { title: t("identity.ui.roles"), body: <Roles account={account} /> },
            { title: t("identity.ui.tokens"), note: t("identity.ui.tokens_note"), body: <Tokens account={account} /> },
          ],
          next: (
            <>
            {account.state === "active" ? <Invitation account={account} /> : null}
            {account.state === "active" ? <NewCode account={account} /> : null}
            <button type="button" className={account.state === "closed" ? "btn" : "btn danger"} onClick={() => ask(true)}>
              {t(leads)}
            </button>
            </>
          ),
          edit: (close) => <RolesForm account={account} onDone={close} />,
        })}
      />
      {asking && query.data ? <StateDialog account={query.data} onClose={() => ask(false)} /> : null}
    </>
  );
}

/** Until when a code waits, and whether it is on its way by mail. */
function codeWords(account: Account, t: Translate, language: Language): string {
  const when = account.invited_at ? moment(account.invited_at, language) : "";
  if (when && !account.invitation_sent_at) return t("identity.ui.invite_leaves");
  if (!account.code_expires_at) return when ? t("identity.ui.invited_over", { when }) : "—";
  const until = day(localDay(account.code_expires_at), language);
  return when ? t("identity.ui.invited_until", { when, until }) : t("identity.ui.code_until", { until });
}

/** By mail, where that is set up: invited, invited again, or not any more. */
function Invitation({ account }: { account: Account }) {
  const { t } = useWords();
  const invitations = useInvitations();
  const { invite, revoke } = useInvite();
  const [refused, refuse] = useState("");
  const { run } = useOnce((act: () => Promise<unknown>) => act().then(() => refuse(""), (error: Error) => refuse(error.message)));
  if (!invitations.data?.possible && !account.invited_at) return null;
  return (
    <>
      {invitations.data?.possible ? (
        <button type="button" className="btn" onClick={() => void run(() => invite([account.id]))}>
          {t(account.invited_at ? "identity.ui.invite_again" : "identity.ui.invite")}
        </button>
      ) : null}
      {account.invited_at ? (
        <button type="button" className="btn" onClick={() => void run(() => revoke(account.id))}>
          {t("identity.ui.invite_revoke")}
        </button>
      ) : null}
      {refused ? (
        <span className="problem" role="alert">
          {refused}
        </span>
      ) : null}
    </>
  );
}

/** For whoever lost the slip or forgot the password; the password that was is good until the code is used. */
function NewCode({ account }: { account: Account }) {
  const { t } = useWords();
  const me = useMe();
  const make = useNewCodes();
  const keep = useKeepSlips();
  const navigate = useNavigate();
  const [refused, refuse] = useState("");
  const { run } = useOnce(async () => {
    try {
      keep(await make([account.id]), me.tenant);
      navigate({ to: "/accounts/slips" });
    } catch (error) {
      refuse((error as Error).message);
    }
  });
  return (
    <>
      <button type="button" className="btn" onClick={() => void run()}>
        {t("identity.ui.new_code")}
      </button>
      {refused ? (
        <span className="problem" role="alert">
          {refused}
        </span>
      ) : null}
    </>
  );
}

function Roles({ account }: { account: Account }) {
  const { t, language } = useWords();
  const roles = useRoles();
  if (account.roles.length === 0) return <p className="note">{t("identity.ui.no_roles")}</p>;
  return (
    <ul className={styles.lines}>
      {account.roles.map((code) => {
        const role = roles.data?.find((one) => one.code === code);
        return (
          <li key={code}>
            <b className="grow">{roleName(code, roles.data, language)}</b>
            {role ? <span className="note num">{t("identity.ui.rights", { count: role.rights.length })}</span> : null}
          </li>
        );
      })}
    </ul>
  );
}

function Tokens({ account }: { account: Account }) {
  const { t } = useWords();
  return (
    <TokenLines
      query={useAccountTokens(account.id)}
      revoke={useRevokeOf(account.id)}
      all
      none={<p className="note">{t("identity.ui.tokens_none_of", { name: account.name })}</p>}
    />
  );
}
