/** What held when: each change with the day from which it counts, its reason, and who made it. */
import { dayInText, limit, moment, redLine, today, unknown } from "~/ui/format";
import { type Key, type Translate, useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import type { Change } from "./queries";
import css from "./life.module.css";

/** In which unit a threshold is read. */
export type Measured = { unit: string; decimals: number };

type Pages = {
  data: { pages: { items: Change[] }[] } | undefined;
  error: unknown;
  hasNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
};

const enums = new Set(["time_agg", "org_agg", "lead_lag"]);
const days = new Set(["last_day", "retired_from"]);
const conditions = new Set(["breach", "recover"]);

const figures = (all: string[], { unit, decimals }: Measured) => all.map((one) => limit(one, unit, decimals)).join("–");

/** A stored value in the reader's words. */
export function valueOf(field: string, value: string | null, of: Measured, t: Translate, language: "zh" | "en"): string {
  if (value === null) return unknown;
  if (field === "veto") return t(value === "yes" ? "life.yes" : "life.no");
  if (enums.has(field)) return t(`life.${field}_${value}` as Key);
  if (days.has(field)) return dayInText(value, language);
  if (field === "target") return figures(value.split(" "), of);
  if (!conditions.has(field)) return value;
  const [op = null, from = null, to = null] = value.split(" ");
  return redLine({ limit: from, limit_to: to, limit_op: op }, of.unit, of.decimals, t);
}

/** Those of one moment, of one thing and from one day on stand together. */
export function together(changes: Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.[0];
    const same = last && last.at === change.at && last.thing === change.thing && last.from === change.from && last.by === change.by;
    if (same) groups.at(-1)!.push(change);
    else groups.push([change]);
  }
  return groups;
}

export function History({ query, of }: { query: Pages; of: Measured }) {
  const { t } = useWords();
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={3} />;
  const groups = together(query.data.pages.flatMap(({ items }) => items));
  if (groups.length === 0) return <p className="note">{t("life.history_none")}</p>;
  return (
    <>
      <ol className={css.history}>
        {groups.map((changes) => (
          <Group key={changes[0]!.id} changes={changes} of={of} />
        ))}
      </ol>
      {query.hasNextPage ? (
        <button type="button" className="btn sm" onClick={() => void query.fetchNextPage()}>
          {t("life.history_more")}
        </button>
      ) : null}
    </>
  );
}

function Group({ changes, of }: { changes: Change[]; of: Measured }) {
  const { t, language } = useWords();
  const first = changes[0]!;
  return (
    <li>
      <p className={css.when}>
        <b className="num">{t("life.since", { day: dayInText(first.from, language) })}</b>
        {first.from > today() ? <span className="tag">{t("life.planned")}</span> : null}
        <span className="note num">{t("life.by", { name: first.by_name ?? unknown, at: moment(first.at, language) })}</span>
      </p>
      <dl className={css.fields}>
        {changes.toReversed().map((change) => (
          <div key={change.id}>
            <dt>{t(`life.${change.field}` as Key)}</dt>
            <dd>
              {t("life.became", {
                before: valueOf(change.field, change.before, of, t, language),
                after: valueOf(change.field, change.after, of, t, language),
              })}
            </dd>
          </div>
        ))}
      </dl>
      {first.reason ? <p className="note">{first.reason}</p> : null}
    </li>
  );
}
