import type { LucideIcon } from "lucide-react";
import css from "./narrow_icon.module.css";

type Props = { icon: LucideIcon; label: string; tone: "kpi" | "ink3" };

/** Says below 1180 px in the row what a wider window draws beside it. */
export function NarrowIcon({ icon: Icon, label, tone }: Props) {
  return (
    <span className={css.icon} style={{ color: `var(--${tone})` }} title={label}>
      <Icon size={13} strokeWidth={1.75} aria-label={label} role="img" />
    </span>
  );
}
