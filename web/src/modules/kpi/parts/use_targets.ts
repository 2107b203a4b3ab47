/** What is typed on the sheet of targets until it counts: cells, the place where one stands, and the way back. */
import { useState } from "react";
import { type Area, type At, type Edits, type Sheet, areaOf, withSets } from "./target_cells";

/** Steps that can be taken back. */
const stepsMax = 100;

type State = { edits: Edits; before: Edits[]; said: string };

export function useTargetEdits(sheet: Sheet) {
  const [state, setState] = useState<State>({ edits: new Map(), before: [], said: "" });
  const [at, setAt] = useState<At>({ row: 0, column: Math.max(0, sheet.grid.columns.findIndex(({ running }) => running)) });
  const [anchor, setAnchor] = useState<At | null>(null);
  /** `said` tells what was done, where that is more than one cell. */
  const put = (sets: [At, string][], said = "") =>
    setState((old) => {
      const edits = withSets(sheet, old.edits, sets);
      return sets.length === 0 ? old : { edits, before: [...old.before, old.edits].slice(-stepsMax), said };
    });
  const undo = () => setState((old) => (old.before.length === 0 ? old : { edits: old.before.at(-1)!, before: old.before.slice(0, -1), said: "" }));
  const clear = () => setState({ edits: new Map(), before: [], said: "" });
  const go = (to: At, extend = false) => {
    setAnchor(extend ? (anchor ?? at) : null);
    setAt({ row: Math.max(0, Math.min(to.row, sheet.rows.length - 1)), column: Math.max(0, Math.min(to.column, sheet.grid.columns.length - 1)) });
  };
  const area: Area = areaOf(anchor ?? at, at);
  return { edits: state.edits, said: state.said, undoable: state.before.length > 0, put, undo, clear, at, go, area };
}

export type TargetEdits = ReturnType<typeof useTargetEdits>;
