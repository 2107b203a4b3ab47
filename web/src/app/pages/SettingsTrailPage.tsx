import { SettingsFrame } from "../settings/SettingsFrame";
import { TrailCard } from "../settings/TrailCard";
import { TrailList } from "../settings/TrailList";
import { useOverview } from "../settings/queries";
import { switches } from "../settings/rights";
import { useT } from "~/ui/i18n/words";

export default function SettingsTrailPage() {
  const t = useT();
  const overview = useOverview();
  return (
    <SettingsFrame title={t("settings.ui.trail")} needs={switches}>
      <TrailCard query={overview} all />
      <TrailList />
    </SettingsFrame>
  );
}
