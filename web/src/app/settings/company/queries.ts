/** What holds for the whole company: its name and time, its working days, its exchange rates. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";

export type Company = Schemas["CompanyView"];
export type ChangeCompany = Schemas["ChangeCompany"];
export type Calendar = Schemas["WorkCalendarView"];
export type WorkYear = Schemas["WorkYear"];
export type DayKind = Schemas["DayKind"];
export type Weekday = Schemas["Weekday"];
export type Rate = Schemas["RateView"];
export type NewRate = Schemas["NewRate"];

export const weekdays: Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
export const dayKinds: DayKind[] = ["workday", "rest", "statutory", "substitute", "adjusted_rest"];

const companyKey = keys.settings("company");
const calendarsKey = keys.settings("calendars");
const ratesKey = keys.settings("rates");

export function fetchCompany(signal?: AbortSignal): Promise<Company> {
  return api.get("/company", { signal });
}

export function useCompany() {
  return useQuery({ queryKey: companyKey, queryFn: ({ signal }) => fetchCompany(signal) });
}

/** The name stands in the frame of every page, and every period follows the company's time. */
export function useChangeCompany() {
  const client = useQueryClient();
  return async (body: ChangeCompany, version: number) => {
    const now = await api.put("/company", { body, version });
    client.setQueryData(companyKey, now);
    void client.invalidateQueries({ queryKey: keys.session });
    return now;
  };
}

export function useCalendars() {
  return useQuery({ queryKey: calendarsKey, queryFn: ({ signal }) => api.get("/work-calendars", { signal }) });
}

export function useWorkYear(calendar: number, year: number) {
  return useQuery({
    queryKey: keys.workYear(calendar, year),
    queryFn: ({ signal }) => api.get("/work-calendars/{calendar}/years/{year}", { path: { calendar, year }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Whatever changes a calendar: the list and every year of it are asked for again. */
export function useCalendarActs() {
  const client = useQueryClient();
  const then = async <T>(done: Promise<T>): Promise<T> => {
    const reply = await done;
    await client.invalidateQueries({ queryKey: calendarsKey });
    return reply;
  };
  return {
    add: (body: Schemas["NewWorkCalendar"]) => then(api.post("/work-calendars", { body })),
    change: (calendar: number, body: Omit<Schemas["ChangeWorkCalendar"], "calendar">, version: number) =>
      then(api.put("/work-calendars/{calendar}", { path: { calendar }, body, version })),
    days: (calendar: number, days: Schemas["DayChange"][], version: number) =>
      then(api.patch("/work-calendars/{calendar}/days", { path: { calendar }, body: { days }, version })),
    holidays: (calendar: number, year: number, version: number) =>
      then(api.post("/work-calendars/{calendar}/holidays", { path: { calendar }, body: { year }, version })),
    choose: (unit: number, valid_from: string, calendar: number | null) =>
      then(api.put("/units/{unit}/work-calendar", { path: { unit }, body: { valid_from, calendar } })),
  };
}

export function useRates(base: string) {
  return useInfiniteQuery({
    queryKey: keys.rates(base),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => api.get("/exchange-rates", { query: { base: base || undefined, cursor: pageParam || undefined, limit: 50 }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useRateActs() {
  const client = useQueryClient();
  const then = async (done: Promise<Rate>) => {
    const reply = await done;
    await client.invalidateQueries({ queryKey: ratesKey });
    return reply;
  };
  return {
    add: (body: NewRate, key: string) => then(api.post("/exchange-rates", { body, key })),
    correct: (rate: Rate, body: Omit<Schemas["ChangeRate"], "rate">) => then(api.patch("/exchange-rates/{rate}", { path: { rate: rate.id }, body, version: rate.version })),
  };
}
