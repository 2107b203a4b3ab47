import type { Import, Inlet } from "~/api/types";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import styles from "./import.module.css";

/** The first rows as they are understood; a field that none of them has takes no room. */
export function FirstRows({ known, inlet }: { known: Import; inlet: Inlet }) {
  const { t, language } = useWords();
  const rows = known.facts?.first_rows ?? [];
  if (rows.length === 0) return null;
  const fields = inlet.columns.map((column, at) => ({ column, at })).filter(({ at }) => rows.some(({ values }) => values[at]));
  return (
    <section className={`card ${styles.card}`} aria-label={t("settings.import.first_rows", { count: rows.length })}>
      <header>
        <h2>{t("settings.import.first_rows", { count: rows.length })}</h2>
        <span className="note">{t("settings.import.first_rows_text")}</span>
      </header>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("settings.import.first_rows", { count: rows.length })}>
        <table className="table">
          <thead>
            <tr>
              <th className="r">{t("settings.import.row")}</th>
              {fields.map(({ column }) => (
                <th key={column.name}>{name(column.names, language)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row}>
                <td className="r num">{row.row}</td>
                {fields.map(({ column, at }) => (
                  <td key={column.name}>{row.values[at]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
