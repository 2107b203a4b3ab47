import { type ComponentProps, useState } from "react";
import { useCan } from "~/api/session";
import { useT } from "~/ui/i18n/words";
import { Link, useScope } from "~/ui/router";
import { NotFound } from "../../NotFound";
import { SettingsFrame } from "../SettingsFrame";
import { CalendarsCard } from "./CalendarsCard";
import { CompanyCard } from "./CompanyCard";
import { RatesCard } from "./RatesCard";
import { company as needed } from "../rights";
import styles from "../frame.module.css";

/** What holds for the whole company: itself, its working days, its exchange rates. */
export default function CompanyPages({ part }: { part: string }) {
  if (part === "calendars") return <Calendars />;
  if (part === "rates") return <Rates />;
  return part === "company" ? <TheCompany /> : <NotFound />;
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
