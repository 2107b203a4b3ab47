import { RefreshCw, WifiOff } from "lucide-react";
import { useT } from "~/ui/i18n/words";
import { Empty, ErrorState, NoPermission, Skeleton, State } from "~/ui/states";

export function States() {
  const t = useT();
  return (
    <>
      <div className="style-five">
        <section className="card">
          <p className="note style-label">{t("shell.state_loading")}</p>
          <Skeleton rows={5} avatar />
        </section>
        <section className="card">
          <p className="note style-label">{t("shell.state_empty")}</p>
          <Empty title={t("shell.sample_empty")} text={t("shell.sample_empty_text")} />
        </section>
        <section className="card">
          <p className="note style-label">{t("shell.state_error")}</p>
          <ErrorState error={new Error("sample")} retry={() => undefined} />
        </section>
        <section className="card">
          <p className="note style-label">{t("shell.state_permission")}</p>
          <NoPermission />
        </section>
        <section className="card">
          <p className="note style-label">{t("shell.state_offline")}</p>
          <State icon={<WifiOff size={22} strokeWidth={1.5} />} title={t("ui.offline_title")} text={t("ui.offline_text")} />
        </section>
      </div>
      <section className="card row style-live">
        <span className="livedot">
          <i className="dot" aria-hidden="true" />
          {t("shell.live")} <time>14:32:08</time>
        </span>
        <span className="livedot connecting">
          <RefreshCw size={14} strokeWidth={1.75} aria-hidden="true" />
          {t("shell.live_connecting", { at: "14:31:40" })}
        </span>
        <span className="livedot offline">
          <WifiOff size={14} strokeWidth={1.75} aria-hidden="true" />
          {t("shell.live_offline", { at: "14:12:00" })}
        </span>
        <span className="livedot">
          <RefreshCw size={14} strokeWidth={1.75} aria-hidden="true" />
          {t("shell.live_held", { count: 3 })}
        </span>
      </section>
    </>
  );
}
