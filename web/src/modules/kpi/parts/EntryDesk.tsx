import { CalendarDays, Check, ClipboardPaste, CloudAlert, LoaderCircle } from "lucide-react";
import { useMemo, useState } from "react";
import { useMe } from "~/api/session";
import { Page } from "~/ui/Page";
import { UnitChip } from "~/ui/choosers/UnitChip";
import { useUnits } from "~/ui/choosers/queries";
import { ScopeChip, Segmented } from "~/ui/controls";
import { day, dayAfter, moment, name, unitWord } from "~/ui/format";
import { useT, useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { numberOf, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { type EntrySheet, useEntry } from "../queries";
import { EntryGrid } from "./EntryGrid";
import { EntryPaste, type Pasting } from "./EntryPaste";
import { EntrySide } from "./EntrySide";
import { minutes, todayAt } from "./entry_cells";
import { useEntrySaving } from "./use_entry";
import css from "./entry.module.css";

const grains = ["day", "week", "month"] as const;
/** How many columns back one may look, seven at a time. */
const backs = [0, 7, 14, 21];

type Saving = ReturnType<typeof useEntrySaving>;

export default function EntryDesk() {
  const { t } = useWords();
  const [search, setSearch] = useScope();
  const grain = grains.find((one) => one === search.grain) ?? "day";
  const to = typeof search.to === "string" ? search.to : undefined;
  const query = useEntry({ unit: numberOf(search.unit), to, grain });
  const saving = useEntrySaving();
  const [pasting, setPasting] = useState<Pasting | null>(null);
  const sheet = query.data;
  return (
    <Page
      title={t("kpi.ui.entry")}
      scope={sheet ? <Scope sheet={sheet} to={to} onChange={setSearch} /> : null}
      end={
        <>
          <Segmented label={t("kpi.ui.duty_grain")} value={grain} choices={grains.map((value) => ({ value, label: t(`kpi.ui.frequency_${value}`) }))} onChange={(next) => setSearch({ grain: next === "day" ? undefined : next, to: undefined })} />
          <SavedNote saving={saving} />
          <button type="button" className="btn" onClick={() => setPasting({ text: "" })} disabled={!sheet || sheet.rows.length === 0}>
            <ClipboardPaste size={15} strokeWidth={1.75} aria-hidden="true" />
            {t("kpi.ui.entry_paste")}
          </button>
        </>
      }
    >
      {query.isPending ? (
        <div className="card kpi-top">
          <Skeleton rows={12} />
        </div>
      ) : query.isError ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : query.data.rows.length === 0 ? (
        <div className="card kpi-top">
          <Empty title={t("kpi.ui.entry_none")} text={t("kpi.ui.entry_none_text")} />
        </div>
      ) : (
        <Sheet sheet={query.data} saving={saving} pasting={pasting} setPasting={setPasting} />
      )}
    </Page>
  );
}

function Scope({ sheet, to, onChange }: { sheet: EntrySheet; to: string | undefined; onChange: (changes: { unit?: number; to?: string }) => void }) {
  const { t, language } = useWords();
  const me = useMe();
  const units = useUnits();
  const unit = units.data?.find(({ id }) => id === sheet.unit);
  const back = backs.find((days) => days > 0 && to === dayAfter(sheet.today, -days)) ?? 0;
  const choices = backs.map((value) => ({ value, label: value === 0 ? t("kpi.ui.entry_last_7") : `${day(dayAfter(sheet.today, -value), language)}`, note: value === 0 ? undefined : t("kpi.ui.entry_back_7", { count: value }) }));
  return (
    <>
      {unit && me.permissions.includes("people.read") ? (
        <UnitChip unit={unit} units={units.data!} onChange={(id) => onChange({ unit: id })} />
      ) : (
        <span className="note">{t("kpi.ui.entry_mine", { count: sheet.units.length })}</span>
      )}
      {sheet.grain === "day" ? (
        <ScopeChip
          icon={<CalendarDays size={15} strokeWidth={1.75} aria-hidden="true" />}
          name={t("kpi.ui.entry_before")}
          label={day(to ?? sheet.today, language)}
          note={t("kpi.ui.entry_last_7")}
          value={back}
          choices={choices}
          onChange={(days) => onChange({ to: days === 0 ? undefined : dayAfter(sheet.today, -days) })}
        />
      ) : null}
    </>
  );
}

/** What has become of the typed figures: on their way, kept, or not. */
function SavedNote({ saving }: { saving: Saving }) {
  const t = useT();
  const { run: again } = useOnce(saving.save);
  const at = saving.log[0]?.at;
  if (saving.busy)
    return (
      <span className={css.saved} role="status">
        <LoaderCircle size={14} strokeWidth={1.75} aria-hidden="true" />
        {t("kpi.ui.entry_saving")}
      </span>
    );
  if (saving.failed.length > 0)
    return (
      <span className={css.failed} role="alert">
        <CloudAlert size={14} strokeWidth={1.75} aria-hidden="true" />
        {saving.general ?? t("kpi.ui.entry_failed", { count: saving.failed.length })}
        <button type="button" className="btn" onClick={() => void again(saving.failed)}>
          {t("kpi.ui.entry_retry")}
        </button>
      </span>
    );
  if (!at) return null;
  return (
    <span className={css.saved} role="status">
      <Check size={14} strokeWidth={1.75} aria-hidden="true" />
      {t("kpi.ui.entry_saved", { at: moment(at).split(" ").at(-1)! })}
    </span>
  );
}

type SheetProps = { sheet: EntrySheet; saving: Saving; pasting: Pasting | null; setPasting: (pasting: Pasting | null) => void };

function Sheet({ sheet, saving, pasting, setPasting }: SheetProps) {
  const { t, language } = useWords();
  const [search, setSearch] = useScope();
  const measure = sheet.measures.find(({ id }) => id === numberOf(search.measure)) ?? sheet.measures[0]!;
  const at = todayAt(sheet);
  const names = useMemo(() => new Map(sheet.units.map((unit) => [unit.id, name(unit.names, language)])), [sheet.units, language]);
  const unit = unitWord(measure.unit, t);
  return (
    <div className={css.frame}>
      <section className="card" aria-label={name(measure.names, language)}>
        <div className={css.tabs}>
          <div role="tablist" aria-label={t("kpi.ui.measures")} className={css.tablist}>
            {sheet.measures.map((one) => (
              <button key={one.id} type="button" role="tab" aria-selected={one.id === measure.id} className={css.tab} onClick={() => setSearch({ measure: one.id })}>
                {name(one.names, language)} <Done sheet={sheet} measure={one} at={at} />
              </button>
            ))}
          </div>
          <span className="grow" />
          {unit ? <span className="note">{t("kpi.ui.entry_unit_of", { unit })}</span> : null}
        </div>
        <EntryGrid key={`${measure.id}/${sheet.columns[0]?.day}`} sheet={sheet} measure={measure} names={names} saving={saving} onPaste={setPasting} />
        {sheet.more ? <p className={css.more}>{t("kpi.ui.entry_more", { count: sheet.units.length })}</p> : null}
        <Keys />
      </section>
      <EntrySide sheet={sheet} names={names} saving={saving} onGo={(place) => setSearch({ measure: place.measure })} />
      {pasting === null ? null : <EntryPaste sheet={sheet} measure={measure} names={names} first={pasting} save={saving.save} onClose={() => setPasting(null)} />}
    </div>
  );
}

function Done({ sheet, measure, at }: { sheet: EntrySheet; measure: EntrySheet["measures"][number]; at: number }) {
  const t = useT();
  const total = measure.totals[at === -1 ? sheet.columns.length - 1 : at];
  if (!total || total.of === 0) return null;
  const waits = total.count.due === 0 && measure.open_minute > 0;
  return <span className="note num">{waits ? t("kpi.ui.entry_from", { time: minutes(measure.open_minute) }) : t("kpi.ui.entry_of", { in: total.units, of: total.of })}</span>;
}

function Keys() {
  const t = useT();
  const keys: [string[], string][] = [
    [["Enter"], t("kpi.ui.entry_next_unit")],
    [["Tab"], t("kpi.ui.entry_next_day")],
    [["Ctrl", "D / R"], t("kpi.ui.entry_copy")],
    [["Ctrl", "V"], t("kpi.ui.entry_paste_key")],
    [["Ctrl", "Z"], t("kpi.ui.entry_undo")],
  ];
  return (
    <div className={css.keys}>
      {keys.map(([pressed, what]) => (
        <span key={what}>
          <kbd>{pressed.join(" ")}</kbd> {what}
        </span>
      ))}
      <span className="grow" />
      <span>
        <i className={css.gapMark} aria-hidden="true" /> {t("kpi.ui.entry_late")}
      </span>
      <span>
        <i className={css.cornerMark} aria-hidden="true" /> {t("kpi.ui.entry_corrected")}
      </span>
      <span>
        <i className={css.dueMark} aria-hidden="true" /> {t("kpi.ui.entry_due")}
      </span>
    </div>
  );
}
