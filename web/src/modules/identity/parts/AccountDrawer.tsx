import { useState } from "react";
import { useMe } from "~/api/session";
import { Detail } from "~/ui/Detail";
import { day, localDay } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { type Account, useAccount, useAccountTokens, useRevokeOf, useRoles } from "../queries";
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
            { label: t("identity.ui.made"), value: <time className="num">{day(localDay(account.created_at), language)}</time> },
          ],
          sections: [
            { title: t("identity.ui.roles"), body: <Roles account={account} /> },
            { title: t("identity.ui.tokens"), note: t("identity.ui.tokens_note"), body: <Tokens account={account} /> },
          ],
          next: (
            <button type="button" className={account.state === "closed" ? "btn" : "btn danger"} onClick={() => ask(true)}>
              {t(leads)}
            </button>
          ),
          edit: (close) => <RolesForm account={account} onDone={close} />,
        })}
      />
      {asking && query.data ? <StateDialog account={query.data} onClose={() => ask(false)} /> : null}
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
