import { Undo2 } from "lucide-react";
import { useState } from "react";
import type { Import } from "~/api/types";
import { exact, moment, unknown } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import { UndoDialog } from "./UndoDialog";
import styles from "./import.module.css";
import { useLastImports } from "./queries";

/** So many are shown. */
const shown = 5;

export function LastImports({ inlet }: { inlet: string }) {
  const { t, language } = useWords();
  const last = useLastImports(inlet);
  const [asked, ask] = useState<Import | null>(null);
  const fields = ["stored", "corrected", "known", "refused"] as const;
  return (
    <section className={`card ${styles.card}`} aria-label={t("settings.import.last")}>
      <header>
        <h2>{t("settings.import.last")}</h2>
        <span className="grow" />
        {last.data?.length ? <Export list={listOf("/imports", { inlet })} title={t("settings.import.last")} /> : null}
        {last.data?.length === 0 ? <span className="note">{t("settings.import.last_none")}</span> : null}
      </header>
      {last.isPending ? <Skeleton rows={2} /> : null}
      {last.isError ? <ErrorState error={last.error} retry={() => void last.refetch()} /> : null}
      {last.data && last.data.length > 0 ? (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("settings.import.last")}>
          <table className="table">
            <thead>
              <tr>
                <th>{t("settings.import.when")}</th>
                <th>{t("settings.import.file")}</th>
                <th>{t("settings.import.state")}</th>
                {fields.map((field) => (
                  <th key={field} className="r">
                    {t(`settings.import.${field}`)}
                  </th>
                ))}
                <th>
                  <span className="sr">{t("settings.undo.title")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {last.data.slice(0, shown).map((one) => (
                <tr key={one.id}>
                  <td className="num">{moment(one.started_at, language)}</td>
                  <td>{one.file || unknown}</td>
                  <td>{t(`settings.import.state_${one.state}`)}</td>
                  {fields.map((field) => (
                    <td key={field} className="r num">
                      {exact(String(one[field]))}
                    </td>
                  ))}
                  <td className="r">
                    {one.can_undo ? (
                      <button type="button" className="btn sm" aria-label={t("settings.undo.of", { file: one.file || unknown, when: moment(one.started_at, language) })} onClick={() => ask(one)}>
                        <Undo2 size={14} strokeWidth={1.75} aria-hidden="true" />
                        {t("settings.undo.button")}
                      </button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {asked ? (
        <UndoDialog
          asked={asked}
          onClose={() => {
            ask(null);
            void last.refetch();
          }}
        />
      ) : null}
    </section>
  );
}
