import { Suspense, lazy } from "react";
import { useMe } from "~/api/session";
import { useT } from "~/ui/i18n/words";
import { useParams } from "~/ui/router";
import { Skeleton } from "~/ui/states";
import { SettingsCard } from "../settings/SettingsCard";
import { SettingsFrame } from "../settings/SettingsFrame";
import { settable } from "../settings/rights";
import styles from "../settings/frame.module.css";

const CompanyPages = lazy(() => import("../settings/company/CompanyPages"));

/** What each module lets a company set, and what holds for the whole company: fetched when it is opened. */
export default function SettingsGeneralPage() {
  const { part } = useParams<{ part?: string }>();
  if (part === undefined) return <General />;
  return (
    <Suspense fallback={<Skeleton rows={8} />}>
      <CompanyPages part={part} />
    </Suspense>
  );
}

function General() {
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
