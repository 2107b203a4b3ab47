import { expect, test } from "vitest";
import { type TrendPoint, trendOption } from "./trend_option";

const point = (lines: Partial<TrendPoint>): TrendPoint => ({ label: "11-01", value: 120, target: null, watch: null, limit: 180, recover: null, open: false, light: "watch", shown: "120", ...lines });
const words = { target: "目标值 1", watch: "绿线 110", limit: "红线 180", recover: "恢复线 160", now: "今天" };

/** The words at the right end of each line that is drawn. */
function labels(points: TrendPoint[]): string[] {
  const { series } = trendOption({ points, direction: "lower", words, tell: () => [], axis: String, narrow: false }) as { series: { endLabel?: { formatter: string } }[] };
  return series.flatMap(({ endLabel }) => (endLabel ? [endLabel.formatter] : []));
}

test("the line where green ends is drawn where it is not the target", () => {
  expect(labels([point({ watch: 110 }), point({ watch: 110 })])).toEqual(["绿线 110", "红线 180"]);
  expect(labels([point({}), point({})])).toEqual(["红线 180"]);
  expect(labels([point({ target: 1, watch: null })])).toEqual(["目标值 1", "红线 180"]);
});

test("a value far from its own past has an empty diamond with its word; the last one its own mark alone", () => {
  const marksOf = (points: TrendPoint[]) => {
    const { series } = trendOption({ points, direction: "lower", words, tell: () => [], axis: String, narrow: false }) as { series: { symbol: string; data: (null | { value: number })[] }[] };
    return series.find(({ symbol }) => symbol === "diamond")?.data.map((mark) => mark?.value ?? null);
  };
  expect(marksOf([point({}), point({ value: 300, unusual: "离平时远" }), point({ value: 90, unusual: "离平时远" })])).toEqual([null, 300, null]);
  expect(marksOf([point({}), point({})])).toBeUndefined();
});
