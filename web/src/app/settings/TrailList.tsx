import { type FormEvent, useId, useState } from "react";
import type { Schemas } from "~/api/types";
import { moment } from "~/ui/format";
import { wordOf } from "~/ui/form/SchemaField";
import { type Translate, useWords } from "~/ui/i18n/words";
import { useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import { type TrailSearch, useTrail } from "./queries";
import styles from "./frame.module.css";

type Entry = Schemas["TrailEntry"];
const fields = ["who", "place", "thing"] as const;
/** What the trail knows to have been done; each has a word. */
const ops = ["insert", "update", "delete", "batch", "sign_in", "sign_in_failed", "sign_out", "password", "role", "close", "open", "token", "token_end", "code", "invite", "invite_end", "activate", "run", "verified", "exported", "undone"] as const;

/** The trail, the newest first: who, what, when, which thing. What is looked for stands in the address. */
export function TrailList() {
  const { t } = useWords();
  const id = useId();
  const [search, setScope] = useScope();
  const text = (name: string) => (search[name] === undefined ? "" : String(search[name]));
  const asked: TrailSearch = { who: text("who"), what: text("what"), place: text("place"), thing: text("thing"), until: text("until") };
  const query = useTrail(asked);
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="card" aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>{t("settings.ui.trail_changes")}</h2>
        <span className="grow" />
        <Export list={listOf("/trail", asked)} title={t("settings.ui.trail_changes")} />
      </header>
      <Filters key={JSON.stringify(asked)} asked={asked} search={(next) => setScope(next)} />
      {query.isPending ? <Skeleton rows={8} /> : query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {rows.length ? <Table rows={rows} /> : query.isSuccess ? <Empty title={t("settings.ui.trail_none")} text={query.hasNextPage ? t("settings.ui.trail_none_here") : undefined} /> : null}
      {query.hasNextPage ? (
        <p className={styles.foot}>
          <button type="button" className="btn" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("settings.ui.trail_older")}
          </button>
        </p>
      ) : null}
    </section>
  );
}

type FiltersProps = { asked: TrailSearch; search: (next: Record<string, string | undefined>) => void };

function Filters({ asked, search }: FiltersProps) {
  const { t } = useWords();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const said = (name: string) => String(given.get(name) ?? "").trim() || undefined;
    search({ who: said("who"), what: said("what"), place: said("place"), thing: said("thing"), until: said("until") });
  };
  return (
    <form className={styles.filters} onSubmit={send} role="search">
      {fields.map((name) => (
        <label key={name}>
          <span className="note">{t(`settings.ui.trail_${name}`)}</span>
          <input className="field" name={name} defaultValue={asked[name]} maxLength={64} autoComplete="off" />
        </label>
      ))}
      <label>
        <span className="note">{t("settings.ui.trail_what")}</span>
        <select className="field" name="what" defaultValue={asked.what}>
          <option value="">{t("settings.ui.trail_any")}</option>
          {ops.map((op) => (
            <option key={op} value={op}>
              {t(`settings.op.${op}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="note">{t("settings.ui.trail_until")}</span>
        <input className="field" type="date" name="until" defaultValue={asked.until} />
      </label>
      <button type="submit" className="btn">
        {t("settings.ui.trail_search")}
      </button>
    </form>
  );
}

/** What was done, in a word where there is one. */
function opWords(entry: Entry, t: Translate): string {
  return wordOf(t, `settings.op.${entry.op}`) ?? entry.op;
}

function Table({ rows }: { rows: Entry[] }) {
  const { t, language } = useWords();
  const [open, setOpen] = useState<number | null>(null);
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("settings.ui.trail_changes")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("settings.ui.trail_when")}</th>
            <th scope="col">{t("settings.ui.trail_who")}</th>
            <th scope="col">{t("settings.ui.trail_what")}</th>
            <th scope="col">{t("settings.ui.trail_thing_of")}</th>
            <th scope="col">
              <span className="sr">{t("settings.ui.trail_values")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} at={moment(row.at, language)} what={opWords(row, t)} open={open === row.id} turn={() => setOpen(open === row.id ? null : row.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, at, what, open, turn }: { row: Entry; at: string; what: string; open: boolean; turn: () => void }) {
  const { t } = useWords();
  return (
    <>
      <tr>
        <td className="num">{at}</td>
        <td>{row.actor}</td>
        <td>
          {what} <span className="note">{row.use_case}</span>
        </td>
        <td>
          {row.place} <span className="num">{row.key}</span>
        </td>
        <td>
          <button type="button" className="link-btn" aria-expanded={open} onClick={turn}>
            {t("settings.ui.trail_values")}
          </button>
        </td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={5}>
            <Changes before={row.before} after={row.after} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    return text ? (JSON.parse(text) as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const shown = (value: unknown): string => (value === null || value === undefined ? "—" : typeof value === "object" ? JSON.stringify(value) : String(value));

/** Only what differs, old → new. */
export function Changes({ before, after }: { before: string | null; after: string | null }) {
  const { t } = useWords();
  const [old, now] = [parsed(before), parsed(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => shown(old[name]) !== shown(now[name]));
  if (names.length === 0) return <p className="note">{t("settings.ui.trail_no_values")}</p>;
  return (
    <dl className={styles.values}>
      {names.map((name) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{before && after ? `${shown(old[name])} → ${shown(now[name])}` : shown(before ? old[name] : now[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
