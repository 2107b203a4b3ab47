import { useT } from "~/ui/i18n/words";
import { JobsCard } from "../settings/JobsCard";
import { SettingsFrame } from "../settings/SettingsFrame";
import { switches } from "../settings/rights";

export default function SettingsJobsPage() {
  const t = useT();
  return (
    <SettingsFrame title={t("settings.ui.jobs")} needs={switches}>
      <JobsCard />
    </SettingsFrame>
  );
}
