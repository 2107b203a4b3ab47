import { useState } from "react";
import type { SlotProps } from "~/app/slots";
import { Light } from "~/ui/Light";
import { Slot } from "~/ui/Slot";
import { Segmented } from "~/ui/controls";
import { useT } from "~/ui/i18n/words";
import { Avatar, Bar, Confidence, PersonTag, Sparkline } from "~/ui/marks";

const sample = (values: number[]) => values.map((value, index) => ({ start: `2026-01-${10 + index}`, value: String(value), light: "ok" as const }));

/** A made-up quarter for the strip: progress by week and counts by status. */
const strip: SlotProps["twin.strip"] = {
  cycle: { week: 7, weeks: 13, day: 49, days: 92 },
  weeks: Array.from({ length: 13 }, (_, index) => ({
    index: index + 1,
    start: "2026-10-01",
    end: "2026-10-07",
    progress: index < 7 ? ((index + 1) * 0.07).toFixed(2) : null,
    expected: ((index + 1) / 13).toFixed(2),
    ok: index < 7 ? 15 - (index % 3) : 0,
    watch: index < 7 ? (index % 3) + 1 : 0,
    breach: index > 1 && index < 7 ? 1 : 0,
    rec: index > 4 && index < 7 ? 1 : 0,
    none: index < 7 ? 1 : 0,
    now: index === 6,
  })),
  okr: { progress: "0.49", expected: "0.53", gap: "-0.04", pace: "on_track", coverage: "1", counted: 3, recovery: 0, recovery_progress: null, forecast: "0.86", key_results: 10, covered: 10 },
};

export function Marks() {
  const t = useT();
  const [view, setView] = useState<"both" | "okr" | "kpi">("both");
  return (
    <section className="card style-card">
      <h2>{t("shell.style_marks")}</h2>
      <div className="row style-wrap style-marks">
        <Bar value="0.4" expected="0.53" width={180} />
        <Bar value="0.68" expected="0.53" rail="kr" width={120} />
        <Bar value="0.94" expected="1" rail="kpi" width={120} />
        <Light of="at_risk" />
        <Light of="breach" note={t("ui.day_n", { days: 12 })} />
        <Confidence value="0.6" />
        <Sparkline points={sample([5, 4.8, 4.9, 4.6, 4.4, 4.1, 4, 3.6, 3.2, 2.9, 2.6, 2.4])} goal="4.6" light="breach" label={t("shell.style_marks")} />
        <Sparkline points={sample([2, 2.2, 2.1, 2.5, 2.6, 3, 3.2, 3.1, 3.4, 3.6, 3.7, 3.9])} goal="3" light="ok" label={t("shell.style_marks")} />
        <PersonTag name="周明远" />
        <Avatar name="Maria Lopez" size={28} />
        <Segmented
          label={t("shell.style_controls")}
          value={view}
          choices={[
            { value: "both", label: t("shell.group_dual") },
            { value: "okr", label: "OKR" },
            { value: "kpi", label: "KPI" },
          ]}
          onChange={setView}
        />
      </div>
      <Slot name="twin.strip" {...strip} />
    </section>
  );
}
