import type { Import, Inlet } from "~/api/types";
import { exact, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import styles from "./import.module.css";
import type { Facts, FileColumn, Heads } from "./queries";

type Props = {
  known: Import;
  inlet: Inlet;
  remember: boolean;
  /** What was said so far, and what is said now. */
  onHeads: (before: Heads, now: Heads) => void;
  onRemember: (remember: boolean) => void;
  onSheet: (sheet: string) => void;
};

const open = "?";

/** What has been said of this file by hand, now and before. */
function saidSoFar(facts: Facts): Heads {
  const said = facts.columns.filter(({ how }) => how === "by_hand" || how === "remembered" || how === "ignored");
  return Object.fromEntries(said.map(({ head, column }) => [head, column ?? ""]));
}

/** Which column of the file is which field; what is not known is chosen here. */
export function ColumnsCard({ known, inlet, remember, onHeads, onRemember, onSheet }: Props) {
  const { t } = useWords();
  const facts = known.facts!;
  const columns = facts.columns.filter(({ head }) => head !== "");
  const number = (...hows: string[]) => columns.filter(({ how }) => hows.includes(how)).length;
  const changed = number("by_hand", "ignored") > 0;
  return (
    <section className={`card ${styles.card}`} aria-label={t("settings.import.columns")}>
      <header>
        <h2>{t("settings.import.columns")}</h2>
        <span className="note">
          {t("settings.import.columns_note", { auto: number("automatic", "remembered"), hand: number("by_hand"), ignored: number("ignored") })}
        </span>
      </header>
      <FileFacts known={known} facts={facts} onSheet={onSheet} />
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("settings.import.columns")}>
        <table className="table">
          <thead>
            <tr>
              <th>{t("settings.import.in_file")}</th>
              <th>{t("settings.import.sample")}</th>
              <th>{t("settings.import.field")}</th>
              <th>{t("settings.import.how")}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column, index) => (
              <Row
                key={`${index} ${column.head}`}
                column={column}
                inlet={inlet}
                choose={(field) => onHeads(saidSoFar(facts), { [column.head]: field })}
              />
            ))}
          </tbody>
        </table>
      </div>
      {changed ? (
        <footer className={styles.foot}>
          <label>
            <input type="checkbox" checked={remember} onChange={(event) => onRemember(event.target.checked)} />
            {t("settings.import.remember")}
          </label>
          <span>{t("settings.import.remember_text")}</span>
        </footer>
      ) : null}
    </section>
  );
}

function Row({ column, inlet, choose }: { column: FileColumn; inlet: Inlet; choose: (field: string) => void }) {
  const { t, language } = useWords();
  const value = column.how === "unknown" ? open : (column.column ?? "");
  return (
    <tr className={column.how === "by_hand" || column.how === "unknown" ? styles.hand : undefined}>
      <td>{column.head}</td>
      <td className={styles.sample}>{column.sample}</td>
      <td>
        <select className={styles.select} value={value} aria-label={t("settings.import.field_of", { head: column.head })} onChange={(event) => choose(event.target.value)}>
          {column.how === "unknown" ? (
            <option value={open} disabled>
              {t("settings.import.choose")}
            </option>
          ) : null}
          {inlet.columns.map((field) => (
            <option key={field.name} value={field.name}>
              {name(field.names, language)}
            </option>
          ))}
          <option value="">{t("settings.import.not_taken")}</option>
        </select>
      </td>
      <td>
        {column.how === "by_hand" ? <span className="tag rec">{t("settings.import.how_by_hand")}</span> : <span className={column.how === "unknown" ? styles.bad : "note"}>{t(`settings.import.how_${column.how}`)}</span>}
      </td>
    </tr>
  );
}

function FileFacts({ known, facts, onSheet }: { known: Import; facts: Facts; onSheet: (sheet: string) => void }) {
  const { t } = useWords();
  return (
    <div className={styles.facts}>
      <span>
        {t("settings.import.encoding")} <b>{facts.encoding}</b>
      </span>
      {facts.sheets.length > 0 ? (
        <label>
          {t("settings.import.sheet")}{" "}
          <select className={styles.select} value={facts.sheet ?? ""} onChange={(event) => onSheet(event.target.value)}>
            {facts.sheets.map((sheet) => (
              <option key={sheet}>{sheet}</option>
            ))}
          </select>
        </label>
      ) : (
        <span>
          {t("settings.import.separator")} <b>{t(`settings.import.sep_${facts.separator as "comma" | "semicolon" | "tab"}`)}</b>
        </span>
      )}
      <span>
        {t("settings.import.data")} <b>{t("settings.import.data_rows", { rows: exact(String(known.rows)) })}</b>
      </span>
      <span>
        {t("settings.import.head_row", { head: facts.head_row })} <b>{t("settings.import.is_head")}</b>
      </span>
    </div>
  );
}
