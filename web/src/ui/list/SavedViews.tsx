/** What a list shows, kept under a name in this browser. */
import { Bookmark, X } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useDismiss } from "../controls";
import { useT } from "../i18n/words";
import { type ListState, useViews } from "./state";
import styles from "./list.module.css";

const nameMost = 40;

export function SavedViews({ list, state }: { list: string; state: ListState }) {
  const t = useT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const close = () => setOpen(false);
  const frame = useDismiss(open, close);
  const { views, save, remove } = useViews(list);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    save({ name: text.trim(), own: state.own });
    setText("");
  };
  return (
    <div className="chip-frame" ref={frame}>
      <button type="button" className="chip" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        <Bookmark size={15} strokeWidth={1.75} aria-hidden="true" />
        {t("ui.views")}
      </button>
      {open ? (
        <div id={id} className={`menu end ${styles.views}`} role="group" aria-label={t("ui.views")}>
          {views.length === 0 ? <p className="note">{t("ui.no_views")}</p> : null}
          {views.map(({ name, own }) => (
            <div key={name} className={styles.view}>
              <button
                type="button"
                className={styles.restore}
                onClick={() => {
                  state.restore(own);
                  close();
                }}
              >
                {name}
              </button>
              <button type="button" className="icon-btn" aria-label={t("ui.delete_view", { name })} onClick={() => remove(name)}>
                <X size={15} strokeWidth={1.75} />
              </button>
            </div>
          ))}
          <form className={styles.keep} onSubmit={keep}>
            <input className="field" aria-label={t("ui.view_name")} placeholder={t("ui.view_name")} maxLength={nameMost} value={text} onChange={(event) => setText(event.target.value)} />
            <button type="submit" className="btn" disabled={!text.trim()}>
              {t("ui.save_view")}
            </button>
          </form>
        </div>
      ) : null}
    </div>
  );
}
