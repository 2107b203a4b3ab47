import { lazy, Suspense, useSyncExternalStore } from "react";
import { useCan } from "~/api/session";
import { NoPermission, Skeleton } from "~/ui/states";

const EntryDesk = lazy(() => import("../parts/EntryDesk"));
const EntryPhone = lazy(() => import("../parts/EntryPhone"));

const narrow = window.matchMedia("(width <= 760px)");

function watch(tell: () => void): () => void {
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}

/** The same figures on two frames: a sheet at the desk, one unit at a time in the hand. */
export default function EntryPage() {
  const can = useCan();
  const phone = useSyncExternalStore(watch, () => narrow.matches);
  if (!can("kpi.enter")) return <NoPermission />;
  return <Suspense fallback={<Skeleton rows={8} />}>{phone ? <EntryPhone /> : <EntryDesk />}</Suspense>;
}
