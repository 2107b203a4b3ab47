/** A form's values, its problems and its draft. What the server refuses is shown at the field that it names. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "~/api/client";
import { dropKept, kept, keep } from "./kept";

/** The place in the request that a field fills ("/target"); a problem below it is the field's too. */
type Places<V> = Partial<Record<keyof V, string>>;
type Problems<V> = Partial<Record<keyof V, string>>;

export type FormOptions<V> = {
  /** Under this name the draft is kept on this device until it is saved; null where nothing may be kept. */
  draft: string | null;
  first: V;
  places?: Places<V>;
  /** What is wrong before anything is sent. */
  check?: (values: V) => Problems<V>;
};

export type FormState<V> = {
  values: V;
  set: (changes: Partial<V>) => void;
  problem: (field: keyof V) => string | undefined;
  /** What the server refused without naming a field of this form. */
  rest: string[];
  refused: (error: unknown) => void;
  /** True when nothing is wrong; otherwise the first wrong field has the focus. */
  sound: () => boolean;
  forget: () => void;
  changed: boolean;
  frame: React.RefObject<HTMLFormElement | null>;
};

function fieldOf<V>(places: Places<V>, pointer: string): keyof V | undefined {
  const found = (Object.entries(places) as [keyof V & string, string][]).filter(
    ([, place]) => pointer === place || pointer.startsWith(`${place}/`),
  );
  return found.sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

/** The first field with a problem; it is marked only after the problems are drawn. */
function useFocusOnProblem() {
  const frame = useRef<HTMLFormElement>(null);
  const [asked, ask] = useState(0);
  useEffect(() => {
    if (asked === 0) return;
    const wrong = frame.current?.querySelector<HTMLElement>("[aria-invalid=true], .wrong input, .wrong [tabindex]");
    wrong?.focus();
    wrong?.scrollIntoView({ block: "nearest" });
  }, [asked]);
  return { frame, show: useCallback(() => ask((times) => times + 1), []) };
}

export function useForm<V extends object>({ draft, first, places = {}, check }: FormOptions<V>): FormState<V> {
  const [values, setValues] = useState<V>(() => ({ ...first, ...(draft === null ? null : kept<V>(draft)) }));
  const [changed, setChanged] = useState(() => draft !== null && kept<V>(draft) !== null);
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState<{ at: Problems<V>; rest: string[] }>({ at: {}, rest: [] });
  const { frame, show } = useFocusOnProblem();
  const saved = useRef(false);
  useEffect(() => {
    if (draft !== null && changed && !saved.current) keep(draft, values);
  }, [draft, values, changed]);
  const wrong = useMemo<Problems<V>>(() => (tried && check ? check(values) : {}), [tried, check, values]);
  const set = (changes: Partial<V>) => {
    setChanged(true);
    setValues((old) => ({ ...old, ...changes }));
    setSaid(({ at }) => ({ at: Object.fromEntries(Object.entries(at).filter(([name]) => !(name in changes))) as Problems<V>, rest: [] }));
  };
  const refused = (error: unknown) => {
    const places_said = error instanceof ApiError ? error.problem.errors : [];
    const at: Problems<V> = {};
    const rest: string[] = [];
    for (const { pointer, detail } of places_said) {
      const field = fieldOf(places, pointer);
      if (field) at[field] ??= detail;
      else rest.push(detail);
    }
    if (places_said.length === 0) rest.push(error instanceof Error ? error.message : String(error));
    setSaid({ at, rest });
    if (Object.keys(at).length) show();
  };
  const sound = () => {
    setTried(true);
    const fine = !check || Object.values(check(values)).every((text) => text === undefined);
    if (!fine) show();
    return fine;
  };
  const forget = () => {
    saved.current = true;
    if (draft !== null) dropKept(draft);
  };
  return { values, set, problem: (field) => wrong[field] ?? said.at[field], rest: said.rest, refused, sound, forget, changed, frame };
}
