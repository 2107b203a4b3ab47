/** One request for one press: a second click may come before a page can close its button. */
import { useRef, useState } from "react";

/**
 * Runs an act one at a time: a call before the end of the first does nothing.
 * What the act refuses is the caller's.
 */
export function useOnce<Args extends unknown[], Answer>(act: (...args: Args) => Promise<Answer>) {
  // State is a render late for the second of two clicks; it only shows what the reference knows.
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const run = async (...args: Args): Promise<Answer | undefined> => {
    if (running.current) return undefined;
    running.current = true;
    setBusy(true);
    try {
      return await act(...args);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, run };
}
