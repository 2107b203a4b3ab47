// Exact numbers for the reckoning: fractions of BigInt, decimals as texts, days as texts.

const digitsOf = (places) => 10n ** BigInt(places);
const abs = (n) => (n < 0n ? -n : n);

/** An exact fraction; the denominator is positive. */
export class Exact {
  constructor(num, den = 1n) {
    if (den === 0n) throw new RangeError("a denominator of 0");
    this.num = den < 0n ? -num : num;
    this.den = abs(den);
  }
  /** Of a decimal text or a whole number. */
  static of(value) {
    if (value instanceof Exact) return value;
    const [whole, part = ""] = String(value).split(".");
    return new Exact(BigInt(whole + part), digitsOf(part.length));
  }
  plus(other) {
    const o = Exact.of(other);
    return new Exact(this.num * o.den + o.num * this.den, this.den * o.den);
  }
  minus(other) {
    return this.plus(Exact.of(other).times(-1));
  }
  times(other) {
    const o = Exact.of(other);
    return new Exact(this.num * o.num, this.den * o.den);
  }
  over(other) {
    const o = Exact.of(other);
    return new Exact(this.num * o.den, this.den * o.num);
  }
  /** Below, equal or above: -1, 0 or 1. */
  against(other) {
    const o = Exact.of(other);
    const gap = this.num * o.den - o.num * this.den;
    return gap < 0n ? -1 : gap > 0n ? 1 : 0;
  }
  isZero() {
    return this.num === 0n;
  }
  size() {
    return new Exact(abs(this.num), this.den);
  }
  clamped(low, high) {
    if (this.against(low) < 0) return Exact.of(low);
    return this.against(high) > 0 ? Exact.of(high) : this;
  }
  /** Half away from zero. */
  rounded(places) {
    const scale = digitsOf(places);
    const twice = abs(this.num) * scale * 2n + this.den;
    const size = twice / (this.den * 2n);
    return new Exact(this.num < 0n ? -size : size, scale);
  }
}

/** Whether two amounts, each a text, an Exact or nothing, are the same number. */
export function same(a, b) {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  return Exact.of(a).against(b) === 0;
}

export const shown = (value) => {
  if (!(value instanceof Exact)) return String(value ?? "none");
  return `${value.num}/${value.den}`;
};

const milliseconds = 86_400_000;
/** A day so many days later. */
export const later = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * milliseconds).toISOString().slice(0, 10);
export const daysBetween = (from, to) => (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / milliseconds;
/** Monday is 0. */
export const weekday = (day) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
export const isWeekend = (day) => weekday(day) > 4;

/** The period of a calendar that begins its weeks on Monday: {start, end}, both inclusive. */
export function periodOf(day, frequency) {
  if (frequency === "day") return { start: day, end: day };
  if (frequency === "week") {
    const start = later(day, -weekday(day));
    return { start, end: later(start, 6) };
  }
  const start = `${day.slice(0, 7)}-01`;
  const next = periodOfMonthAfter(start);
  return { start, end: later(next, -1) };
}

function periodOfMonthAfter(start) {
  return `${later(start, 31).slice(0, 7)}-01`;
}
