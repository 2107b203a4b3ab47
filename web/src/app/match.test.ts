import { expect, test } from "vitest";
import { matches } from "./match";

test("a route matches its own paths only", () => {
  expect(matches("/okr/:objective?", "/okr")).toBe(true);
  expect(matches("/okr/:objective?", "/okr/7")).toBe(true);
  expect(matches("/okr/:objective?", "/okr/7/more")).toBe(false);
  expect(matches("/check-in/:keyResult", "/check-in/12")).toBe(true);
  expect(matches("/check-in/:keyResult", "/check-in")).toBe(false);
  expect(matches("/kpi/new", "/kpi/news")).toBe(false);
});
