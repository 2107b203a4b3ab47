import { useMe } from "~/api/session";
import { Page } from "~/ui/Page";
import { useT } from "~/ui/i18n/words";
import { NoPermission } from "~/ui/states";
import { ModulesCard } from "../settings/ModulesCard";
import { RolesCard } from "../settings/RolesCard";
import { SettingsCard } from "../settings/SettingsCard";
import { maySet, roles, settable, switches } from "../settings/rights";

export default function SettingsPage() {
  const t = useT();
  const me = useMe();
  return (
    <Page title={t("settings.ui.title")} width="form">
      {maySet(me) ? null : <NoPermission text={t("settings.ui.none")} />}
      {settable(me).map((module) => (
        <SettingsCard key={module} module={module} />
      ))}
      {me.permissions.includes(switches) ? <ModulesCard /> : null}
      {me.permissions.includes(roles) ? <RolesCard /> : null}
    </Page>
  );
}
