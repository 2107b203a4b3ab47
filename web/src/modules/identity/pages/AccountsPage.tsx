import { useState } from "react";
import { useCan, useMe } from "~/api/session";
import { closed } from "~/ui/Detail";
import { Page } from "~/ui/Page";
import { day, localDay, moment } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import { listOf } from "~/ui/list/Export";
import type { Column } from "~/ui/list/rows";
import { paged } from "~/ui/list/source";
import { useListState } from "~/ui/list/state";
import { PersonTag } from "~/ui/marks";
import { useOnce } from "~/ui/once";
import { Link, numberOf, useNavigate, useParams } from "~/ui/router";
import { NoPermission } from "~/ui/states";
import { AccountDrawer } from "../parts/AccountDrawer";
import { GiveDialog } from "../parts/GiveDialog";
import { roleNames } from "../parts/roles";
import styles from "../parts/access.module.css";
import { type Account, useAccounts, useInvitations, useInvite, useKeepSlips, useNewCodes, useRoles } from "../queries";

/** Active, closed, and one that was given and not opened yet: on a slip, or by mail. */
type Standing = Account["state"] | "given" | "invited" | "invite_over";
const standings: Standing[] = ["active", "given", "invited", "invite_over", "closed"];

function standingOf(row: Account): Standing {
  if (row.state === "closed" || row.has_password) return row.state;
  if (!row.invited_at) return "given";
  // A letter that has not left yet has no code that could be over.
  return !row.invitation_sent_at || row.code_expires_at ? "invited" : "invite_over";
}

export default function AccountsPage() {
  const { t } = useWords();
  const can = useCan();
  const navigate = useNavigate();
  const chosen = numberOf(useParams<{ account?: string }>().account);
  const may = can("identity.manage");
  const [giving, give] = useState(false);
  return (
    <Page
      title={t("identity.ui.accounts")}
      beside={may ? <Waiting /> : <span className="note">{t("identity.ui.accounts_text")}</span>}
      beside_drawer
      end={
        may ? (
          <button type="button" className="btn primary" onClick={() => give(true)}>
            {t("identity.ui.give")}
          </button>
        ) : null
      }
    >
      <div className="card">{may ? <List chosen={chosen} /> : <NotYours />}</div>
      {giving ? <GiveDialog onClose={() => give(false)} /> : null}
      {may && chosen !== undefined ? (
        <AccountDrawer key={chosen} id={chosen} onClose={() => navigate({ to: "/accounts", search: closed })} />
      ) : null}
    </Page>
  );
}

/** Who was invited and has not come; a word about the page where nobody is waited for. */
function Waiting() {
  const { t } = useWords();
  const { data } = useInvitations();
  if (!data || data.open + data.over === 0) return <span className="note">{t("identity.ui.accounts_text")}</span>;
  return <span className="note">{t("identity.ui.invited_count", { open: data.open, over: data.over })}</span>;
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
      value: (row) => t(`identity.ui.state_${standingOf(row)}`),
      cell: (row) => <span className={standingOf(row) === "active" ? "dim" : "tag"}>{t(`identity.ui.state_${standingOf(row)}`)}</span>,
      sort: true,
    },
    {
      id: "seen",
      label: t("identity.ui.last_sign_in"),
      kind: "day",
      value: (row) => row.last_sign_in,
      cell: (row) => (row.last_sign_in ? moment(row.last_sign_in, language) : <span className="dim">{t("identity.ui.never")}</span>),
      sort: true,
      desk: true,
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
      exported={listOf("/accounts", { q: state.q })}
      columns={useColumns()}
      filters={[
        {
          id: "state",
          label: t("ui.status"),
          choices: standings.map((value) => ({ value, label: t(`identity.ui.state_${value}`) })),
          of: standingOf,
        },
      ]}
      search={t("identity.ui.accounts_search")}
      id={({ id }) => id}
      open={({ id }) => ({ to: `/accounts/${id}`, search: closed })}
      chosen={chosen}
      actions={(rows, done) => (
        <>
          <Invite rows={rows} done={done} />
          <NewCodes rows={rows} done={done} />
        </>
      )}
      empty={{ title: t("identity.ui.accounts_none"), text: t("identity.ui.accounts_none_text") }}
    />
  );
}

/** A letter for several at once; whoever was invited before gets another one. */
function Invite({ rows, done }: { rows: Account[]; done: () => void }) {
  const { t } = useWords();
  const invitations = useInvitations();
  const { invite } = useInvite();
  const [refused, refuse] = useState("");
  const open = rows.filter(({ state, has_password }) => state === "active" && !has_password);
  const { run } = useOnce(async () => {
    try {
      await invite(open.map(({ id }) => id));
      done();
    } catch (error) {
      refuse((error as Error).message);
    }
  });
  if (!invitations.data?.possible) return null;
  return (
    <>
      <button type="button" className="btn" disabled={open.length === 0} onClick={() => void run()}>
        {t("identity.ui.invite_many", { count: open.length })}
      </button>
      {refused ? (
        <span className="problem" role="alert">
          {refused}
        </span>
      ) : null}
    </>
  );
}

/** Slips for several at once: for a shift that begins, or for whoever forgot the password. */
function NewCodes({ rows, done }: { rows: Account[]; done: () => void }) {
  const { t } = useWords();
  const me = useMe();
  const make = useNewCodes();
  const keep = useKeepSlips();
  const navigate = useNavigate();
  const [refused, refuse] = useState("");
  const open = rows.filter(({ state }) => state === "active");
  const { run } = useOnce(async () => {
    try {
      keep(await make(open.map(({ id }) => id)), me.tenant);
      done();
      navigate({ to: "/accounts/slips" });
    } catch (error) {
      refuse((error as Error).message);
    }
  });
  return (
    <>
      <button type="button" className="btn" disabled={open.length === 0} onClick={() => void run()}>
        {t("identity.ui.new_codes", { count: open.length })}
      </button>
      {refused ? (
        <span className="problem" role="alert">
          {refused}
        </span>
      ) : null}
    </>
  );
}
