/** What a list shows is in its address, so that a copied link shows the same: `?q=…&sort=-amount&kind=flow,stock`. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type Search, parseSearch, useScope } from "../router";

export type Sort = { by: string; down: boolean };

/** `-amount`: as the address has it. */
export const sortText = ({ by, down }: Sort) => `${down ? "-" : ""}${by}`;

export type ListState = {
  q: string;
  sort: Sort | null;
  /** The chosen values of each filter; of one that is not chosen none. */
  filters: Record<string, string[]>;
  setQ: (q: string) => void;
  setSort: (sort: Sort) => void;
  setFilter: (filter: string, values: string[]) => void;
  clear: () => void;
  /** All that the address says of this list, to be kept and restored by name. */
  own: Search;
  restore: (own: Search) => void;
};

/** `filters` are the list's own; `scope` names what else of the address a saved view keeps. */
export function useListState({ filters = [], scope = [] }: { filters?: string[]; scope?: string[] } = {}): ListState {
  const [search, set] = useScope();
  const text = (name: string) => (search[name] === undefined ? "" : String(search[name]));
  const sort = text("sort");
  const names = ["q", "sort", ...filters, ...scope];
  return {
    q: text("q"),
    sort: sort ? { by: sort.replace(/^-/, ""), down: sort.startsWith("-") } : null,
    filters: Object.fromEntries(filters.map((name) => [name, text(name).split(",").filter(Boolean)])),
    setQ: (q) => set({ q: q || undefined }),
    setSort: (sort) => set({ sort: sortText(sort) }),
    setFilter: (name, values) => set({ [name]: values.join(",") || undefined }),
    clear: () => set(Object.fromEntries(["q", ...filters].map((name) => [name, undefined]))),
    own: Object.fromEntries(names.filter((name) => text(name)).map((name) => [name, text(name)])),
    restore: (own) => set(Object.fromEntries(names.map((name) => [name, own[name]]))),
  };
}

/** Typing is followed after a pause: not every letter is a request, nor an entry that the browser counts. */
const typingMs = 250;

/** The text of a search field, which the address follows; a change of the address from elsewhere is taken over. */
export function useTyped(q: string, setQ: (q: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(q);
  const known = useRef(q);
  const tell = useRef(setQ);
  useEffect(() => {
    tell.current = setQ;
  });
  useEffect(() => {
    if (q === known.current) return;
    known.current = q;
    setText(q);
  }, [q]);
  useEffect(() => {
    const next = text.trim();
    if (next === known.current) return;
    const timer = setTimeout(() => {
      known.current = next;
      tell.current(next);
    }, typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}

export type View = { name: string; own: Search };

const storageKey = (list: string) => `twinrail.views.${list}`;

function read(list: string): View[] {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey(list)) ?? "[]") as { name: string; own: string }[];
    return kept.map(({ name, own }) => ({ name, own: parseSearch(own) }));
  } catch {
    return [];
  }
}

/** The views of a list that were kept under a name, in this browser. */
export function useViews(list: string) {
  const [views, setViews] = useState(() => read(list));
  const write = useCallback(
    (next: View[]) => {
      setViews(next);
      const plain = next.map(({ name, own }) => ({ name, own: new URLSearchParams(own as Record<string, string>).toString() }));
      try {
        localStorage.setItem(storageKey(list), JSON.stringify(plain));
      } catch {
        // Storage is switched off: the views then last as long as the page.
      }
    },
    [list],
  );
  return {
    views,
    save: (view: View) => write([...views.filter(({ name }) => name !== view.name), view]),
    remove: (gone: string) => write(views.filter(({ name }) => name !== gone)),
  };
}
