import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useT } from "./i18n/words";
import styles from "./dialog.module.css";
import "./dialog.css";

/** What somebody types or chooses in: such a field has the focus when a dialog opens. */
const typing = ".dialog-body :is(textarea, select, input:not([type=checkbox], [type=radio], [type=hidden])):enabled";

/** The browser's own modal dialog: traps the focus and closes on Esc by itself. */
export function Dialog(props: { title: string; children: ReactNode; foot?: ReactNode; onClose: () => void; width?: number }) {
  const t = useT();
  const frame = useRef<HTMLDialogElement>(null);
  const { onClose } = props;
  useEffect(() => {
    const dialog = frame.current;
    const opener = document.activeElement as HTMLElement | null;
    dialog?.showModal();
    // A field's own autofocus comes too early, and the browser would choose the button that closes.
    dialog?.querySelector<HTMLElement>(typing)?.focus({ preventScroll: true });
    return () => {
      dialog?.close();
      if (opener?.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={frame}
      className={`dialog ${styles.frame}`}
      aria-label={props.title}
      style={props.width ? { width: props.width } : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        if (event.target === frame.current) onClose();
      }}
    >
      <div className={`dialog-inner ${styles.inner}`}>
        <header className="dialog-head">
          <h2>{props.title}</h2>
          <button type="button" className="icon-btn" aria-label={t("ui.close")} onClick={onClose}>
            <X size={17} strokeWidth={1.75} />
          </button>
        </header>
        <div className="dialog-body">{props.children}</div>
        {props.foot ? <footer className="dialog-foot">{props.foot}</footer> : null}
      </div>
    </dialog>
  );
}
