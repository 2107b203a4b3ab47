import { useT } from "~/ui/i18n/words";
import { ModulesCard } from "../settings/ModulesCard";
import { SettingsFrame } from "../settings/SettingsFrame";
import { switches } from "../settings/rights";

export default function SettingsModulesPage() {
  const t = useT();
  return (
    <SettingsFrame title={t("settings.ui.modules")} needs={switches}>
      <ModulesCard />
    </SettingsFrame>
  );
}
