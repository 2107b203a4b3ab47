import { BellRing } from "lucide-react";
import type { Assignment, StoryItem } from "~/api/types";
import { Shape, type Status } from "~/ui/Light";
import { day, dayInText, limit, operator } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";

const shapes: Record<StoryItem["kind"], Status> = {
  opened: "breach",
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
        {breach ? <Condition known={known} /> : null}
      </ol>
      {breach?.acknowledged?.state === "worse_than_accepted" ? <p className="card-body problem">{t("kpi.ui.worse_than_accepted")}</p> : null}
    </section>
  );
}

function Item({ item, known }: { item: StoryItem; known: Assignment }) {
  const { t, language } = useWords();
  const { unit, decimals } = known.kpi;
  const { breach } = known.row;
  const args = {
    n: breach?.n ?? "",
    limit: known.row.limit === null ? "" : `${operator(known.row.limit_op)} ${limit(known.row.limit, unit, decimals)}`,
  };
  if (item.kind === "condition") return null;
  const accepted = item.kind === "acknowledged" ? breach?.acknowledged : null;
  return (
    <li>
      <Shape of={shapes[item.kind]} size={11} />
      <time className="num" dateTime={item.on}>
        {day(item.on, language)}
      </time>
      <div>
        <b>{t(`kpi.ui.story_${item.kind}`, { ...args, name: accepted?.by_name ?? "" })}</b>
        {accepted ? (
          <p className="note">
            {t("kpi.ui.accepts", {
              value: limit(accepted.accepted_value, unit, decimals),
              day: dayInText(accepted.last_day, language),
              reason: accepted.reason,
            })}
          </p>
        ) : null}
      </div>
    </li>
  );
}

function Condition({ known }: { known: Assignment }) {
  const { t } = useWords();
  const { unit, decimals } = known.kpi;
  const breach = known.row.breach!;
  const line = breach.recover ?? breach.limit;
  const op = breach.recover_op ?? null;
  const done = breach.state === "recovering" ? breach.count : 0;
  const pending = breach.state === "pending";
  const threshold = line === null ? "" : `${operator(op)} ${limit(line, unit, decimals)}`.trim();
  return (
    <li>
      <Shape of={pending ? "watch" : "early"} size={11} />
      <span className="dim">{t("kpi.ui.awaited")}</span>
      <div>
        <b>{pending ? t("kpi.ui.becomes_breach", { n: breach.n }) : t("kpi.ui.clears", { m: breach.m, threshold })}</b>
        <p className="note">{t("kpi.ui.met_of", { count: pending ? breach.count : done, m: pending ? breach.n : breach.m })}</p>
      </div>
    </li>
  );
}
