import { expect, test } from "vitest";
import { loadWords, setLanguage, translate } from "~/ui/i18n/words";
import { together, valueOf } from "./History";
import { wordsOf } from "./LifeCards";
import { type Unit, unitsIn } from "./units_in";

const change = (more: object) =>
  ({ id: 1, thing: "assignment", from: "2026-11-28", field: "weight", before: "1", after: "2", reason: "", at: "2026-11-28T01:00:00Z", by: 1, by_name: null, ...more }) as Parameters<typeof together>[0][number];

test("fields that were changed together stand together; another day or moment stands alone", () => {
  const groups = together([change({ id: 4, from: "2026-12-01" }), change({ id: 3, field: "veto" }), change({ id: 2 }), change({ id: 1, at: "2026-11-27T01:00:00Z" })]);
  expect(groups.map((group) => group.map(({ id }) => id))).toEqual([[4], [3, 2], [1]]);
});

test("a stored value is read in the reader's words, a threshold in the KPI's unit", async () => {
  await loadWords("life", "kpi");
  await setLanguage("zh");
  const of = { unit: "%", decimals: 1 };
  const shown = (field: string, value: string | null) => valueOf(field, value, of, translate, "zh");
  expect(shown("breach", "< 0.9")).toBe("< 90.0%");
  expect(shown("breach", null)).toBe("—");
  expect(shown("veto", "yes")).toBe("是");
  expect(shown("time_agg", "sum")).toBe("相加");
  expect(shown("formula", "good / all")).toBe("good / all");
  expect(shown("target", "0.8 1.2")).toBe("80.0%–120.0%");
});

test("the definition is shown in the reader's language, else in the other, and nothing of what is empty", () => {
  const words = { purpose_zh: "看一次做对", purpose_en: "Right first time", counted_zh: "", counted_en: "All", left_out_zh: "", left_out_en: "", origin_zh: "", origin_en: "", answers_zh: "质量部", answers_en: "" };
  expect(wordsOf(words, "zh").map(({ text, lang }) => `${lang} ${text}`)).toEqual(["zh 看一次做对", "en All", "zh 质量部"]);
});

test("units are those below one, of a kind, in the order of the tree", () => {
  const unit = (id: number, parent: number | null, kind: string) => ({ id, parent, kind }) as Unit;
  const units = [unit(1, null, "company"), unit(2, 1, "department"), unit(4, 2, "team"), unit(3, 2, "team"), unit(5, 1, "team")];
  expect(unitsIn(units, 1, "team")).toEqual([4, 3, 5]);
  expect(unitsIn(units, 2, null)).toEqual([2, 4, 3]);
  expect(unitsIn(units, null, null)).toEqual([]);
});
