import { expect, test } from "vitest";
import type { Assignment, Explanation } from "~/api/types";
import { speak } from "~/test_words";
import { judged } from "./Explain";

const known = (direction: string) => ({ kpi: { unit: "%", decimals: 2, direction } }) as Assignment;
const explanation = {
  period: { open: false },
  judge: { colour: "red", rule: "thresholds", green: "0.002", amber: "0.005", target: null, achievement: null, limit: null, state: "none", count: 0, n: 1, m: 1 },
} as unknown as Explanation;

test("a line of a metric that should be low is a most", () => {
  const en = speak("en");
  expect(judged(explanation, known("lower"), en).trim()).toBe("Green ≤ 0.20%, amber ≤ 0.50%, hence red.");
  expect(judged(explanation, known("higher"), en).trim()).toBe("Green ≥ 0.20%, amber ≥ 0.50%, hence red.");
});

test("says it in Chinese with the words of the screens", () => {
  const zh = speak("zh");
  expect(judged(explanation, known("lower"), zh)).toBe("绿线 ≤ 0.20%，黄线 ≤ 0.50%，所以是红。");
  const open = { ...explanation, period: { ...explanation.period, open: true }, judge: { ...explanation.judge, colour: null } } as Explanation;
  expect(judged(open, known("lower"), zh)).toBe("本期未结束，先不评红黄绿。");
});
