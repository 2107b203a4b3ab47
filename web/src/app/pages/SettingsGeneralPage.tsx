import { useMe } from "~/api/session";
import { useT } from "~/ui/i18n/words";
import { SettingsCard } from "../settings/SettingsCard";
import { SettingsFrame } from "../settings/SettingsFrame";
import { settable } from "../settings/rights";
import styles from "../settings/frame.module.css";

/** What each module lets a company set. */
export default function SettingsGeneralPage() {
  const t = useT();
  const me = useMe();
  return (
    <SettingsFrame title={t("settings.ui.general")}>
      <div className={styles.narrow}>
        {settable(me).map((module) => (
          <SettingsCard key={module} module={module} />
        ))}
      </div>
    </SettingsFrame>
  );
}
