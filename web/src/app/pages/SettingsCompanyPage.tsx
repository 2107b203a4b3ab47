import { type ComponentProps, useState } from "react";
import { useCan } from "~/api/session";
import { useT } from "~/ui/i18n/words";
import { Link, useParams, useScope } from "~/ui/router";
import { SettingsFrame } from "../settings/SettingsFrame";
import { CalendarsCard } from "../settings/company/CalendarsCard";
import { CompanyCard } from "../settings/company/CompanyCard";
import { RatesCard } from "../settings/company/RatesCard";
import { company as needed } from "../settings/rights";
import styles from "../settings/frame.module.css";

/** What holds for the whole company: itself, its working days, its exchange rates. */
export default function SettingsCompanyPage() {
  const { part } = useParams<{ part?: string }>();
  if (part === "calendars") return <Calendars />;
  return part === "rates" ? <Rates /> : <TheCompany />;
}

function TheCompany() {
  const t = useT();
  return (
    <SettingsFrame title={t("settings.ui.company")} needs={needed}>
      <div className={styles.narrow}>
        <CompanyCard />
      </div>
    </SettingsFrame>
  );
}

function ImportLink({ inlet }: { inlet: string }) {
  const t = useT();
  return (
    <Link className="btn" to={`/settings/import?inlet=${inlet}`}>
      {t("settings.ui.import_file")}
    </Link>
  );
}

function Calendars() {
  const t = useT();
  const can = useCan();
  const [asked, ask] = useState<ComponentProps<typeof CalendarsCard>["asked"]>(null);
  return (
    <SettingsFrame
      title={t("settings.ui.calendars")}
      needs={needed}
      end={
        can(needed) ? (
          <>
            <ImportLink inlet="people.work_day" />
            <button type="button" className="btn primary" onClick={() => ask({ what: "new" })}>
              {t("settings.calendar.new")}
            </button>
          </>
        ) : null
      }
    >
      <CalendarsCard asked={asked} ask={ask} />
    </SettingsFrame>
  );
}

function Rates() {
  const t = useT();
  const can = useCan();
  const [search, setSearch] = useScope();
  return (
    <SettingsFrame
      title={t("settings.ui.rates")}
      needs={needed}
      beside={<span className="note">{t("settings.rate.lead")}</span>}
      end={
        can(needed) ? (
          <>
            <ImportLink inlet="people.rate" />
            <button type="button" className="btn primary" onClick={() => setSearch({ act: "add" }, true)}>
              {t("settings.rate.add")}
            </button>
          </>
        ) : null
      }
    >
      <RatesCard adding={search.act === "add"} onClose={() => setSearch({ act: undefined })} />
    </SettingsFrame>
  );
}
