import { chartFont, chartTheme } from "./theme";

/** Numbers are for drawing only; what is printed comes from the server's text. */
export type TrendPoint = {
  label: string;
  value: number | null;
  target: number | null;
  /** Where green ends, unless that is the target; like the two below, `_to` is the second end of a range. */
  watch?: number | null;
  watch_to?: number | null;
  limit: number | null;
  limit_to?: number | null;
  recover: number | null;
  recover_to?: number | null;
  open: boolean;
  light: string;
  shown: string;
  /** Said where the value is far from its own past; "" elsewhere. */
  unusual?: string;
};

/** What stands at the right end of each line. */
export type TrendWords = Partial<Record<Line, string>>;

type OptionInput = {
  points: TrendPoint[];
  /** How the red line is broken, as its rule says it; it says on which side of it the red lies. */
  broken: string | null;
  words: TrendWords;
  tell: (index: number) => string[];
  axis: (value: number) => string;
  narrow: boolean;
};

type Colours = Record<string, string>;

/** Room above and below, so that neither line nor threshold sticks to the frame. */
function range(points: TrendPoint[]): { min: number; max: number } {
  const all = points.flatMap((point) => [point.value, ...keys.map((key) => point[key])]);
  const numbers = all.filter((value): value is number => value != null);
  const min = Math.min(...numbers);
  const max = Math.max(...numbers);
  const room = (max - min || Math.abs(max) || 1) * 0.14;
  // A quantity that is never negative does not get a negative axis.
  return { min: min >= 0 ? Math.max(0, min - room) : min - room, max: max + room };
}

/** Heights of the plot, of the last value's label with its distance, and of a line of text, nearly. */
const plotHeight = 230;
const labelRoom = 30;
const lineHeight = 15;

const keys = ["target", "watch", "watch_to", "recover", "recover_to", "limit", "limit_to"] as const;
type Line = (typeof keys)[number];

/** How far each threshold's words move up or down, so that none lies on another. */
function lifts(points: TrendPoint[], { min, max }: { min: number; max: number }): Record<Line, number> {
  const ends = keys.flatMap((key) => {
    const value = points.findLast((point) => point[key] != null)?.[key] ?? null;
    return value === null ? [] : [{ key, at: ((max - value) / (max - min)) * plotHeight }];
  });
  const moved = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Line, number>;
  let free = -Infinity;
  for (const { key, at } of ends.sort((a, b) => a.at - b.at)) {
    const to = Math.max(at, free);
    moved[key] = to - at;
    free = to + lineHeight;
  }
  return moved;
}

/** A threshold as a step line, labelled once at its right end. */
function threshold(data: (number | null)[], colour: string, type: string | number[], label: string, lift: number, width = 1.2) {
  return {
    type: "line",
    step: "middle",
    data,
    symbol: "none",
    silent: true,
    z: 2,
    lineStyle: { color: colour, width, type },
    itemStyle: { color: colour },
    endLabel: { show: true, formatter: label, color: colour, fontSize: 12, distance: 6, fontWeight: label && width > 1.2 ? 600 : 400, offset: [0, lift] },
  };
}

const hidden = { type: "line", step: "middle", symbol: "none", silent: true, z: 1, lineStyle: { width: 0, opacity: 0 } };

