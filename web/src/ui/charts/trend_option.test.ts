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
