import { expect, test } from "vitest";
import { type TrendPoint, trendOption } from "./trend_option";

const point = (lines: Partial<TrendPoint>): TrendPoint => ({ label: "11-01", value: 120, target: null, watch: null, limit: 180, recover: null, open: false, light: "watch", shown: "120", ...lines });
const words = { target: "目标值 1", watch: "绿线 110", watch_to: "绿线 130", limit: "红线 180", limit_to: "红线 220", recover: "恢复线 160", recover_to: "恢复线 200" };

/** The words at the right end of each line that is drawn. */
function labels(points: TrendPoint[]): string[] {
  const { series } = trendOption({ points, broken: ">", words, tell: () => [], axis: String, narrow: false }) as { series: { endLabel?: { formatter: string } }[] };
  return series.flatMap(({ endLabel }) => (endLabel ? [endLabel.formatter] : []));
}

test("the line where green ends is drawn where it is not the target", () => {
  expect(labels([point({ watch: 110 }), point({ watch: 110 })])).toEqual(["绿线 110", "红线 180"]);
  expect(labels([point({}), point({})])).toEqual(["红线 180"]);
  expect(labels([point({ target: 1, watch: null })])).toEqual(["目标值 1", "红线 180"]);
});

test("a value far from its own past has an empty diamond with its word; the last one its own mark alone", () => {
  const marksOf = (points: TrendPoint[]) => {
    const { series } = trendOption({ points, broken: ">", words, tell: () => [], axis: String, narrow: false }) as { series: { symbol: string; data: (null | { value: number })[] }[] };
    return series.find(({ symbol }) => symbol === "diamond")?.data.map((mark) => mark?.value ?? null);
  };
  expect(marksOf([point({}), point({ value: 300, unusual: "离平时远" }), point({ value: 90, unusual: "离平时远" })])).toEqual([null, 300, null]);
  expect(marksOf([point({}), point({})])).toBeUndefined();
});

test("a range has both ends of each of its lines, and red lies on the side that the rule breaks", () => {
  const red = (broken: string, lines: Partial<TrendPoint> = {}) => {
    const { series } = trendOption({ points: [point(lines), point(lines)], broken, words, tell: () => [], axis: String, narrow: false }) as { series: { data: number[]; areaStyle?: { origin: string } }[] };
    return series.flatMap(({ areaStyle, data }) => (areaStyle?.origin ? [`${areaStyle.origin} ${data[0]}`] : []));
  };
  const ends = { watch: 110, watch_to: 130, limit: 180, limit_to: 220, recover: 160, recover_to: 200 };
  expect(labels([point(ends)])).toEqual(["绿线 110", "绿线 130", "恢复线 160", "恢复线 200", "红线 180", "红线 220"]);
  expect(red("outside", ends)).toEqual(["start 180", "end 220"]);
  expect(red("inside", ends)).toEqual([]);
  expect(red("<")).toEqual(["start 180"]);
  expect(red(">=")).toEqual(["end 180"]);
});
