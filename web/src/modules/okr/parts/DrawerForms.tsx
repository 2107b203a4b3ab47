/** The forms that open inside an objective's drawer; they and their controls load on demand. */
import { Suspense, lazy } from "react";
import type { Objective } from "~/api/types";
import { useT } from "~/ui/i18n/words";
import { Skeleton } from "~/ui/states";

const KeyResultForm = lazy(() => import("./KeyResultForm"));
const ObjectiveForm = lazy(() => import("./ObjectiveForm"));
const GuardForm = lazy(() => import("./GuardForm"));
const ParentForm = lazy(() => import("./ParentForm"));
const AbandonForm = lazy(() => import("./AbandonForm"));
const CopyForm = lazy(() => import("./CopyForm"));
const CorrectForm = lazy(() => import("./CorrectForm"));

/** "key-result", "key-result-12", "correct-7", "objective", "guard", "parent": what stands behind `edit=` in the address. */
export type Editing = { what: string; id: number | null };

export function editingOf(text: unknown): Editing | null {
  const found = /^([a-z-]*[a-z])(?:-(\d+))?$/.exec(String(text ?? ""));
  return found ? { what: found[1]!, id: found[2] === undefined ? null : Number(found[2]) } : null;
}

export function useFormTitle({ what, id }: Editing): string {
  const t = useT();
  switch (what) {
    case "key-result":
      return t(id === null ? "okr.ui.add_key_result" : "okr.ui.change_key_result");
    case "guard":
      return t("okr.ui.add_guard");
    case "parent":
      return t("okr.ui.add_parent");
    case "abandon":
      return t("okr.ui.abandon");
    case "copy":
      return t("okr.ui.copy_objective");
    case "correct":
      return t("okr.ui.correct_check_in");
    default:
      return t("okr.ui.change_objective");
  }
}

export function DrawerForm({ editing, objective, onClose }: { editing: Editing; objective: Objective; onClose: () => void }) {
  const props = { objective, onClose };
  const row = objective.row.key_results.find(({ id }) => id === editing.id);
  const checkIn = objective.check_ins.find(({ id }) => id === editing.id);
  return (
    <Suspense fallback={<Skeleton rows={6} />}>
      {editing.what === "key-result" && (editing.id === null || row) ? <KeyResultForm key={editing.id} {...props} row={row} /> : null}
      {editing.what === "objective" ? <ObjectiveForm {...props} /> : null}
      {editing.what === "guard" ? <GuardForm {...props} /> : null}
      {editing.what === "parent" ? <ParentForm {...props} /> : null}
      {editing.what === "abandon" ? <AbandonForm {...props} /> : null}
      {editing.what === "copy" ? <CopyForm {...props} /> : null}
      {editing.what === "correct" && checkIn ? <CorrectForm {...props} checkIn={checkIn} /> : null}
    </Suspense>
  );
}
