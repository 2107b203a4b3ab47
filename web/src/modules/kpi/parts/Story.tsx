import { BellRing } from "lucide-react";
import type { Assignment, Breach, StoryItem } from "~/api/types";
import { Shape, type Status } from "~/ui/Light";
import { day, dayInText, inside, limit, localDay, redLine } from "~/ui/format";
import { type Key, type Translate, useWords } from "~/ui/i18n/words";

const shapes: Record<StoryItem["kind"], Status> = {
  fired: "breach",
  acknowledged: "watch",
  cleared: "ok",
  corrected: "ok",
  condition: "early",
};

/** Opened, acknowledged with its accepted value, and what clears it. */
export function Story({ known }: { known: Assignment }) {
  const { t } = useWords();
  const { breach } = known.row;
  const active = breach !== null && ["firing", "recovering"].includes(breach.state);
  return (
    <section className={`card metric-story${active ? " breach-top" : ""}`} aria-label={t("kpi.ui.story")}>
      <header className="card-head">
        <BellRing size={15} strokeWidth={1.75} aria-hidden="true" />
        <h2 className="grow">{t(active ? "kpi.ui.story_now" : "kpi.ui.story")}</h2>
        {active ? <span className="tag breach">{t("ui.day_n", { days: breach.days })}</span> : null}
      </header>
      <ol className="card-body story">
        {known.story.map((item, index) => (
          <Item key={index} item={item} known={known} />
        ))}
        {breach?.state === "pending" ? <Building breach={breach} /> : null}
      </ol>
      {breach?.acknowledged?.state === "worse_than_accepted" ? <p className="card-body problem">{t("kpi.ui.worse_than_accepted")}</p> : null}
    </section>
  );
}

function threshold({ value, value_to, op }: StoryItem, known: Assignment, t: Translate): string {
  const { unit, decimals } = known.kpi;
  return value === null ? "" : redLine({ limit: value, limit_to: value_to, limit_op: op }, unit, decimals, t);
}

/** What clears the breach; without a recovery line of its own it is the limit seen from inside. */
function recovery(item: StoryItem, known: Assignment, t: Translate): string {
  return threshold(known.breach_rule?.recover_op ? item : { ...item, op: inside(item.op) }, known, t);
}

/** The day on the reader's own clock where the moment is known: a night shift acknowledges after midnight. */
export function dayOf(item: StoryItem, breach: Breach | null): string | null {
  const now = breach?.acknowledged;
  const same = item.kind === "acknowledged" && now && now.last_day === item.until && now.reason === item.reason && now.accepted_value === item.value;
  return same ? localDay(now.at) : item.on;
}

function Item({ item, known }: { item: StoryItem; known: Assignment }) {
  const { t, language } = useWords();
  const { unit, decimals } = known.kpi;
  const awaited = item.kind === "condition";
  const on = dayOf(item, known.row.breach);
  return (
    <li>
      <Shape of={shapes[item.kind]} size={11} />
      {on ? (
        <time className="num" dateTime={on}>
          {day(on, language)}
        </time>
      ) : (
        <span className="dim">{t("kpi.ui.awaited")}</span>
      )}
      <div>
        <b>
          {awaited
            ? t("kpi.ui.clears", { m: item.of ?? 1, threshold: recovery(item, known, t) })
            : t(`kpi.ui.story_${item.kind}` as Key, { n: item.of ?? "", limit: threshold(item, known, t) })}
        </b>
        {awaited ? <p className="note">{t("kpi.ui.met_of", { count: item.count ?? 0, m: item.of ?? 1 })}</p> : null}
        {item.kind === "acknowledged" && item.value !== null ? (
          <p className="note">
            {item.by_name ? <b>{item.by_name} </b> : null}
            {t("kpi.ui.accepts", {
              value: limit(item.value, unit, decimals),
              day: dayInText(item.until, language),
              reason: item.reason ?? "",
            })}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** Red that has not fired yet. */
function Building({ breach }: { breach: Breach }) {
  const { t } = useWords();
  return (
    <li>
      <Shape of="watch" size={11} />
      <span className="dim">{t("kpi.ui.awaited")}</span>
      <div>
        <b>{t("kpi.ui.becomes_breach", { n: breach.n })}</b>
        <p className="note">{t("kpi.ui.met_of", { count: breach.count, m: breach.n })}</p>
      </div>
    </li>
  );
}
