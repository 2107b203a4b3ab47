import { beforeEach, describe, expect, test } from "vitest";
import { speak } from "~/test_words";
import * as f from "./format";
import { type Translate } from "./i18n/words";

const now = "2026-11-18";

describe.each(["zh", "en"] as const)("formats in %s", (language) => {
  let t: Translate;
  beforeEach(() => {
    t = speak(language);
  });
  const zh = language === "zh";

  test("percentages and differences", () => {
    expect(f.percent("0.5012")).toBe("50%");
    expect(f.percent("0.894361", 1)).toBe("89.4%");
    expect(f.percent(null)).toBe("—");
    expect(f.points("-0.1300")).toBe("\u221213");
    expect(f.points("0.1")).toBe("+10");
    expect(f.points("-0.0012")).toBe("0");
  });

  test("100% and a target are shown when they are reached, not before", () => {
    expect(f.percent("0.9996")).toBe("99.9%");
    expect(f.percent("0.9996", 1)).toBe("99.9%");
    expect(f.percent("0.9949")).toBe("99%");
    expect(f.percent("1")).toBe("100%");
    expect(f.percent("1.0004")).toBe("100%");
    expect(f.figureBeside("999.6", ["1000"], "", 0)).toBe("999.6");
    expect(f.figureBeside("9.6", ["10", null], "", 0)).toBe("9.6");
    expect(f.figureBeside("0.96996", ["0.97"], "%", 1)).toBe("96.996");
    expect(f.figureBeside("10", ["10"], "", 0)).toBe("10");
    expect(f.figureBeside("9.4", ["10"], "", 0)).toBe("9");
  });

  test("a comma groups thousands and is nothing else", () => {
    for (const wrong of ["12,50", "1,5", "1.000,5", "1,2345", "1,000 000", ",100", "1,,000"]) expect(f.typed(wrong, "")).toBeNull();
    expect(f.typed("1,234,567.5", "")).toBe("1234567.5");
    expect(f.typed("１2", "")).toBeNull();
    expect(f.typed("12，500", "")).toBe("12500");
    expect(f.typed("1 234", "")).toBe("1234");
    expect(f.typed("95%", "%")).toBe("0.95");
    expect(f.typed("95", "%")).toBe("0.95");
    expect(f.typed("95%", "h")).toBeNull();
  });

  test("a metric with its unit", () => {
    expect(f.withUnit("0.894", "%", 1, t)).toBe("89.4%");
    expect(f.withUnit("31.5", "h", 1, t)).toBe(zh ? "31.5 小时" : "31.5 h");
    expect(f.withUnit("48.2", "dB", 1, t)).toBe("48.2 dB");
    expect(f.withUnit(null, "%", 1, t)).toBe("—");
    expect(f.limit("0.07", "%", 1)).toBe("7.0%");
    expect(f.limit("0.9275", "%", 1)).toBe("92.75%");
  });

  test("what a figure has changed by", () => {
    expect(f.change("-0.008", "%", 1, t)).toBe(zh ? "\u22120.8 点" : "\u22120.8 pts");
    expect(f.change("12", "h", 0, t)).toBe(zh ? "+12 小时" : "+12 h");
    expect(f.change("0", "", 0, t)).toBe("0");
    expect(f.change(null, "%", 1, t)).toBe("—");
  });

  test("dates in a table, in a sentence, and of another year", () => {
    expect(f.day("2026-11-08", language, now)).toBe(zh ? "11-08" : "8 Nov");
    expect(f.day("2025-11-18", language, now)).toBe(zh ? "2025-11-18" : "18 Nov 2025");
    expect(f.dayInText("2026-11-08", language, now)).toBe(zh ? "11 月 8 日" : "8 Nov");
    expect(f.day(null, language, now)).toBe("—");
  });

  test("relative days up to six, then the date", () => {
    const said = (day: string) => f.relative(day, t, language, now);
    expect(said("2026-11-18")).toBe(zh ? "今天" : "today");
    expect(said("2026-11-17")).toBe(zh ? "昨天" : "yesterday");
    expect(said("2026-11-12")).toBe(zh ? "6 天前" : "6 d ago");
    expect(said("2026-11-11")).toBe(zh ? "11-11" : "11 Nov");
    expect(said("2026-11-20")).toBe(zh ? "11-20" : "20 Nov");
  });

  test("a big count on a tile", () => {
    expect(f.big("18620000", language)).toBe(zh ? "1,862 万" : "18.62M");
    expect(f.big("340000000", language)).toBe(zh ? "3.4 亿" : "340M");
    expect(f.big("1259", language)).toBe("1,259");
  });

  test("the other language stands in where a name is missing", () => {
    expect(f.name({ zh: "退货率", en: "Return rate" }, language)).toBe(zh ? "退货率" : "Return rate");
    expect(f.name({ zh: "退货率", en: "" }, language)).toBe("退货率");
    expect(f.name({ zh: "", en: "Return rate" }, language)).toBe("Return rate");
  });
});

