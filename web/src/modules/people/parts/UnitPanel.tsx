import { Suspense, lazy, useState } from "react";
import type { Unit } from "~/api/types";
import { name } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { useScope } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import { useUnitHistory } from "../queries";
import type { UnitAct } from "./UnitActs";
import { Line } from "./PersonDrawer";
import styles from "./people.module.css";

const UnitActDialog = lazy(() => import("./UnitActs"));

const acts: UnitAct[] = ["add", "rename", "place", "head", "close"];

/** The chosen unit: its code, what can be done with it, and what it was. */
export function UnitPanel({ unit, writes, onAdded }: { unit: Unit; writes: boolean; onAdded: (unit: number) => void }) {
  const { t, language } = useWords();
  const [search, setSearch] = useScope();
  const [open, setOpen] = useState(false);
  // The company itself stands below nothing and does not end.
  const offered = unit.parent === null ? acts.filter((one) => one !== "place" && one !== "close") : acts;
  const act = offered.find((one) => `unit_${one}` === search.act);
  return (
    <section className={styles.unit} aria-label={name(unit.names, language)}>
      {writes ? (
        <div className={styles.acts} role="group" aria-label={name(unit.names, language)}>
          {offered.map((one) => (
            <button key={one} type="button" className="btn sm" onClick={() => setSearch({ act: `unit_${one}` }, true)}>
              {t(`people.ui.unit_${one}` as Key)}
            </button>
          ))}
        </div>
      ) : null}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("people.ui.unit_history")}</summary>
        {open ? <History unit={unit.id} /> : null}
      </details>
      {writes && act ? (
        <Suspense fallback={null}>
          <UnitActDialog unit={unit} act={act} onAdded={onAdded} onClose={() => setSearch({ act: undefined })} />
        </Suspense>
      ) : null}
    </section>
  );
}

function History({ unit }: { unit: number }) {
  const { t, language } = useWords();
  const query = useUnitHistory(unit);
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={3} />;
  return (
    <ol className={styles.timeline}>
      {query.data.map((turn) => (
        <Line key={turn.from} from={turn.from} to={turn.to} known_on={turn.known_on} corrected={turn.corrected} reason={turn.reason} title={name(turn.names, language)}>
          {turn.parent_code ? ` · ${t("people.ui.below", { unit: `${name(turn.parent_names, language)} ${turn.parent_code}` })}` : ""}
          {turn.head_name ? ` · ${t("people.ui.head", { name: turn.head_name })}` : ""}
        </Line>
      ))}
    </ol>
  );
}
