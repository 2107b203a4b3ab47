/** Loading, empty, error, no permission: each says what is known and what to do next. */
import { CircleAlert, Inbox, ShieldOff, WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError, unreached } from "~/api/client";
import { useT } from "./i18n/words";
import "./states.css";

type StateProps = { icon: ReactNode; title: string; text?: ReactNode; action?: ReactNode };

export function State({ icon, title, text, action }: StateProps) {
  return (
    <div className="state">
      <span className="state-icon">{icon}</span>
      <p className="state-title">{title}</p>
      {text ? <p className="state-text">{text}</p> : null}
      {action ? <div className="state-act">{action}</div> : null}
    </div>
  );
}

export function Empty(props: { title: string; text?: ReactNode; action?: ReactNode }) {
  return <State icon={<Inbox size={22} strokeWidth={1.5} />} {...props} />;
}

export function NoPermission(props: { text?: ReactNode }) {
  const t = useT();
  return (
    <State
      icon={<ShieldOff size={22} strokeWidth={1.5} />}
      title={t("ui.no_permission")}
      text={props.text ?? t("ui.no_permission_text")}
    />
  );
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useT();
  const known = error instanceof ApiError ? error : null;
  if (known?.status === 403) return <NoPermission text={known.problem.detail} />;
  const offline = known?.status === unreached;
  const text = offline ? t("ui.offline_text") : (known?.problem.detail ?? t("ui.error_text"));
  return (
    <div role="alert">
      <State
        icon={offline ? <WifiOff size={22} strokeWidth={1.5} /> : <CircleAlert size={22} strokeWidth={1.5} />}
        title={offline ? t("ui.offline_title") : (known?.problem.title ?? t("ui.error_title"))}
        text={
          <>
            {text}
            {known?.problem.request_id ? ` ${t("ui.reference", { id: known.problem.request_id })}` : null}
          </>
        }
        action={
          retry ? (
            <button type="button" className="btn" onClick={retry}>
              {t("ui.retry")}
            </button>
          ) : undefined
        }
      />
    </div>
  );
}

function useAfter(ms: number): boolean {
  const [passed, pass] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => pass(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

/** Nothing for 200 ms, then the outline of what will come; after 5 s a word about it. */
export function Skeleton({ rows = 6, avatar = false }: { rows?: number; avatar?: boolean }) {
  const t = useT();
  const visible = useAfter(200);
  const slow = useAfter(5000);
  return (
    <div className="skeleton" role="status" aria-label={t("ui.loading")}>
      {visible
        ? Array.from({ length: rows }, (_, index) => (
            <div className="skeleton-row" key={index}>
              {avatar ? <i className="skeleton-dot" /> : null}
              <i style={{ width: `${[78, 96, 88, 70, 92][index % 5]}%` }} />
            </div>
          ))
        : null}
      {slow ? <p className="note">{t("ui.loading_slow")}</p> : null}
    </div>
  );
}