test("targets tell their direction by a sign", () => {
  const row = { unit: "%", decimals: 1, lower: "0.88", upper: "0.95", limit: null, limit_op: null } as const;
  expect(f.target({ ...row, direction: "higher", target: "0.95" })).toBe("≥ 95.0");
  expect(f.target({ ...row, direction: "lower", target: "0.024", decimals: 2 })).toBe("≤ 2.40");
  expect(f.target({ ...row, direction: "range", target: null })).toBe("88.0–95.0");
  expect(f.target({ ...row, direction: "higher", target: null })).toBe("—");
  expect(f.target({ ...row, direction: "lower", target: null, limit: "0.07", limit_op: ">" })).toBe("≤ 7.0");
});

test.each(["zh", "en"] as const)("a red line is told whole in %s, or not at all", (language) => {
  const t = speak(language);
  const zh = language === "zh";
  const red = (limit_op: string | null, limit: string | null, limit_to: string | null = null) => f.redLine({ limit, limit_to, limit_op }, "%", 1, t);
  expect(red("<", "0.95")).toBe("< 95.0%");
  expect(red(">=", "0.95")).toBe("≥ 95.0%");
  expect(red("outside", "0.8", "0.95")).toBe(zh ? "80.0%–95.0% 以外" : "outside 80.0%–95.0%");
  expect(red("inside", "0.8", "0.95")).toBe(zh ? "80.0%–95.0% 以内" : "inside 80.0%–95.0%");
  expect(red("outside", "0.8")).toBe("—");
  expect(red(null, null)).toBe("—");
});

test("a figure takes the decimals that tell it from each line that it is held against", () => {
  const range = { target: null, lower: "0.85", upper: "0.9", limit: "0.8", limit_to: "0.95" };
  for (const [value, shown] of [["0.7999", "79.99"], ["0.9501", "95.01"], ["0.9001", "90.01"], ["0.95", "95.0"], ["0.87", "87.0"]] as const)
    expect(f.figureBeside(value, f.linesOf(range), "%", 1)).toBe(shown);
  expect(f.linesOf({ limit: "5", limit_to: null })).toEqual([null, null, null, "5", null]);
});

test("which end of a red line a value has passed", () => {
  const range = (limit_op: string) => ({ limit: "5", limit_to: "10", limit_op });
  const line = (limit_op: string) => ({ limit: "5", limit_to: null, limit_op });
  expect(f.crossed(line("<"), "4")).toEqual({ end: "5", side: "below" });
  expect(f.crossed(line(">="), null)).toEqual({ end: "5", side: "above" });
  expect(f.crossed(range("outside"), "4.9")).toEqual({ end: "5", side: "below" });
  expect(f.crossed(range("outside"), "10.1")).toEqual({ end: "10", side: "above" });
  expect(f.crossed(range("outside"), "7")).toBeNull();
  expect(f.crossed(range("outside"), null)).toBeNull();
  expect(f.crossed(range("inside"), "7")).toBeNull();
  expect(f.crossed({ limit: null, limit_to: null, limit_op: null }, "7")).toBeNull();
});

test("what is typed becomes what is stored", () => {
  expect(f.typed("89.4", "%")).toBe("0.894");
  expect(f.typed(" 1,259 ", "")).toBe("1259");
  expect(f.typed("\u22123.2", "h")).toBe("-3.2");
  expect(f.typed("twelve", "")).toBeNull();
  expect(f.typed("", "%")).toBeNull();
  expect(f.editable("0.894000", "%")).toBe("89.4");
});

test("an avatar carries the given name's first character, or two Latin letters", () => {
  expect(["周明远", "何伟", "欧阳晓雯", "Maria Lopez", "Plato"].map(f.initials)).toEqual(["明", "伟", "晓", "ML", "P"]);
});
