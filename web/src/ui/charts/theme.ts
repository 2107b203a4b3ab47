/** Colours and type of every chart, read from the tokens that CSS uses. */
import { token } from "../theme";

export function chartTheme() {
  const read = (names: string[]) => Object.fromEntries(names.map((name) => [name, token(name)]));
  return read([
    "ink", "ink2", "ink3", "ink4", "line", "line2", "surface", "okr", "kpi", "kpi2",
    "watch", "watch-fill", "breach", "breach-fill", "rec", "ok", "focus",
  ]) as Record<string, string>;
}

export function chartFont(): string {
  return getComputedStyle(document.body).fontFamily;
}
