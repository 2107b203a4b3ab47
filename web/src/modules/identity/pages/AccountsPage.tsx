import { useCan } from "~/api/session";
import { closed } from "~/ui/Detail";
import { Page } from "~/ui/Page";
import { day, localDay } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import type { Column } from "~/ui/list/rows";
import { paged } from "~/ui/list/source";
import { useListState } from "~/ui/list/state";
import { PersonTag } from "~/ui/marks";
import { Link, numberOf, useNavigate, useParams } from "~/ui/router";
import { NoPermission } from "~/ui/states";
import { AccountDrawer } from "../parts/AccountDrawer";
import { roleNames } from "../parts/roles";
import styles from "../parts/access.module.css";
import { type Account, useAccounts, useRoles } from "../queries";

const states: Account["state"][] = ["active", "closed"];

export default function AccountsPage() {
  const { t } = useWords();
  const can = useCan();
  const navigate = useNavigate();
  const chosen = numberOf(useParams<{ account?: string }>().account);
  const may = can("identity.manage");
  return (
    <Page title={t("identity.ui.accounts")} beside={<span className="note">{t("identity.ui.accounts_text")}</span>} beside_drawer>
      <div className="card">{may ? <List chosen={chosen} /> : <NotYours />}</div>
      {may && chosen !== undefined ? (
        <AccountDrawer key={chosen} id={chosen} onClose={() => navigate({ to: "/accounts", search: closed })} />
      ) : null}
    </Page>
  );
}

function NotYours() {
  const { t } = useWords();
  return (
    <NoPermission
      text={
        <>
          {t("identity.ui.accounts_not_yours")}{" "}
          <Link to="/me/access" className={styles.way}>
            {t("identity.shell.access")}
          </Link>
        </>
      }
    />
  );
}

function useColumns(): Column<Account>[] {
  const { t, language } = useWords();
  const roles = useRoles();
  return [
    { id: "name", label: t("identity.ui.name"), value: (row) => row.name, cell: (row) => <PersonTag name={row.name} />, sort: true },
    { id: "login", label: t("identity.ui.account_login"), value: (row) => row.login, sort: true },
    { id: "roles", label: t("identity.ui.roles"), value: (row) => roleNames(row.roles, roles.data, language, t), sort: true },
    {
      id: "state",
      label: t("ui.status"),
      value: (row) => t(`identity.ui.state_${row.state}`),
      cell: (row) => <span className={row.state === "closed" ? "tag" : "dim"}>{t(`identity.ui.state_${row.state}`)}</span>,
      sort: true,
    },
    {
      id: "made",
      label: t("identity.ui.made"),
      kind: "day",
      value: (row) => row.created_at,
      cell: (row) => day(localDay(row.created_at), language),
      sort: true,
      desk: true,
    },
  ];
}

function List({ chosen }: { chosen?: number }) {
  const { t } = useWords();
  const state = useListState({ filters: ["state"] });
  return (
    <DataList<Account>
      name="accounts"
      caption={t("identity.ui.accounts")}
      source={paged(useAccounts({ q: state.q || undefined }))}
      state={state}
      columns={useColumns()}
      filters={[
        {
          id: "state",
          label: t("ui.status"),
          choices: states.map((value) => ({ value, label: t(`identity.ui.state_${value}`) })),
          of: (row) => row.state,
        },
      ]}
      search={t("identity.ui.accounts_search")}
      id={({ id }) => id}
      open={({ id }) => ({ to: `/accounts/${id}`, search: closed })}
      chosen={chosen}
      empty={{ title: t("identity.ui.accounts_none"), text: t("identity.ui.accounts_none_text") }}
    />
  );
}