/** The bad side of a limit at 7 %: all below it, or all above it. */
function beyond(data: (number | null)[], colour: string, origin: "start" | "end") {
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

/** The last value stands where the line does not come from, and off the thresholds if it can. */
function labelSide(points: TrendPoint[], last: number, { min, max }: { min: number; max: number }): "top" | "bottom" {
  const point = points[last]!;
  const before = points.slice(0, last).findLast(({ value }) => value !== null);
  const rising = (before?.value ?? point.value!) <= point.value!;
  const room = ((max - min) / plotHeight) * labelRoom;
  const meets = (side: 1 | -1) =>
    keys.map((key) => point[key]).some((line) => line != null && (line - point.value!) * side > 0 && (line - point.value!) * side < room);
  const [first, second] = rising ? ([1, -1] as const) : ([-1, 1] as const);
  const side = meets(first) && !meets(second) ? second : first;
  return side === 1 ? "top" : "bottom";
}

const symbols: Record<string, string> = { watch: "watch-fill", breach: "breach-fill", rec: "rec" };

/** A value between two missing ones is no line: it needs a mark of its own. */
function stands(points: TrendPoint[], index: number): boolean {
  return points[index - 1]?.value == null && points[index + 1]?.value == null;
}

function actual({ points }: OptionInput, scale: { min: number; max: number }, colours: Colours) {
  const last = points.findLastIndex((point) => point.value !== null && !point.open);
  const data = points.map((point, index) => {
    if (point.open || index !== last) return { value: point.open ? null : point.value, symbolSize: stands(points, index) ? 5 : 0 };
    const hue = colours[symbols[point.light] ?? "kpi"]!;
    return {
      value: point.value,
      symbolSize: 8,
      itemStyle: { color: hue, borderColor: colours.surface, borderWidth: 1.5 },
      label: {
        show: true,
        formatter: point.shown,
        position: labelSide(points, last, scale),
        // Left of the line of today, so that it never lies on the words of a threshold at the right edge.
        align: "right",
        offset: [-6, 0],
        distance: 8,
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

/** Over missing periods the way is not known: thin dots, never a solid line. */
function unknownWay({ points }: OptionInput, colours: Colours) {
  return {
    type: "line",
    data: points.map((point) => (point.open ? null : point.value)),
    z: 3,
    silent: true,
    connectNulls: true,
    symbol: "none",
    lineStyle: { color: colours.kpi2, width: 1.2, type: [2, 3] },
  };
}

/** Values far from their own past: an empty diamond with its word, in ink, since it says nothing of good or bad. */
function unusual({ points }: OptionInput, colours: Colours) {
  const last = points.findLastIndex((point) => point.value !== null && !point.open);
  return {
    type: "line",
    silent: true,
    z: 5,
    showAllSymbol: true,
    lineStyle: { width: 0 },
    symbol: "diamond",
    symbolSize: 11,
    itemStyle: { color: colours.surface, borderColor: colours.ink, borderWidth: 1.5 },
    label: { show: true, position: "bottom", distance: 6, fontSize: 12, color: colours.ink2 },
    // The last value has its own mark and its figure; the page says beside it what is usual.
    data: points.map((point, index) => (point.unusual && index !== last ? { value: point.value, label: { formatter: point.unusual } } : null)),
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
  const before = points.slice(0, Math.max(0, open)).findLastIndex((point) => point.value !== null);
  if (before < 0) return null;
  const data = points.map((point, index) => (index === open || index === before ? point.value : null));
  return {
    type: "line",
    data,
    z: 3,
    silent: true,
    connectNulls: true,
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
  const { points, broken, words, tell, axis, narrow } = input;
  const colours = chartTheme();
  const of = (key: Line) => points.map((point) => point[key] ?? null);
  const has = (key: Line) => points.some((point) => point[key] != null);
  const line = (key: Line, colour: string, type: string | number[], width?: number) =>
    has(key) ? threshold(of(key), colour, type, words[key] ?? "", lift[key], width) : null;
  const { min, max } = range(points);
  const lift = lifts(points, { min, max });
  const text = { color: colours.ink3, fontSize: 12 };
  const series = [
    actual(input, { min, max }, colours),
    unknownWay(input, colours),
    points.some((point) => point.unusual) ? unusual(input, colours) : null,
    running(input, colours),
    now(points, { min, max }, colours),
    ...(has("target") && has("limit") && !has("limit_to") ? between(points, colours["watch-fill"]!) : []),
    has("limit") && (broken === "outside" || broken?.[0] === "<") ? beyond(of("limit"), colours["breach-fill"]!, "start") : null,
    has("limit") && broken?.[0] === ">" ? beyond(of("limit"), colours["breach-fill"]!, "end") : null,
    has("limit_to") && broken === "outside" ? beyond(of("limit_to"), colours["breach-fill"]!, "end") : null,
    line("target", colours.ink!, "solid", 1.3),
    line("watch", colours.ok!, "dashed"),
    line("watch_to", colours.ok!, "dashed"),
    line("recover", colours.rec!, [1.5, 3]),
    line("recover_to", colours.rec!, [1.5, 3]),
    line("limit", colours.breach!, [5, 3]),
    line("limit_to", colours.breach!, [5, 3]),
  ];
  return {
    animation: false,
    textStyle: { fontFamily: chartFont() },
    grid: { left: 4, right: narrow ? 84 : 96, top: 12, bottom: 4, containLabel: true },
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
