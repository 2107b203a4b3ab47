/** What a role, or somebody who has it, finds after sign-in: told, never entered. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { useMe } from "~/api/session";
import type { Me } from "~/api/types";
import { Dialog } from "~/ui/Dialog";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import { menuOf } from "../modules";
import { RightsInWords } from "./RolesCard";
import { openEntries } from "./entries";
import type { Role } from "./queries";
import styles from "./roles.module.css";

type Sight = Pick<Role, "rights" | "sees"> & { units?: number };

/** As many as one answer has; the search of the accounts finds the others. */
const shown = 200;

function useHolders(role: string) {
  return useQuery({
    queryKey: keys.accounts.list({ role }),
    queryFn: async ({ signal }) => (await api.get("/accounts", { query: { limit: shown }, signal })).items.filter(({ roles, state }) => state === "active" && roles.includes(role)),
  });
}

function useSight(account: number | null) {
  return useQuery({
    queryKey: keys.accounts.part(account ?? 0, "sight"),
    queryFn: ({ signal }) => api.get("/accounts/{account}/sight", { path: { account: account! }, signal }),
    enabled: account !== null,
  });
}

export default function RolePreview({ role, onClose }: { role: Role; onClose: () => void }) {
  const { t, language } = useWords();
  const holders = useHolders(role.code);
  const [account, choose] = useState<number | null>(null);
  const sight = useSight(account);
  const seen: Sight | undefined = account === null ? role : sight.data;
  return (
    <Dialog title={t("settings.preview.title")} width={880} onClose={onClose}>
      <p className={styles.strip}>{t("settings.preview.note")}</p>
      <label className={styles.whom}>
        <span className="label">{t("settings.preview.as")}</span>
        <select className="field" value={account ?? ""} onChange={(event) => choose(event.target.value ? Number(event.target.value) : null)}>
          <option value="">{t("settings.preview.role_alone", { role: name(role.names, language) })}</option>
          {(holders.data ?? []).map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} · {one.login}
            </option>
          ))}
        </select>
      </label>
      {seen ? <Seen sight={seen} person={account !== null} role={role} /> : sight.error ? <ErrorState error={sight.error} retry={() => void sight.refetch()} /> : <Skeleton rows={6} />}
    </Dialog>
  );
}

/** Somebody with these rights, in the company as it is set up now. */
function asIf(me: Me, { rights }: Sight): Me {
  return { ...me, permissions: rights.map(({ permission }) => permission) };
}

function Seen({ sight, person, role }: { sight: Sight; person: boolean; role: Role }) {
  const { t } = useWords();
  const me = useMe();
  const there = asIf(me, sight);
  const pages = menuOf(there).map(({ path, label }) => ({ path, label }));
  const settings = openEntries(there);
  return (
    <>
      <section className={styles.part} aria-label={t("settings.preview.pages")}>
        <h3>{t("settings.preview.pages")}</h3>
        <ul className={styles.pages}>
          {pages.map(({ path, label }) => (
            <li key={path} className="tag">
              {t(label)}
            </li>
          ))}
          {settings.map(({ path, label }) => (
            <li key={path} className="tag">
              {t("settings.preview.in_settings", { page: t(label) })}
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.part} aria-label={t("settings.preview.data")}>
        <h3>{t("settings.preview.data")}</h3>
        {person && sight.units !== undefined ? <p className="note">{t("settings.preview.units", { count: sight.units })}</p> : null}
        <RightsInWords role={{ ...role, rights: sight.rights, sees: sight.sees }} />
      </section>
    </>
  );
}
