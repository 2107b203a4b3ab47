import { useRef } from "react";
import giveRoles from "schema:GiveRoles";
import { useMe } from "~/api/session";
import type { Schemas } from "~/api/types";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { dropKept } from "~/ui/form/kept";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import { type Account, fetchAccount, useGiveRoles, useRoles } from "../queries";
import { Several } from "./Several";

type GiveRoles = Schemas["GiveRoles"];

/** The roles of one account; whoever is signed in with it signs in anew with the new ones. */
export function RolesForm({ account, onDone }: { account: Account; onDone: () => void }) {
  const { t, language } = useWords();
  const me = useMe();
  const roles = useRoles();
  const give = useGiveRoles(account.id);
  const version = useRef(account.version);
  const draft = `roles.${account.id}`;
  if (!roles.data) return roles.error ? <ErrorState error={roles.error} retry={() => void roles.refetch()} /> : <Skeleton rows={4} />;
  const choices = roles.data.map((role) => ({
    value: role.code,
    label: name(role.names, language),
    note: t("identity.ui.rights", { count: role.rights.length }),
  }));
  return (
    <SchemaForm<GiveRoles>
      schema={giveRoles}
      words="identity.ui."
      draft={draft}
      first={{ roles: account.roles }}
      fields={{ roles: { optional: true, view: (part) => <Several {...part} choices={choices} /> } }}
      submit={t("ui.save")}
      save={({ roles }) => give(roles, version.current)}
      reload={async () => {
        const now = await fetchAccount(account.id);
        version.current = now.version;
        return { roles: now.roles };
      }}
      onDone={onDone}
      onCancel={() => {
        dropKept(draft);
        onDone();
      }}
    >
      <p className="note">{t(account.id === me.account ? "identity.ui.roles_own" : "identity.ui.roles_then", { name: account.name })}</p>
    </SchemaForm>
  );
}
