import { useCan } from "~/api/session";
import { useT } from "~/ui/i18n/words";
import { Link, useParams, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { RoleEditor } from "../settings/RoleEditor";
import { RolesCard } from "../settings/RolesCard";
import { SettingsFrame } from "../settings/SettingsFrame";
import { type Role, useRoleList } from "../settings/queries";
import { roles as needed } from "../settings/rights";

const fresh = "new";

export default function SettingsRolesPage() {
  const t = useT();
  const can = useCan();
  const { role } = useParams<{ role?: string }>();
  if (role !== undefined && can(needed)) return <One key={role} code={role} />;
  return (
    <SettingsFrame
      title={t("settings.ui.roles")}
      needs={needed}
      beside={<span className="note">{t("settings.ui.roles_note")}</span>}
      end={
        <Link className="btn primary" to="/settings/roles/new" search={{ from: "employee" }}>
          {t("settings.ui.role_new")}
        </Link>
      }
    >
      <RolesCard />
    </SettingsFrame>
  );
}

/** A new role begins as a copy of another one, and with a name of its own. */
function roleOf(items: Role[], code: string, from: string): Role | undefined {
  if (code !== fresh) return items.find((one) => one.code === code);
  const copied = items.find((one) => one.code === from);
  return { code: fresh, names: { zh: "", en: "" }, built_in: false, rights: copied?.rights ?? [], sees: copied?.sees ?? [], version: 0 };
}

function One({ code }: { code: string }) {
  const t = useT();
  const [search] = useScope();
  const query = useRoleList();
  if (!query.data)
    return (
      <SettingsFrame title={t("settings.ui.roles")} needs={needed}>
        {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : <Skeleton rows={10} />}
      </SettingsFrame>
    );
  const role = roleOf(query.data.items, code, String(search.from ?? "employee"));
  if (!role)
    return (
      <SettingsFrame title={t("settings.ui.roles")} needs={needed}>
        <Empty title={t("settings.ui.role_gone")} action={<Link className="btn" to="/settings/roles">{t("settings.ui.roles")}</Link>} />
      </SettingsFrame>
    );
  return <RoleEditor key={role.version} list={query.data} role={role} isNew={code === fresh} />;
}
