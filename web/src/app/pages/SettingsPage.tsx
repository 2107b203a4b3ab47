import { useMe } from "~/api/session";
import { useT } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { BackupCard } from "../settings/BackupCard";
import { HealthCard } from "../settings/HealthCard";
import { JobsCard } from "../settings/JobsCard";
import { ModulesCard } from "../settings/ModulesCard";
import { SettingsFrame } from "../settings/SettingsFrame";
import { TrailCard } from "../settings/TrailCard";
import { WaitingCard } from "../settings/WaitingCard";
import styles from "../settings/frame.module.css";
import { useJobs, useOverview } from "../settings/queries";
import { switches } from "../settings/rights";
import { waiting } from "../settings/waiting";
import SettingsGeneralPage from "./SettingsGeneralPage";

/** How everything stands; whoever looks after less begins with what they may set. */
export default function SettingsPage() {
  return useMe().permissions.includes(switches) ? <Overview /> : <SettingsGeneralPage />;
}

function Overview() {
  const t = useT();
  const overview = useOverview();
  const jobs = useJobs();
  const found = overview.data && jobs.data ? waiting(overview.data, jobs.data, t) : undefined;
  return (
    <SettingsFrame
      beside={found ? <span className="note">{found.length ? t("settings.ui.waits", { count: found.length }) : t("settings.ui.waits_none")}</span> : null}
      end={overview.data ? <span className="note num">{t("settings.ui.version", { version: overview.data.version })}</span> : null}
    >
      <div className={styles.two}>
        <div className={styles.column}>
          {found?.length ? <WaitingCard items={found} /> : null}
          <HealthCard query={overview} />
          <JobsCard some />
        </div>
        <div className={styles.column}>
          <BackupCard query={overview} jobs={jobs.data ?? []} />
          <TrailCard query={overview} />
          <ModulesCard />
        </div>
      </div>
      <p className="note">
        <Link to="/settings/general">{t("settings.ui.general_lead")}</Link>
      </p>
    </SettingsFrame>
  );
}
