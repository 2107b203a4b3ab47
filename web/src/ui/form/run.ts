import { useRef } from "react";
import { useOnce } from "../once";
import type { FormState } from "./use_form";

/** Runs what a form saves: one at a time, refusals at their fields, the draft dropped at the end; `false` is not the end. */
export function useSave<V>(form: FormState<V>, act: (key: string) => Promise<void | false>) {
  const key = useRef(crypto.randomUUID());
  const sent = useRef("");
  const { busy, run: save } = useOnce(async () => {
    const said = JSON.stringify(form.values);
    // The same again keeps its key, so that it has one effect; something else is another request.
    if (sent.current !== said) key.current = crypto.randomUUID();
    sent.current = said;
    try {
      if ((await act(key.current)) !== false) form.forget();
    } catch (error) {
      form.refused(error);
    }
  });
  return { busy, save };
}
