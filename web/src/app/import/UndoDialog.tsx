/** Taking an import back: says in numbers what will happen, or names what stands in the way. */
import { Dialog } from "~/ui/Dialog";
import { exact, moment, unknown } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import type { Import } from "~/api/types";
import styles from "./import.module.css";
import { type Hindrances, isUnderWay, useHindrances, useImport, useUndo } from "./queries";

const count = (value: number) => exact(String(value));

export function UndoDialog({ asked, onClose }: { asked: Import; onClose: () => void }) {
  const { t } = useWords();
  const hindrances = useHindrances(asked.id);
  const undo = useUndo();
  const followed = useImport(undo.isSuccess ? asked.id : null);
  const now = undo.isSuccess ? (followed.data ?? undo.data) : asked;
  const free = hindrances.data && hindrances.data.items.length === 0 && !hindrances.data.next;
  const written = asked.stored + asked.corrected;
  const ready = free && !undo.isPending && !undo.isSuccess;
  const foot = (
    <>
      <button type="button" className="btn" onClick={onClose}>
        {t(undo.isSuccess ? "ui.close" : "settings.undo.keep")}
      </button>
      {ready ? (
        <button type="button" className="btn danger" onClick={() => undo.mutate(asked)}>
          {t("settings.undo.go", { count: count(written) })}
        </button>
      ) : null}
    </>
  );
  return (
    <Dialog title={t("settings.undo.title")} width={620} onClose={onClose} foot={foot}>
      <p className={styles.asked}>
        <b>{asked.file || unknown}</b> <span className="note num">{t("settings.undo.written", { stored: count(asked.stored), corrected: count(asked.corrected) })}</span>
      </p>
      {hindrances.isPending ? <Skeleton rows={2} /> : null}
      {hindrances.isError ? <ErrorState error={hindrances.error} retry={() => void hindrances.refetch()} /> : null}
      {undo.isError ? <ErrorState error={undo.error} retry={() => undo.mutate(asked)} /> : null}
      {undo.isSuccess ? <Came known={now} /> : null}
      {ready ? <p>{t(`settings.undo.${asked.undo}`, { stored: count(asked.stored), corrected: count(asked.corrected), count: count(written) })}</p> : null}
      {hindrances.data && !free && !undo.isSuccess ? <InTheWay found={hindrances.data} /> : null}
    </Dialog>
  );
}

/** How far it is, and what came of it. */
function Came({ known }: { known: Import }) {
  const { t } = useWords();
  const all = count(known.stored + known.corrected);
  return (
    <p role="status" data-undo={known.state}>
      {isUnderWay(known)
        ? t("settings.undo.running", { done: count(known.undone), all })
        : known.state === "undone"
          ? t("settings.undo.done", { count: known.undone })
          : known.hindered
            ? t("settings.undo.hindered")
            : (known.problems[0]?.detail ?? t("settings.undo.hindered"))}
    </p>
  );
}

function InTheWay({ found }: { found: Hindrances }) {
  const { t, language } = useWords();
  return (
    <>
      <p role="status">{t(found.next ? "settings.undo.in_the_way_more" : "settings.undo.in_the_way", { count: found.items.length })}</p>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("settings.undo.list")}>
        <table className="table" data-hindrances>
          <thead>
            <tr>
              <th>{t("settings.undo.thing")}</th>
              <th>{t("settings.undo.why")}</th>
              <th>{t("settings.undo.by")}</th>
              <th>{t("settings.import.when")}</th>
            </tr>
          </thead>
          <tbody>
            {found.items.map((one, index) => (
              <tr key={index}>
                <td>{one.thing || unknown}</td>
                <td>{t(`settings.undo.${one.kind}`, { place: one.place })}</td>
                <td>{one.by || unknown}</td>
                <td className="num">{one.at ? moment(one.at, language) : unknown}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
