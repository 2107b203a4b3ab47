/** One thing: head, up to four facts, sections, and the next step; in a drawer or as a page, changed in its place. */
import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { Drawer } from "./Drawer";
import { Page } from "./Page";
import { useT } from "./i18n/words";
import { type Search, useScope } from "./router";
import { Empty, ErrorState, Skeleton } from "./states";
import styles from "./detail.module.css";

export type Fact = { label: string; value: ReactNode };

export type DetailView = {
  title: string;
  /** Its kind or code, as a tag. */
  kind?: ReactNode;
  /** A picture before the title. */
  lead?: ReactNode;
  note?: ReactNode;
  facts?: [] | [Fact] | [Fact, Fact] | [Fact, Fact, Fact] | [Fact, Fact, Fact, Fact];
  sections?: { title?: string; note?: string; body: ReactNode }[];
  /** The next step; one primary action at most. */
  next?: ReactNode;
  /** The form that changes it; absent where the reader may not. `?edit=1` opens it. */
  edit?: (close: () => void) => ReactNode;
};

type Answer<T> = { data: T | undefined; error: unknown; refetch: () => unknown };

type DetailProps<T> = {
  /** What it is called before it is known. */
  label: string;
  query: Answer<T>;
  view: (data: NonNullable<T>) => DetailView;
  /** `page` stands alone under the shell; a drawer lies beside its list and becomes full by F or `?full=1`. */
  as: "drawer" | "page";
  rail?: "okr" | "kpi" | "plain";
  onClose: () => void;
};

export function Detail<T>(props: DetailProps<T>) {
  const { label, query, as } = props;
  const known = query.data ? props.view(query.data) : null;
  const waits = query.data === undefined && !query.error;
  const body = known ? (
    <Known {...known} as={as} />
  ) : waits ? (
    <Skeleton rows={6} />
  ) : query.error ? (
    <ErrorState error={query.error} retry={() => void query.refetch()} />
  ) : (
    <Missing />
  );
  return as === "page" ? <AsPage {...props} label={label} known={known} body={body} /> : <AsDrawer {...props} known={known} body={body} />;
}

function Missing() {
  const t = useT();
  return <Empty title={t("ui.not_there")} />;
}

/** The form instead of facts and sections while it is open; it carries its own foot. */
function useEditing(known: DetailView | null): { form: ReactNode; start: (() => void) | null } {
  const [search, set] = useScope();
  const close = () => set({ edit: undefined });
  const may = known?.edit;
  return { form: may && search.edit ? may(close) : null, start: may && !search.edit ? () => set({ edit: 1 }, true) : null };
}

function Known({ as, ...known }: DetailView & { as: "drawer" | "page" }) {
  const { form } = useEditing(known);
  if (form) return form;
  const { facts = [], sections = [] } = known;
  return (
    <>
      {facts.length ? (
        <dl className={styles.facts}>
          {facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {sections.map(({ title, note, body }, at) => (
        <section key={title ?? at} className={as === "page" ? `card ${styles.card}` : styles.section} aria-label={title}>
          {title ? (
            <header className={styles.head}>
              <h3>{title}</h3>
              {note ? <span className="note">{note}</span> : null}
            </header>
          ) : null}
          {body}
        </section>
      ))}
    </>
  );
}

function EditButton({ start }: { start: (() => void) | null }) {
  const t = useT();
  if (!start) return null;
  return (
    <button type="button" className="btn" onClick={start}>
      <Pencil size={15} strokeWidth={1.75} aria-hidden="true" />
      {t("ui.edit")}
    </button>
  );
}

type Placed<T> = DetailProps<T> & { known: DetailView | null; body: ReactNode };

function AsPage<T>({ label, known, body }: Placed<T>) {
  const { start } = useEditing(known);
  return (
    <Page
      title={known?.title ?? label}
      lead={known?.lead}
      beside={
        <>
          {known?.kind}
          {known?.note ? <span className="note">{known.note}</span> : null}
        </>
      }
      end={
        <>
          <EditButton start={start} />
          {known?.next}
        </>
      }
    >
      {body}
    </Page>
  );
}

function AsDrawer<T>({ label, known, body, rail = "plain", onClose }: Placed<T>) {
  const [search, set] = useScope();
  const { form, start } = useEditing(known);
  const foot = !form && (start || known?.next);
  return (
    <Drawer
      label={known?.title ?? label}
      rail={rail}
      onClose={onClose}
      full={Boolean(search.full)}
      onFull={() => set({ full: 1 }, true)}
      head={known ? <DrawerHead {...known} /> : null}
      foot={
        foot ? (
          <>
            {known?.next}
            <span className="grow" />
            <EditButton start={start} />
          </>
        ) : null
      }
    >
      {body}
    </Drawer>
  );
}

function DrawerHead({ title, kind, lead, note }: DetailView) {
  return (
    <div className={styles.title}>
      {lead}
      <div>
        {kind ? <p className="kind">{kind}</p> : null}
        <h2>{title}</h2>
        {note ? <p className="note">{note}</p> : null}
      </div>
    </div>
  );
}

/** The address of the list again: what the open detail has put there is dropped. */
export function closed({ edit: _edit, full: _full, ...list }: Search): Search {
  return list;
}
