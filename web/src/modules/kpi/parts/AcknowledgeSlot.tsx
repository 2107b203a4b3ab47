import { Suspense, lazy } from "react";
import { useAssignment } from "../queries";

const AcknowledgeDialog = lazy(() => import("./AcknowledgeDialog"));

/** Opened from the board or from the metric itself; the form's controls load on demand. */
export default function AcknowledgeSlot({ assignment, onClose }: { assignment: number; onClose: () => void }) {
  const known = useAssignment(assignment);
  if (!known.data?.row.breach) return null;
  return (
    <Suspense fallback={null}>
      <AcknowledgeDialog known={known.data} breach={known.data.row.breach} onClose={onClose} />
    </Suspense>
  );
}
