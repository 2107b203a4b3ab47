import type { LightKey, Pace } from "~/api/types";
import { type Key, useT } from "./i18n/words";
import "./light.css";

/** Everything that Light can draw: the KPI words, the pace words, late and early. */
export type Status =
  | LightKey
  | "late"
  | "early"
  | "on_track"
  | "ahead"
  | "at_risk"
  | "off_track"
  | "outdated"
  | "pending"
  | "closed"
  | "not_assessed";

type ShapeName = "ok" | "watch" | "breach" | "rec" | "none" | "late" | "early";

const shapes: Record<Status, ShapeName | null> = {
  ok: "ok",
  on_track: "ok",
  ahead: "ok",
  watch: "watch",
  at_risk: "watch",
  breach: "breach",
  off_track: "breach",
  rec: "rec",
  none: "none",
  pending: "none",
  late: "late",
  outdated: "late",
  early: "early",
  plain: null,
  closed: null,
  not_assessed: null,
};

/** Ahead is on pace with ten points in hand; the server only says "on track". */
export function paceStatus(pace: Pace, gap: string | null): Status {
  if (pace === "too_early") return "early";
  if (pace === "on_track" && gap !== null && Number(gap) >= 0.1) return "ahead";
  return pace;
}

export function Shape({ of, size = 12 }: { of: Status; size?: number }) {
  const shape = shapes[of];
  if (!shape) return null;
  return (
    <svg className={`shape ${shape}`} width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      {drawing[shape]}
    </svg>
  );
}

const drawing: Record<ShapeName, React.ReactNode> = {
  ok: <circle cx="6" cy="6" r="4.4" />,
  watch: <path d="M6 1.2 11.4 10.8H.6Z" />,
  breach: <path d="M6 .4 11.6 6 6 11.6.4 6Z" />,
  rec: (
    <>
      <circle cx="6" cy="6" r="4.7" className="ring" />
      <path d="M6 1.3a4.7 4.7 0 0 0 0 9.4Z" />
    </>
  ),
  none: <circle cx="6" cy="6" r="4.7" className="ring dashed" />,
  late: (
    <>
      <circle cx="6" cy="6" r="5" className="ring" />
      <path d="M6 3.1V6.2L8.1 7.4" className="ring" />
    </>
  ),
  early: <circle cx="6" cy="6" r="4.6" className="ring" />,
};

/** The one drawing of a status in the whole client: shape first, word second, colour third. */
export function Light(props: { of: Status; note?: string; bare?: boolean; size?: number }) {
  const t = useT();
  const word = t(`ui.light.${props.of}` as Key);
  return (
    <span className={`light ${shapes[props.of] ?? "plain"}`}>
      <Shape of={props.of} size={props.size} />
      <span className={props.bare ? "sr" : "word"}>{word}</span>
      {props.note ? <span className="age">{props.note}</span> : null}
    </span>
  );
}
