import { useEffect, useState } from "react";

/** Keys of the whole client (ui.md §9). Single letters can be switched off and never act in a field. */
const storageKey = "twinrail.letter-keys";

export function inField(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (!target) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

export function letterKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

export function setLetterKeys(on: boolean): void {
  try {
    localStorage.setItem(storageKey, on ? "on" : "off");
  } catch {
    // Storage is switched off: letters then stay on.
  }
}

/** True when a letter may act now: switched on, outside fields, without Ctrl, Alt or ⌘. */
export function letterAllowed(event: KeyboardEvent): boolean {
  const chord = event.ctrlKey || event.metaKey || event.altKey;
  return !event.defaultPrevented && !chord && letterKeysOn() && !inField(event);
}

/** J and K walk along the rows that carry `data-row` in reading order. */
export function walkRows(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")].filter(
    (row) => row.getClientRects().length > 0,
  );
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]!.focus();
}

/** One letter of a page: A acknowledge, U update, ? list of keys. */
export function useLetter(letter: string, act: (() => void) | null): void {
  useEffect(() => {
    if (!act) return;
    const press = (event: KeyboardEvent) => {
      if (letterAllowed(event) && event.key.toLowerCase() === letter) act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [letter, act]);
}

export function useHelpKey(): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(false);
  useLetter("?", () => setOpen(true));
  return [open, setOpen];
}
