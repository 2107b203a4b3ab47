/** The sheet of targets with its head and what stands beside it. */
import { CalendarRange, ClipboardPaste } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { Page } from "~/ui/Page";
import { unitChoices } from "~/ui/choosers/UnitChip";
import { useUnits } from "~/ui/choosers/queries";
import { ScopeChip } from "~/ui/controls";
import { dayAfter, name } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { useScope } from "~/ui/router";
import { Export, listOf } from "~/ui/list/Export";
import { type TargetGrid, type TargetMode, type TargetRequest, type TargetRow, useSetTargets, useTargetPreview } from "../target_queries";
import { TargetPaste } from "./TargetPaste";
import { TargetSheet } from "./TargetSheet";
import { TargetSide } from "./TargetSide";
import { type Change, type Sheet, blockOf, changesOf, sent } from "./target_cells";
import { useTargetEdits } from "./use_targets";
import css from "./targets.module.css";

type Props = { grid: Omit<TargetGrid, "items">; rows: TargetRow[] };

/** Rows in the order of the tree, each unit below its parent. */
function useSheet({ grid, rows }: Props): { sheet: Sheet; depths: Map<number, number> } {
  const { language } = useWords();
  const units = useUnits().data;
  return useMemo(() => {
    const order = new Map(unitChoices(units ?? [], language).map(({ value, depth }, at) => [value, { at, depth: depth ?? 0 }]));
    const place = (row: TargetRow) => order.get(row.unit)?.at ?? order.size;
    const sorted = rows.toSorted((one, other) => place(one) - place(other));
    const top = Math.min(...sorted.map((row) => order.get(row.unit)?.depth ?? 0));
    return { sheet: { grid, rows: sorted }, depths: new Map(sorted.map((row) => [row.assignment, (order.get(row.unit)?.depth ?? top) - top])) };
  }, [grid, rows, units, language]);
}

/** Why the changes cannot count yet; null when they can. */
function waitsFor(changes: Change[], bad: number, ended: number, reason: string): [Key, number] | null {
  if (bad > 0) return ["kpi.ui.targets_bad_first", bad];
  if (changes.length === 0) return ["kpi.ui.targets_no_change", 0];
  if (ended > 0 && reason.trim() === "") return ["kpi.ui.targets_reason_first", ended];
  return null;
}

export function TargetDesk(props: Props) {
  const { t } = useWords();
  const { sheet, depths } = useSheet(props);
  const edits = useTargetEdits(sheet);
  const [mode, setMode] = useState<TargetMode>("correction");
  const [reason, setReason] = useState("");
  const [pasting, setPasting] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const set = useSetTargets(sheet.grid.kpi);
  const changes = useMemo(() => changesOf(sheet, edits.edits), [sheet, edits.edits]);
  const bad = changes.filter(({ read }) => !("target" in read)).length;
  const ended = changes.filter((one) => one.ended && "target" in one.read);
  const body: TargetRequest = { cells: sent(sheet, changes), last: sheet.grid.columns.at(-1)?.end ?? null, mode: ended.length > 0 ? mode : null, reason: null, preview: null };
  const preview = useTargetPreview(sheet.grid.kpi, useDeferredValue(body));
  const waits = waitsFor(changes, bad, ended.length, reason);
  useLeaving(changes.length > 0);
  const { busy, run: apply } = useOnce(async () => {
    setProblem(null);
    try {
      const report = await set({ ...body, reason: ended.length > 0 ? reason.trim() : null });
      setDone(report.changed);
      setReason("");
      edits.clear();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  });
  const paste = (text: string) => {
    const block = blockOf(sheet, text, edits.at);
    if (block.unmatched.length > 0) return setPasting(text);
    edits.put(block.sets, t("kpi.ui.targets_pasted", { count: block.sets.length }));
  };
  return (
    <Page
      title={t("kpi.ui.targets")}
      beside={<span className="tag kpi">{sheet.grid.code}</span>}
      scope={<Span grid={sheet.grid} />}
      end={
        <>
          <span className={problem ? css.failed : "note"} role={problem ? "alert" : "status"}>
            {problem ?? (waits && (changes.length > 0 || done === null) ? t(waits[0], { count: waits[1] }) : done !== null && changes.length === 0 ? t("kpi.ui.targets_done", { count: done }) : "")}
          </span>
          <ExportTargets kpi={sheet.grid.kpi} />
          <button type="button" className="btn" onClick={() => setPasting("")}>
            <ClipboardPaste size={15} strokeWidth={1.75} aria-hidden="true" />
            {t("kpi.ui.entry_paste")}
          </button>
          <button type="button" className="btn primary" disabled={waits !== null || busy} onClick={() => void apply()}>
            {t("kpi.ui.targets_apply", { count: changes.length })}
          </button>
        </>
      }
    >
      <div className={css.frame}>
        <TargetSheet sheet={sheet} depths={depths} edits={edits} changes={changes} bad={bad} onPaste={paste} />
        <TargetSide sheet={sheet} changes={changes} ended={ended} mode={mode} onMode={setMode} reason={reason} onReason={setReason} preview={bad < changes.length ? preview : null} />
      </div>
      {pasting === null ? null : (
        <TargetPaste
          sheet={sheet}
          first={pasting}
          at={edits.at}
          onClose={() => setPasting(null)}
          onTake={(block) => {
            edits.put(block.sets, t("kpi.ui.targets_pasted", { count: block.sets.length }));
            setPasting(null);
          }}
        />
      )}
    </Page>
  );
}

function ExportTargets({ kpi }: { kpi: number }) {
  const { t } = useWords();
  const [{ from, to }] = useScope();
  return <Export list={listOf(`/kpis/${kpi}/targets`, { from: from as string, to: to as string })} title={t("kpi.ui.targets")} />;
}

/** What was typed and does not count yet is not left without a question. */
function useLeaving(typed: boolean): void {
  useEffect(() => {
    if (!typed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [typed]);
}

/** The same day so many months on; sheets begin on a first of the month, or a week near it. */
function monthsOn(day: string, by: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const at = year * 12 + month - 1 + by;
  return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}-${String(Math.min(date, 28)).padStart(2, "0")}`;
}

function Span({ grid }: { grid: Props["grid"] }) {
  const { t, language } = useWords();
  const [, setSearch] = useScope();
  const step = grid.frequency === "day" ? 1 : grid.frequency === "year" ? 60 : 12;
  const start = grid.columns[0]!.start;
  const after = dayAfter(grid.columns.at(-1)!.end, 1);
  const label = (by: number) => {
    const [from, to] = [monthsOn(start, by), dayAfter(monthsOn(after, by), -1)];
    return from.endsWith("-01-01") && to.endsWith("-12-31") && from.slice(0, 4) === to.slice(0, 4) ? t("kpi.ui.targets_year", { year: from.slice(0, 4) }) : `${from.slice(0, 7)} – ${to.slice(0, 7)}`;
  };
  return (
    <>
      <span className="note">
        {name(grid.names, language)} {t(`kpi.ui.direction_${grid.direction}` as Key)}
      </span>
      <ScopeChip
        icon={<CalendarRange size={15} strokeWidth={1.75} aria-hidden="true" />}
        name={t("kpi.ui.span")}
        label={label(0)}
        note={t(`kpi.ui.frequency_${grid.frequency}` as Key)}
        value={0}
        choices={[-step, 0, step].map((value) => ({ value, label: label(value) }))}
        onChange={(by) => by !== 0 && setSearch({ from: monthsOn(start, by), to: dayAfter(monthsOn(after, by), -1) }, true)}
      />
    </>
  );
}
