import { Maximize2, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { inField } from "./keys";
import { useT } from "./i18n/words";
import "./drawer.css";

type DrawerProps = {
  label: string;
  rail: "okr" | "kpi" | "plain";
  head: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
  onClose: () => void;
  /** Makes it a full page (key F). */
  onFull?: () => void;
  full?: boolean;
};

/** 460 px on the right; the page beside it stays usable. Esc closes, F opens the full page. */
export function Drawer({ label, rail, head, foot, children, onClose, onFull, full }: DrawerProps) {
  const t = useT();
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    frame.current?.focus();
    return () => {
      if (opener?.isConnected) opener.focus();
    };
  }, []);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") onClose();
      else if (event.key.toLowerCase() === "f" && onFull && !inField(event)) onFull();
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, [onClose, onFull]);
  return (
    <aside ref={frame} className={`drawer ${rail}${full ? " full" : ""}`} aria-label={label} tabIndex={-1}>
      <div className="drawer-tools">
        {onFull && !full ? (
          <button type="button" className="icon-btn desk" aria-label={t("ui.full_page")} title={`${t("ui.full_page")} (F)`} onClick={onFull}>
            <Maximize2 size={15} strokeWidth={1.75} />
          </button>
        ) : null}
        <button type="button" className="icon-btn" aria-label={t("ui.close")} title={`${t("ui.close")} (Esc)`} onClick={onClose}>
          <X size={17} strokeWidth={1.75} />
        </button>
      </div>
      <div className="drawer-scroll" tabIndex={0} role="group" aria-label={label}>
        <div className="drawer-head">{head}</div>
        <div className="drawer-body">{children}</div>
      </div>
      {foot ? <div className="drawer-foot">{foot}</div> : null}
    </aside>
  );
}
