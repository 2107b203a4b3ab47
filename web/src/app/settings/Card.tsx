import { type ReactNode, useId } from "react";
import { ErrorState, Skeleton } from "~/ui/states";

type Answer<T> = { data: T | undefined; error: unknown; refetch: () => unknown };
type Props<T> = { title: string; note?: string; end?: ReactNode; query: Answer<T>; children: (data: NonNullable<T>) => ReactNode };

/** One part of the page: it loads, fails and is tried again by itself. */
export function Card<T>({ title, note, end, query, children }: Props<T>) {
  const id = useId();
  const { data, error } = query;
  return (
    <section className="card" aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>{title}</h2>
        {note ? <span className="note">{note}</span> : null}
        {end ? (
          <>
            <span className="grow" />
            {end}
          </>
        ) : null}
      </header>
      {data ? children(data) : error ? <ErrorState error={error} retry={() => void query.refetch()} /> : <Skeleton rows={2} />}
    </section>
  );
}
