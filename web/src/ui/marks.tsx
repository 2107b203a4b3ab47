/** The small marks that stand beside a number: bar, confidence, sparkline, avatar. Plain SVG and CSS. */
import { useState } from "react";
import type { Dec, LightKey, SparkPoint } from "~/api/types";
import { forDrawing, fixed } from "./decimal";
import { clamp01, daysBetween, initials, unknown } from "./format";
import "./marks.css";

type Rail = "okr" | "kr" | "kpi" | "watch" | "breach" | "none" | "data";

/** Length of progress with today's expectation as an ink mark. Clamped; the printed number is not. */
export function Bar(props: { value: Dec | null; expected?: Dec | null; rail?: Rail; width?: number }) {
  const { value, expected = null, rail = "okr", width } = props;
  return (
    <span className={`bar ${rail}`} style={width ? { width } : undefined} aria-hidden="true">
      <i style={{ width: `${clamp01(value) * 100}%` }} />
      {expected === null ? null : <b style={{ left: `${clamp01(expected) * 100}%` }} />}
    </span>
  );
}

/** Five rising ticks and 0.0–1.0. */
export function Confidence({ value, words }: { value: Dec | null; words?: string }) {
  const lit = Math.round((forDrawing(value) ?? 0) * 5);
  return (
    <span className="confidence">
      {words ? <span>{words}</span> : null}
      {value === null ? null : (
        <svg width="22" height="10" viewBox="0 0 22 10" aria-hidden="true">
          {[0, 1, 2, 3, 4].map((index) => {
            const height = 3 + index * 1.5;
            const on = index < lit ? "on" : undefined;
            return <rect key={index} className={on} x={index * 4.6} y={9.5 - height} width="3.2" height={height} rx="0.8" />;
          })}
        </svg>
      )}
      <span className="num">{value === null ? unknown : fixed(value, 1)}</span>
    </span>
  );
}

type SparkProps = { points: SparkPoint[]; goal: Dec | null; light: LightKey; label: string; width?: number };

/** Where each point stands between 0 and 1: by its day, the last at the right, twelve periods to the whole. */
export function placesOf(days: string[]): number[] {
  const at = days.map((day) => daysBetween(days[0]!, day));
  const step = Math.min(...at.slice(1).map((one, index) => one - at[index]!));
  const whole = Math.max(at.at(-1) ?? 0, Number.isFinite(step) ? 11 * step : 1);
  return at.map((one) => (whole - at.at(-1)! + one) / whole);
}

/** Twelve periods at a glance; a missing period leaves a gap, the target is the dotted line. */
export function Sparkline({ points, goal, light, label, width = 74 }: SparkProps) {
  const height = 22;
  const values = points.map((point) => forDrawing(point.value));
  const present = values.filter((value): value is number => value !== null);
  if (points.length === 0) return null;
  if (present.length === 0) return <span className="sr">{label}</span>;
  const target = forDrawing(goal);
  const all = target === null ? present : [...present, target];
  const low = Math.min(...all);
  const span = Math.max(...all) - low || 1;
  const places = placesOf(points.map(({ start }) => start));
  const x = (index: number) => 2 + places[index]! * (width - 6);
  const y = (value: number) => height - 3 - ((value - low) / span) * (height - 6);
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg className={`spark ${light}`} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {target === null ? null : <line className="goal" x1="1" x2={width - 1} y1={y(target)} y2={y(target)} />}
      {strokes(values, x, y).map((path) => (
        <path key={path} className="line" d={path} />
      ))}
      <circle className="last" cx={x(last)} cy={y(values[last]!)} r="2.4" />
    </svg>
  );
}

/** One path for each unbroken run of periods. */
export function strokes(
  values: (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string[] {
  const paths: string[] = [];
  let current = "";
  values.forEach((value, index) => {
    if (value === null) {
      if (current) paths.push(current);
      current = "";
      return;
    }
    current += `${current ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  });
  if (current) paths.push(current);
  return paths;
}

/** A number that fades in when it has changed while one looks; no counting up. */
export function Fresh({ value }: { value: string }) {
  const [seen, setSeen] = useState({ value, times: 0 });
  if (seen.value !== value) setSeen({ value, times: seen.times + 1 });
  return (
    <span key={seen.times} className={seen.times > 0 ? "changed" : undefined}>
      {value}
    </span>
  );
}

/** A quiet tint by person, so that a face is found again; it carries no meaning. */
function tintOf(person: string): number {
  let sum = 0;
  for (const char of person) sum += char.codePointAt(0)!;
  return sum % 5;
}

export function Avatar({ name, size = 24 }: { name: string; size?: 20 | 24 | 28 | 56 }) {
  const letters = initials(name);
  return (
    <span className={`avatar s${size} t${tintOf(name)}${letters.length > 1 ? " two" : ""}`} aria-hidden="true">
      {letters}
    </span>
  );
}

export function PersonTag({ name, size = 24 }: { name: string | null; size?: 20 | 24 | 28 }) {
  if (!name) return <span className="dim">{unknown}</span>;
  return (
    <span className="person">
      <Avatar name={name} size={size} />
      <span className="ell">{name}</span>
    </span>
  );
}
