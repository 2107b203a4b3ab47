import { expect, test } from "vitest";
import type { MyDay, Todo } from "../queries";
import { ageOf, greetingAt, sentenceOf, targetOf } from "./todo";

const t = (key: string, args: object = {}) => `${key.replace("dashboard.ui.", "")}${JSON.stringify(args)}`;
const todo = (kind: Todo["kind"], subject = 7, days = 3) => ({ kind, subject, title: { zh: "甲", en: "A" }, of: null, days, count: 1, by_name: null, warning: null }) as Todo;
const day = (todos: Todo[], behind = 0) => ({ todos, behind, unit: null, goals: [{}], metrics: [] }) as unknown as MyDay;

test("each to-do leads to where it is done", () => {
  expect(targetOf(todo("approval"))).toEqual({ to: "/inbox/7" });
  expect(targetOf(todo("check_in"))).toEqual({ to: "/check-in/7" });
  expect(targetOf(todo("entry"))).toEqual({ to: "/entry" });
  expect(targetOf(todo("review"))).toEqual({ to: "/okr/cycles/7/close" });
  expect(targetOf(todo("breach"))).toEqual({ to: "/", search: { acknowledge: 7 } });
});

test("the sentence says what waits and how the rest stands", () => {
  expect(sentenceOf(day([todo("breach"), todo("entry")]), t)).toBe('day_breaches{"count":1}day_more{"count":1}day_rest_well{}');
  expect(sentenceOf(day([todo("check_in")], 2), t)).toBe('day_todos{"count":1}day_rest_behind{"count":2}');
  expect(sentenceOf(day([]), t)).toBe("day_all_well{}");
  expect(sentenceOf(day([], 3), t)).toBe('day_quiet{"count":3}');
  expect(sentenceOf({ ...day([]), goals: [] }, t)).toBe("day_nothing{}");
});

test("an age is told of breaches, lateness of check-ins", () => {
  expect(ageOf(todo("breach"), t)).toBe('todo_age{"days":3}');
  expect(ageOf(todo("check_in"), t)).toBe('todo_late{"days":3}');
  expect(ageOf(todo("approval", 1, 0), t)).toBe("todo_today{}");
});

test("the greeting follows the reader's clock", () => {
  expect([3, 4, 11, 12, 17, 18, 23].map(greetingAt).map((key) => key.split("_")[1])).toEqual(["evening", "morning", "morning", "noon", "noon", "evening", "evening"]);
});
