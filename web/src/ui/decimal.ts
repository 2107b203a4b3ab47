/**
 * Decimals as text. The server computes; here digits are only moved, cut and grouped, so that no
 * figure ever passes through a binary floating-point number on its way to the screen.
 */
const shape = /^([+-]?)(\d+)(?:\.(\d+))?$/;

type Digits = { negative: boolean; whole: string; part: string };

export function isDecimal(text: string): boolean {
  return shape.test(text);
}

function digits(text: string): Digits {
  const found = shape.exec(text);
  if (!found) throw new Error(`not a decimal: ${text}`);
  const whole = found[2]!.replace(/^0+(?=\d)/, "");
  return { negative: found[1] === "-", whole, part: found[3] ?? "" };
}

function text({ negative, whole, part }: Digits): string {
  const zero = /^0*$/.test(whole + part);
  return `${negative && !zero ? "-" : ""}${whole}${part ? `.${part}` : ""}`;
}

/** Moves the point to the right by `places`: 0.894 by 2 is 89.4. */
export function shift(decimal: string, places: number): string {
  const d = digits(decimal);
  if (places >= 0) {
    const padded = d.part.padEnd(places, "0");
    const whole = (d.whole + padded.slice(0, places)).replace(/^0+(?=\d)/, "");
    return text({ ...d, whole, part: padded.slice(places) });
  }
  const padded = d.whole.padStart(1 - places, "0");
  const whole = padded.slice(0, places).replace(/^0+(?=\d)/, "");
  return text({ ...d, whole, part: padded.slice(places) + d.part });
}

/** Exactly `places` decimals, half away from zero: what a tile shows of a stored figure. */
export function fixed(decimal: string, places: number): string {
  const d = digits(decimal);
  const padded = d.part.padEnd(places + 1, "0");
  let units = BigInt(d.whole + padded.slice(0, places));
  if (padded[places]! >= "5") units += 1n;
  const raw = units.toString().padStart(places + 1, "0");
  const cut = raw.length - places;
  return text({ negative: d.negative, whole: raw.slice(0, cut), part: raw.slice(cut) });
}

/** At most `places` decimals, the rest cut off: 99.96 with one is 99.9. */
export function cut(decimal: string, places: number): string {
  const d = digits(decimal);
  return text({ ...d, part: d.part.slice(0, places) });
}

/** Without zeros at the end: 0.500000 is 0.5. */
export function trimmed(decimal: string): string {
  const d = digits(decimal);
  return text({ ...d, part: d.part.replace(/0+$/, "") });
}

/** At most `places` decimals, without zeros at the end. */
export function short(decimal: string, places: number): string {
  return trimmed(fixed(decimal, places));
}

export function isNegative(decimal: string): boolean {
  return digits(trimmed(decimal)).negative && !isZero(decimal);
}

export function isZero(decimal: string): boolean {
  const d = digits(decimal);
  return /^0*$/.test(d.whole + d.part);
}

export function compare(left: string, right: string): number {
  const places = Math.max(digits(left).part.length, digits(right).part.length);
  const scaled = (value: string) => BigInt(fixed(value, places).replace(".", ""));
  const difference = scaled(left) - scaled(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A step up or down on the phone's − and + buttons: text in, text out. */
export function step(decimal: string, by: string): string {
  const places = Math.max(digits(decimal).part.length, digits(by).part.length);
  const scaled = (value: string) => BigInt(fixed(value, places).replace(".", ""));
  const sum = scaled(decimal) + scaled(by);
  const raw = (sum < 0n ? -sum : sum).toString().padStart(places + 1, "0");
  const cut = raw.length - places;
  return text({ negative: sum < 0n, whole: raw.slice(0, cut), part: raw.slice(cut) });
}

/** Thousands groups and the real minus sign. */
export function grouped(decimal: string): string {
  const d = digits(decimal);
  const whole = d.whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return text({ ...d, whole }).replace("-", "\u2212");
}

/** For geometry only (lengths of bars, heights of lines); never for a shown figure. */
export function forDrawing(decimal: string | null | undefined): number | null {
  return decimal === null || decimal === undefined ? null : Number(decimal);
}
