import { QRCodeSVG } from "@rc-component/qrcode";
import { Printer } from "lucide-react";
import { useCan } from "~/api/session";
import { Page } from "~/ui/Page";
import { day, localDay } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { Empty, NoPermission } from "~/ui/states";
import { type Slip, useSlips } from "../queries";
import styles from "../parts/slips.module.css";

/** Where the code is typed; what stands behind # is never sent to a server by itself. */
export function activationAddress(slip: Slip): string {
  const told = new URLSearchParams({ company: slip.company, login: slip.login, code: slip.code });
  return `${location.origin}/activate#${told.toString()}`;
}

/** Slips with one-time codes, to be printed and cut: they are known to this window alone. */
export default function SlipsPage() {
  const { t } = useWords();
  const can = useCan();
  const slips = useSlips();
  if (!can("identity.manage")) return <Page title={t("identity.ui.slips")}><NoPermission /></Page>;
  return (
    <Page
      title={t("identity.ui.slips")}
      beside={slips.length ? <span className="note">{t("identity.ui.slips_once", { count: slips.length })}</span> : null}
      end={
        slips.length ? (
          <>
            <Link to="/accounts" className="btn">
              {t("identity.ui.slips_back")}
            </Link>
            <button type="button" className="btn primary" onClick={() => window.print()}>
              <Printer size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("identity.ui.slips_print")}
            </button>
          </>
        ) : null
      }
    >
      {slips.length ? (
        <ul className={styles.sheet} aria-label={t("identity.ui.slips")}>
          {slips.map((slip) => (
            <OneSlip key={slip.login} slip={slip} />
          ))}
        </ul>
      ) : (
        <div className="card">
          <Empty
            title={t("identity.ui.slips_none")}
            text={t("identity.ui.slips_none_text")}
            action={
              <Link to="/accounts" className="btn">
                {t("identity.ui.slips_back")}
              </Link>
            }
          />
        </div>
      )}
    </Page>
  );
}

function OneSlip({ slip }: { slip: Slip }) {
  const { t, language } = useWords();
  return (
    <li className={styles.slip}>
      <div className={styles.said}>
        <p className="note">{slip.companyName}</p>
        <b className={styles.name}>{slip.name}</b>
        <dl>
          <dt>{t("identity.ui.account_login")}</dt>
          <dd className="num">{slip.login}</dd>
          <dt>{t("identity.ui.code")}</dt>
          <dd className={styles.code}>{slip.code}</dd>
        </dl>
        <p className="note">{t("identity.ui.slip_how", { where: `${location.host}/activate`, until: day(localDay(slip.until), language) })}</p>
      </div>
      <div className={styles.qr}>
        <QRCodeSVG value={activationAddress(slip)} size={112} level="M" title={t("identity.ui.slip_qr", { name: slip.name })} role="img" />
      </div>
    </li>
  );
}
