import { expect, test } from "vitest";
import type { Breach, StoryItem } from "~/api/types";
import { localDay } from "~/ui/format";
import { dayOf } from "./Story";

const item = { on: "2026-11-27", kind: "acknowledged", value: "0.09", until: "2026-12-05", reason: "new line", count: null, of: null, op: null } as StoryItem;
const at = "2026-11-27T19:13:00Z";
const breach = (changes: object = {}) =>
  ({ acknowledged: { by: 1, at, accepted_value: "0.09", last_day: "2026-12-05", reason: "new line", state: "acknowledged", ...changes } }) as Breach;

test("an acknowledgement has the day of the reader's own clock", () => {
  expect(dayOf(item, breach())).toBe(localDay(at));
});

test("an earlier one, and anything else, keeps the day that it was sent with", () => {
  expect(dayOf(item, breach({ reason: "another" }))).toBe("2026-11-27");
  expect(dayOf({ ...item, kind: "fired" }, breach())).toBe("2026-11-27");
  expect(dayOf(item, null)).toBe("2026-11-27");
});
