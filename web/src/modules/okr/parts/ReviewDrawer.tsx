/** 复盘 of one objective, always in this order: scores, frozen key results, cause, learned, what goes on, next steps. */
import { Target } from "lucide-react";
import { Suspense, lazy } from "react";
import { Drawer } from "~/ui/Drawer";
import { Print } from "~/ui/Print";
import { Shape } from "~/ui/Light";
import { classes } from "~/ui/classes";
import { fixed } from "~/ui/decimal";
import { dayInText, name, percent } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useLetter } from "~/ui/keys";
import { Bar } from "~/ui/marks";
import { Link } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import { type Review, useReview } from "../queries_close";
import { capText } from "./CloseTable";
import { currentOf, rangeOf } from "./ObjectiveRows";
import { ScoreForm } from "./ScoreForm";
import css from "./close.module.css";

const ReviewForm = lazy(() => import("./ReviewForm"));

export function ReviewDrawer({ id, onClose, onNext }: { id: number; onClose: () => void; onNext: (() => void) | null }) {
  const { t, language } = useWords();
  const query = useReview(id);
  useLetter("n", onNext);
  const title = query.data ? t("okr.ui.review_of", { title: name(query.data.row.title, language) }) : t("okr.ui.close");
  return (
    <Drawer
      label={title}
      rail="okr"
      onClose={onClose}
      head={
        query.data ? (
          <>
            <p className="kind">
              <span className="tag okr">
                <Target size={12} strokeWidth={2} aria-hidden="true" />
                {t(query.data.row.type === "committed" ? "okr.ui.committed" : "okr.ui.aspirational")}
              </span>
              <span className="note ell">
                {name(query.data.row.unit_names, language)}
                {query.data.row.owner_name ? ` · ${query.data.row.owner_name}` : ""}
              </span>
            </p>
            <h2>{title}</h2>
          </>
        ) : null
      }
      foot={
        query.data ? (
          <>
            <span className="note grow">{footText(query.data, t, language)}</span>
            <Print what={{ of: "review", objective: id }} />
            {onNext ? (
              <button type="button" className="btn" onClick={onNext}>
                {t("okr.ui.next_one")} <kbd>N</kbd>
              </button>
            ) : null}
          </>
        ) : null
      }
    >
      {query.isPending ? <Skeleton rows={8} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? <Body review={query.data} onClose={onClose} /> : null}
    </Drawer>
  );
}

function footText(review: Review, t: ReturnType<typeof useWords>["t"], language: "zh" | "en"): string {
  if (review.cycle.state === "closed") return t("okr.cycle_closed");
  if (!review.submitted_at) return t("okr.ui.review_not_in");
  return t("okr.ui.review_in", { day: dayInText(review.submitted_at.slice(0, 10), language) });
}

function Body({ review, onClose }: { review: Review; onClose: () => void }) {
  const { t } = useWords();
  const open = review.cycle.state !== "closed";
  return (
    <>
      <Scores review={review} />
      {open && review.may_score_as ? <ScoreForm key={`${review.row.id}-${review.may_score_as}`} review={review} /> : null}
      <KeyResults review={review} />
      {open && review.may_write ? (
        <Suspense fallback={<Skeleton rows={5} />}>
          <ReviewForm key={review.row.id} review={review} onClose={onClose} />
        </Suspense>
      ) : (
        <Written review={review} />
      )}
      {review.carried_to === null ? null : (
        <p className={css.carried}>
          <Link to={`/okr/${review.carried_to}`}>{t("okr.ui.see_carried")}</Link>
        </p>
      )}
    </>
  );
}

function Scores({ review }: { review: Review }) {
  const { t, language } = useWords();
  const { row } = review;
  const of = (role: Review["scores"][number]["role"]) => review.scores.find((one) => one.role === role);
  const cells = (["owner", "collaborator", "manager"] as const).map((role) => ({ role, given: of(role) }));
  const reason = of("manager")?.reason;
  return (
    <>
      <h3 className={css.section}>
        {t("okr.ui.grade")} <span className="note">{t("okr.ui.grade_from", { progress: percent(row.progress), value: row.suggested === null ? "—" : fixed(row.suggested, 1) })}</span>
      </h3>
      <dl className={css.scores}>
        {cells.map(({ role, given }) => (
          <div key={role}>
            <dt>
              {t(`okr.ui.role_${role}`)} {role === "collaborator" && given ? t("okr.ui.people_count", { count: given.people }) : ""}
            </dt>
            <dd>{given?.score ? fixed(given.score, 1) : "—"}</dd>
          </div>
        ))}
        <div className={row.capped ? css.hot : undefined}>
          <dt>{t(row.capped ? "okr.ui.after_cap" : "okr.ui.final_grade")}</dt>
          <dd>{row.grade === null ? "—" : fixed(row.grade, 1)}</dd>
        </div>
      </dl>
      {reason ? <p className="note">{t("okr.ui.manager_said", { text: reason })}</p> : null}
      {row.guard ? (
        <p className={classes("note", css.why)}>
          <Shape of="breach" size={11} /> {capText(row.guard, language, t)}
        </p>
      ) : null}
    </>
  );
}

function KeyResults({ review }: { review: Review }) {
  const { t, language } = useWords();
  const frozen = review.key_results.some((kr) => kr.frozen);
  return (
    <>
      <h3 className={css.section}>
        {t("okr.ui.key_results")} {frozen ? <span className="note">{t("okr.ui.frozen")}</span> : null}
      </h3>
      <ul className={css.results}>
        {review.key_results.map((kr) => (
          <li key={kr.id}>
            <span className="ell grow">{name(kr.title, language)}</span>
            <span className="note">{rangeOf(kr, t)}</span>
            <b className="num">{currentOf(kr, t)}</b>
            <Bar value={kr.state === "pending" ? null : kr.progress} rail="kr" width={76} />
            <span className="num">{kr.state === "pending" ? "—" : percent(kr.progress)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was written, for who may only read it. */
function Written({ review }: { review: Review }) {
  const { t, language } = useWords();
  const texts = [
    { label: t("okr.ui.cause"), text: review.cause },
    { label: t("okr.ui.learned"), text: review.learned },
    { label: t("okr.ui.next_cycle"), text: review.decision ? t(`okr.ui.decision_${review.decision}`) : "" },
  ];
  return (
    <>
      {texts.map(({ label, text }) => (
        <section key={label}>
          <h3 className={css.section}>{label}</h3>
          <p className={text ? css.text : "note"}>{text || t("okr.ui.not_written")}</p>
        </section>
      ))}
      <h3 className={css.section}>{t("okr.ui.next_steps")}</h3>
      {review.steps.length === 0 ? <p className="note">{t("okr.ui.no_steps")}</p> : null}
      <ul className={css.results}>
        {review.steps.map((step) => (
          <li key={step.note}>
            <span className="grow">{step.note}</span>
            <span className="note">
              {step.owner_name} {step.due ? dayInText(step.due, language) : ""}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
