import { chartFont, chartTheme } from "./theme";

/** Numbers are for drawing only; what is printed comes from the server's text. */
export type TrendPoint = {
  label: string;
  value: number | null;
  target: number | null;
  limit: number | null;
  recover: number | null;
  open: boolean;
  light: string;
  shown: string;
};

type OptionInput = {
  points: TrendPoint[];
  direction: "higher" | "lower" | "range";
  words: { target: string; limit: string; recover: string; now: string };
  tell: (index: number) => string[];
  axis: (value: number) => string;
  narrow: boolean;
};

type Colours = Record<string, string>;

/** Room above and below, so that neither line nor threshold sticks to the frame. */
function range(points: TrendPoint[]): { min: number; max: number } {
  const all = points.flatMap((point) => [point.value, point.target, point.limit, point.recover]);
  const numbers = all.filter((value): value is number => value !== null);
  const min = Math.min(...numbers);
  const max = Math.max(...numbers);
  const room = (max - min || Math.abs(max) || 1) * 0.14;
  // A quantity that is never negative does not get a negative axis.
  return { min: min >= 0 ? Math.max(0, min - room) : min - room, max: max + room };
}

/** A threshold as a step line, labelled once at its right end. */
function threshold(data: (number | null)[], colour: string, type: string | number[], label: string, width = 1.2) {
  return {
    type: "line",
    step: "middle",
    data,
    symbol: "none",
    silent: true,
    z: 2,
    lineStyle: { color: colour, width, type },
    itemStyle: { color: colour },
    endLabel: { show: true, formatter: label, color: colour, fontSize: 12, distance: 6, fontWeight: label && width > 1.2 ? 600 : 400 },
    labelLayout: { moveOverlap: "shiftY" },
  };
}

const hidden = { type: "line", step: "middle", symbol: "none", silent: true, z: 1, lineStyle: { width: 0, opacity: 0 } };

/** The bad side of the limit at 7 %: below it when higher is better, above it when lower is. */
function beyond(data: (number | null)[], colour: string, direction: OptionInput["direction"]) {
  const origin = direction === "lower" ? "end" : "start";
  return { ...hidden, data, areaStyle: { color: colour, opacity: 0.07, origin } };
}

/** Between target and limit at 7 %: an unseen lower edge and the stretch above it, stacked. */
function between(points: TrendPoint[], colour: string) {
  const both = (point: TrendPoint) => point.target !== null && point.limit !== null;
  const low = points.map((point) => (both(point) ? Math.min(point.target!, point.limit!) : null));
  const high = points.map((point) => (both(point) ? Math.abs(point.target! - point.limit!) : null));
  const stack = { stack: "between", stackStrategy: "all" };
  return [
    { ...hidden, ...stack, data: low },
    { ...hidden, ...stack, data: high, areaStyle: { color: colour, opacity: 0.07 } },
  ];
}

const symbols: Record<string, string> = { watch: "watch-fill", breach: "breach-fill", rec: "rec" };

function actual(input: OptionInput, colours: Colours) {
  const { points } = input;
  const last = points.findLastIndex((point) => point.value !== null && !point.open);
  const beforeOpen = points[last + 1]?.open ?? false;
  const data = points.map((point, index) => {
    if (point.open || index !== last) return { value: point.open ? null : point.value, symbolSize: 0 };
    const hue = colours[symbols[point.light] ?? "kpi"]!;
    return {
      value: point.value,
      symbolSize: 8,
      itemStyle: { color: hue, borderColor: colours.surface, borderWidth: 1.5 },
      label: {
        show: true,
        formatter: point.shown,
        position: beforeOpen ? "left" : "bottom",
        distance: beforeOpen ? 8 : 10,
        fontSize: 13,
        fontWeight: 600,
        color: point.light === "breach" ? colours.breach : colours.ink,
        textBorderColor: colours.surface,
        textBorderWidth: 3,
      },
    };
  });
  return {
    type: "line",
    data,
    z: 4,
    connectNulls: false,
    symbol: "circle",
    showAllSymbol: true,
    lineStyle: { color: colours.kpi, width: 2.2 },
    itemStyle: { color: colours.kpi },
    emphasis: { disabled: true },
  };
}

/** One vertical ink line at the last judged period. */
function now(points: TrendPoint[], { min, max }: { min: number; max: number }, colours: Colours) {
  const last = points.findLastIndex((point) => point.value !== null && !point.open);
  if (last < 0) return null;
  return {
    type: "line",
    silent: true,
    symbol: "none",
    z: 3,
    lineStyle: { color: colours.ink, width: 1.4 },
    data: [
      [last, min],
      [last, max],
    ],
  };
}

/** The running period: dotted on, never a solid line. */
function running({ points }: OptionInput, colours: Colours) {
  const open = points.findIndex((point) => point.open && point.value !== null);
  if (open < 1) return null;
  const data = points.map((point, index) => (index === open || index === open - 1 ? point.value : null));
  return {
    type: "line",
    data,
    z: 3,
    silent: true,
    symbol: (_: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex === open ? "emptyCircle" : "none"),
    symbolSize: 7,
    lineStyle: { color: colours.kpi, width: 1.6, type: [2, 3] },
    itemStyle: { color: colours.kpi },
  };
}

/** A node, not a text: inline styles inside a text would be refused by the page's policy. */
function tooltip(lines: string[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "chart-tip";
  for (const line of lines) {
    const row = document.createElement("p");
    row.textContent = line;
    box.append(row);
  }
  return box;
}

export function trendOption(input: OptionInput): Record<string, unknown> {
  const { points, direction, words, tell, axis, narrow } = input;
  const colours = chartTheme();
  const of = (key: "target" | "limit" | "recover") => points.map((point) => point[key]);
  const has = (key: "target" | "limit" | "recover") => points.some((point) => point[key] !== null);
  const { min, max } = range(points);
  const text = { color: colours.ink3, fontSize: 12 };
  const series = [
    actual(input, colours),
    running(input, colours),
    now(points, { min, max }, colours),
    ...(has("target") && has("limit") && direction !== "range" ? between(points, colours["watch-fill"]!) : []),
    has("limit") ? beyond(of("limit"), colours["breach-fill"]!, direction) : null,
    has("target") ? threshold(of("target"), colours.ink!, "solid", words.target, 1.3) : null,
    has("recover") ? threshold(of("recover"), colours.rec!, [1.5, 3], words.recover) : null,
    has("limit") ? threshold(of("limit"), colours.breach!, [5, 3], words.limit) : null,
  ];
  return {
    animation: false,
    textStyle: { fontFamily: chartFont() },
    grid: { left: 4, right: narrow ? 62 : 96, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: colours.ink4, type: "solid", width: 1 } },
      transitionDuration: 0,
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line2,
      padding: 0,
      formatter: (items: { dataIndex: number }[]) => tooltip(tell(items[0]?.dataIndex ?? 0)),
    },
    xAxis: {
      type: "category",
      boundaryGap: false,
      data: points.map((point) => point.label),
      axisLine: { lineStyle: { color: colours.line2 } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      min,
      max,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...text, showMinLabel: false, showMaxLabel: false, formatter: axis },
    },
    series: series.filter((one) => one !== null),
  };
}
