/** A year of a calendar as it is drawn. Pure. */
import type { DayKind, WorkYear, Weekday } from "./queries";
import { weekdays } from "./queries";

export type YearDay = { day: string; number: number; weekday: Weekday; kind: DayKind; name: string; said: boolean };
/** `before`: empty places before the first, in a week that begins on Monday. */
export type YearMonth = { month: number; before: number; days: YearDay[]; workdays: number };

const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);

/** Monday is 0. */
const weekdayOf = (year: number, month: number, day: number) => (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;

/** The days of the week on a day: as they are now, or as they were up to the first day that is no earlier. */
function weekOn(day: string, earlier: WorkYear["earlier"], now: Weekday[]): Weekday[] {
  return earlier.find((one) => day <= one.valid_to)?.weekdays ?? now;
}

export function monthsOf({ year, days, earlier, workdays, calendar }: WorkYear): YearMonth[] {
  const said = new Map(days.map((one) => [one.day, one]));
  return workdays.map((count, at) => {
    const month = at + 1;
    const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const list = Array.from({ length }, (_, before): YearDay => {
      const number = before + 1;
      const day = iso(year, month, number);
      const weekday = weekdays[weekdayOf(year, month, number)]!;
      const own = said.get(day);
      const usual: DayKind = weekOn(day, earlier, calendar.weekdays).includes(weekday) ? "workday" : "rest";
      return { day, number, weekday, kind: own?.kind ?? usual, name: own?.name ?? "", said: own !== undefined };
    });
    return { month, before: weekdayOf(year, month, 1), days: list, workdays: count };
  });
}

/** The day that a key leads to from another one, within the year. */
export function moved(day: string, key: string): string | null {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key];
  if (by === undefined) return null;
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
  return next.slice(0, 4) === day.slice(0, 4) ? next : null;
}

/** All days from one to another, at most a year of them. */
export function daysFrom(from: string, to: string): string[] {
  const list: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`) && list.length < 366; at += 86_400_000) list.push(new Date(at).toISOString().slice(0, 10));
  return list;
}
