/** What was typed and not yet sent stays in this tab until it is saved. */
const storageKey = (name: string) => `twinrail.draft.${name}`;

export function kept<V>(name: string): Partial<V> | null {
  try {
    const text = sessionStorage.getItem(storageKey(name));
    return text ? (JSON.parse(text) as Partial<V>) : null;
  } catch {
    return null;
  }
}

export function keep(name: string, values: unknown): void {
  try {
    sessionStorage.setItem(storageKey(name), JSON.stringify(values));
  } catch {
    // Storage is switched off: the draft then lasts as long as the page.
  }
}

export function dropKept(name: string): void {
  try {
    sessionStorage.removeItem(storageKey(name));
  } catch {
    // Nothing was kept.
  }
}
