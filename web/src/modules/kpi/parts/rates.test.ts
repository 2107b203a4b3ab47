import { beforeAll, describe, expect, it } from "vitest";
import { loadWords, setLanguage, translate } from "~/ui/i18n/words";
import { said } from "./ExplainRates";

beforeAll(async () => {
  await setLanguage("en");
  await loadWords("money");
});

describe("what is said of a rate", () => {
  it("names both currencies, the figure and its day", () => {
    expect(said({ from: "USD", to: "CNY", kind: "closing", rate: "7.123456", day: "2026-02-20" }, translate, "en")).toMatch(/^USD into CNY: 7\.123456, the closing rate of 20 Feb/);
  });

  it("says that none is dated inside the period, and of whom no currency is known", () => {
    expect(said({ from: "", to: "CNY", kind: "average", rate: null, day: null }, translate, "en")).toBe("No average rate from no currency into CNY is dated inside the period.");
  });
});
