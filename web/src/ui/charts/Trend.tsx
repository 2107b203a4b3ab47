/** A metric over its periods with the thresholds that were in force then. */
import { LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use as register } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useMode } from "../theme";
import { type TrendPoint, type TrendWords, trendOption } from "./trend_option";
import "./chart.css";

register([LineChart, GridComponent, TooltipComponent, SVGRenderer]);

type TrendProps = {
  points: TrendPoint[];
  /** How the red line is broken, as its rule says it. */
  broken: string | null;
  words: TrendWords;
  /** One sentence: what the chart shows. */
  finding: string;
  /** The tooltip's lines for a period; the same content on keyboard focus. */
  tell: (index: number) => string[];
  axis: (value: number) => string;
  height?: number;
};

export default function Trend({ points, broken, words, finding, tell, axis, height = 290 }: TrendProps) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const at = useRef(points.length - 1);
  const mode = useMode();
  useEffect(() => {
    const element = frame.current!;
    chart.current = init(element, undefined, { renderer: "svg" });
    const observer = new ResizeObserver(() => chart.current?.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current?.dispose();
    };
  }, []);
  useEffect(() => {
    const narrow = (frame.current?.clientWidth ?? 0) < 480;
    chart.current?.setOption(trendOption({ points, broken, words, tell, axis, narrow }), true);
  }, [points, broken, words, tell, axis, mode]);
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    at.current = Math.min(points.length - 1, Math.max(0, at.current + by));
    chart.current?.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at.current });
  };
  return (
    <div
      ref={frame}
      className="chart"
      role="img"
      tabIndex={0}
      aria-label={finding}
      style={{ height }}
      onKeyDown={onKey}
      onBlur={() => chart.current?.dispatchAction({ type: "hideTip" })}
    />
  );
}
