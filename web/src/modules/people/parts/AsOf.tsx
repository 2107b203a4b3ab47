import { CalendarDays } from "lucide-react";
import { today } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import styles from "./people.module.css";

/** The day that the page shows. The browser's own field: it is typed in or chosen, on a phone too. */
export function AsOf({ on, onChange }: { on?: string; onChange: (on: string | undefined) => void }) {
  const t = useT();
  return (
    <span className={styles.as_of}>
      <label className="chip">
        <CalendarDays size={15} strokeWidth={1.75} aria-hidden="true" />
        <span>{t("people.ui.as_of")}</span>
        <input type="date" className="num" value={on ?? today()} min="1900-01-01" max="9999-12-31" onChange={(event) => event.target.value && onChange(event.target.value)} />
      </label>
      {on ? (
        <button type="button" className="link-btn" onClick={() => onChange(undefined)}>
          {t("people.ui.today")}
        </button>
      ) : null}
    </span>
  );
}
