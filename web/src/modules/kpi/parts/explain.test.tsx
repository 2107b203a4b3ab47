import { expect, test } from "vitest";
import type { Assignment, Explanation } from "~/api/types";
import { speak } from "~/test_words";
import { judged } from "./Explain";

const known = (direction: string) => ({ kpi: { unit: "%", decimals: 2, direction } }) as Assignment;
const explanation = {
  period: { open: false },
  judge: { colour: "red", rule: "thresholds", green: "0.002", amber: "0.005", target: null, achievement: null, limit: null, limit_to: null, state: "none", count: 0, n: 1, m: 1 },
} as unknown as Explanation;

test("a line is told with the side that is green, and the one that is red", () => {
  const en = speak("en");
  expect(judged(explanation, known("lower"), en).trim()).toBe("≤ 0.20% is green, > 0.50% is red, hence red.");
  expect(judged(explanation, known("higher"), en).trim()).toBe("≥ 0.20% is green, < 0.50% is red, hence red.");
});

test("a range is green within and red outside of its red lines; without one only green is told", () => {
  const zh = speak("zh");
  const ranged = { ...explanation, judge: { ...explanation.judge, green: "0.88", green_to: "0.95", amber: "0.8", amber_to: "0.99" } } as Explanation;
  expect(judged(ranged, known("range"), zh)).toBe("88.00%–95.00% 为绿，80.00%–99.00% 以外 为红，所以是红。");
  const green = { ...explanation, judge: { ...explanation.judge, amber: null } } as Explanation;
  expect(judged(green, known("lower"), zh)).toBe("≤ 0.20% 为绿，所以是红。");
});

test("says it in Chinese with the words of the screens", () => {
  const zh = speak("zh");
  expect(judged(explanation, known("lower"), zh)).toBe("≤ 0.20% 为绿，> 0.50% 为红，所以是红。");
  const open = { ...explanation, period: { ...explanation.period, open: true }, judge: { ...explanation.judge, colour: null } } as Explanation;
  expect(judged(open, known("lower"), zh)).toBe("本期未结束，先不评红黄绿。");
});
