import { beforeEach, describe, expect, test } from "vitest";
import { conflicts } from "~/ui/form/Stale";
import { translate } from "~/ui/i18n/words";
import { speak } from "~/test_words";
import { checkKeyResult, driver, emptyKeyResult, newKeyResult } from "./parts/key_result_values";

const base = { ...emptyKeyResult, zh: "废品率" };

beforeEach(() => speak("zh"));

describe("a key result is sent", () => {
  test("with percentages as ratios", () => {
    const sent = newKeyResult({ ...base, unit: "%", decimals: "1", start: "2.8", target: "1.5", anchored: true, commit: "2.2", stretch: "1" });
    expect(sent).toMatchObject({ unit: "%", decimals: 1, start: "0.028", target: "0.015", commit: "0.022", stretch: "0.01" });
  });

  test("without what its kind does not have", () => {
    const done = newKeyResult({ ...base, kind: "binary", start: "1", target: "2" });
    expect(Object.keys(done).sort()).toEqual(["due", "kind", "owner", "title", "weight"]);
    expect(newKeyResult({ ...base, kind: "keep", lower: "", upper: "0.5" })).toMatchObject({ lower: null, upper: "0.5" });
    expect(newKeyResult({ ...base, kind: "milestone", steps: [{ zh: "试产", en: "", weight: "2" }] }).milestones).toEqual([{ title: { zh: "试产", en: "" }, weight: "2" }]);
  });

  test("and a metric drives only what has a figure", () => {
    expect(driver({ ...base, source: "kpi", metric: 7 }, 3)).toEqual({ kind: "drives", assignment: 7, key_result: 3, value_rule: "period" });
    expect(driver({ ...base, source: "kpi", metric: 7, rule: "rolling", k: "4" }, 3)).toMatchObject({ k: 4, agg: "avg" });
    expect(driver({ ...base, kind: "milestone", source: "kpi", metric: 7 }, 3)).toBeNull();
  });
});

describe("before it is sent", () => {
  const problems = (values: Partial<typeof base>) => {
    const found = checkKeyResult({ ...base, ...values }, translate);
    return (Object.keys(found) as (keyof typeof found)[]).filter((field) => found[field] !== undefined);
  };
  test("each kind asks for its own", () => {
    expect(problems({ start: "1", target: "2" })).toEqual([]);
    expect(problems({ target: "2" })).toEqual(["start"]);
    expect(problems({ target: "2", source: "kpi", metric: 1 })).toEqual([]);
    expect(problems({ target: "2", source: "kpi" })).toEqual(["metric"]);
    expect(problems({ kind: "keep" })).toEqual(["lower"]);
    expect(problems({ kind: "milestone" })).toEqual(["steps"]);
    expect(problems({ kind: "binary" })).toEqual([]);
    expect(problems({ kind: "binary", zh: " ", weight: "0" })).toEqual(["zh", "weight"]);
    expect(problems({ start: "1", target: "many", anchored: true })).toEqual(["target", "stretch"]);
  });
});

test("two versions meet only where both have changed; what only the other changed is taken", () => {
  const before = { zh: "甲", target: "1", weight: "1" };
  const { list, take } = conflicts({ zh: "名", target: "目标", weight: "权重" }, { before, mine: { ...before, zh: "乙", weight: "2" }, theirs: { ...before, zh: "丙", weight: "2", target: "3" } });
  expect(list.map(({ field }) => field)).toEqual(["zh"]);
  expect(take).toEqual({ target: "3" });
});
