/** The button that gives what a page shows as a PDF; it and its words come when the page is there. */
import { Suspense, lazy } from "react";
import { loadWords } from "./i18n/words";

const Button = lazy(async () => (await Promise.all([import("./PrintButton"), loadWords("pdf")]))[0]);

export type Printed =
  | { of: "board"; unit: number; cycle?: number }
  | { of: "metric"; assignment: number; from: string }
  | { of: "objective" | "review"; objective: number };

/** `small` where there is room for a mark only. */
export function Print(props: { what: Printed; small?: boolean }) {
  return (
    <Suspense fallback={null}>
      <Button {...props} />
    </Suspense>
  );
}
