import { ArrowLeft, Info } from "lucide-react";
import { daysBetween, day, localDay, moment, name, today } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { Link } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import { subjectPath } from "../modules";
import { Chain } from "./Chain";
import { Decide } from "./Decide";
import { type ApprovalDetail, useApproval } from "./queries";
import styles from "./inbox.module.css";

/** One request, whole: what changes, why, what follows, who agrees, what was done, and the decision. */
export function ApprovalPane({ id, onBack }: { id: number; onBack: () => void }) {
  const { t } = useWords();
  const query = useApproval(id);
  return (
    <>
      <button type="button" className={`link-btn ${styles.back}`} onClick={onBack}>
        <ArrowLeft size={15} strokeWidth={1.75} aria-hidden="true" />
        {t("inbox.back")}
      </button>
      {query.isPending ? <Skeleton rows={8} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? <Request of={query.data} /> : null}
    </>
  );
}

const stateTag = { open: "watch", approved: "ok", refused: "breach", withdrawn: "", expired: "" } as const;

function Request({ of }: { of: ApprovalDetail }) {
  const { t, language } = useWords();
  const { row } = of;
  const path = subjectPath(row.kind, row.subject);
  return (
    <>
      <header className={styles.head}>
        <p className={styles.heading}>
          <span className="tag">{name(row.kind_names, language)}</span>
          <span className={`tag ${stateTag[row.state]}`}>{t(`inbox.state_${row.state}` as Key)}</span>
        </p>
        <h2>{name(row.title, language)}</h2>
        <p className={styles.by}>
          <Avatar name={row.requester_name} />
          <b>{row.requester_name}</b>
          <span className="note">
            {[name(row.unit_names, language), row.about_name ? t("inbox.about", { name: row.about_name }) : "", t("inbox.asked_at", { at: moment(row.submitted_at, language) })].filter(Boolean).join("  ")}
          </span>
          <span className="grow" />
          {path ? <Link to={path}>{t("inbox.open_subject")}</Link> : null}
        </p>
      </header>
      <div className={styles.body}>
        <Facts title={t("inbox.changes")} facts={of.changes} />
        {of.reason ? (
          <>
            <h3>{t("inbox.reason")}</h3>
            <p className={styles.reason}>{of.reason}</p>
          </>
        ) : null}
        {of.effects.length > 0 ? (
          <Facts title={t("inbox.effects")} note={of.effects_on ? t("inbox.effects_on", { day: day(of.effects_on, language) }) : undefined} facts={of.effects} />
        ) : null}
        <h3>{t("inbox.chain")}</h3>
        <Chain of={of} />
        <History of={of} />
        <Why of={of} />
      </div>
      {of.may_decide || of.may_withdraw ? <Decide of={of} /> : null}
    </>
  );
}

function Facts({ title, note, facts }: { title: string; note?: string; facts: ApprovalDetail["changes"] }) {
  const { t, language } = useWords();
  if (facts.length === 0) return null;
  return (
    <>
      <h3>
        {title} {note ? <span className="note">{note}</span> : null}
      </h3>
      <table className={styles.facts}>
        <thead>
          <tr>
            <th scope="col">{t("inbox.what")}</th>
            <th scope="col">{t("inbox.before")}</th>
            <th scope="col">{t("inbox.after")}</th>
          </tr>
        </thead>
        <tbody>
          {facts.map((fact, index) => (
            <tr key={index}>
              <th scope="row">{name(fact.what, language)}</th>
              <td className="num">{name(fact.before, language) || "—"}</td>
              <td className="num">
                <b>{name(fact.after, language) || "—"}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function History({ of }: { of: ApprovalDetail }) {
  const { t, language } = useWords();
  const said = (deed: ApprovalDetail["history"][number]) => {
    const stood_in = deed.other_name && (deed.deed === "approved" || deed.deed === "refused");
    return t(`inbox.deed_${deed.deed}${stood_in ? "_for" : ""}` as Key, { other: deed.other_name ?? "" });
  };
  return (
    <>
      <h3>{t("inbox.history")}</h3>
      <ol className={styles.history}>
        {of.history.map((deed, index) => (
          <li key={index}>
            <time className="note num" dateTime={deed.at}>
              {moment(deed.at, language)}
            </time>
            <b>{deed.name ?? t("inbox.system")}</b>
            <span>
              {said(deed)}
              {deed.word ? (language === "zh" ? `：${deed.word}` : `: ${deed.word}`) : ""}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Why it came to the reader, and when it goes on by itself. */
function Why({ of }: { of: ApprovalDetail }) {
  const { t, language } = useWords();
  if (!of.my_part && !of.due_at) return null;
  const end = language === "zh" ? "。" : ". ";
  const name = of.row.about_name ?? of.row.requester_name;
  const parts = [
    of.instead_of ? t("inbox.why_instead", { name: of.instead_of }) : of.my_part ? t(`inbox.why_${of.my_part}` as Key, { name }) : "",
    of.due_at && daysBetween(today(), localDay(of.due_at)) >= 0 ? t("inbox.due", { at: moment(of.due_at, language) }) : "",
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <p className={`note ${styles.why}`}>
      <Info size={14} strokeWidth={1.75} aria-hidden="true" />
      {parts.map((part) => part + end).join("")}
    </p>
  );
}
