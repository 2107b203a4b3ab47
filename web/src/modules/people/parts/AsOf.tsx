import { CalendarDays } from "lucide-react";
import { Suspense, lazy } from "react";
import { today } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import styles from "./people.module.css";

const AsOfDay = lazy(() => import("./AsOfDay"));

/** The day that the page shows, and the way back to today. */
export function AsOf({ on, onChange }: { on?: string; onChange: (on: string | undefined) => void }) {
  const t = useT();
  const shown = on ?? today();
  return (
    <span className={styles.as_of}>
      <label className="chip">
        <CalendarDays size={15} strokeWidth={1.75} aria-hidden="true" />
        <span>{t("people.ui.as_of")}</span>
        <Suspense fallback={<span className="num">{shown}</span>}>
          <AsOfDay day={shown} onChange={onChange} />
        </Suspense>
      </label>
      {on ? (
        <button type="button" className="link-btn" onClick={() => onChange(undefined)}>
          {t("people.ui.today")}
        </button>
      ) : null}
    </span>
  );
}
