/** Under the figure of a metric's page, in sentences: what is missing of it, how old it is, what is unusual, which of its lines disagree. */
import { CircleCheck, CircleDashed, Diamond, History, type LucideIcon, TriangleAlert } from "lucide-react";
import { useCan } from "~/api/session";
import type { KpiRow } from "~/api/types";
import { dayInText, redLine } from "~/ui/format";
import { type Translate, useWords } from "~/ui/i18n/words";
import { useScope } from "~/ui/router";
import { figureDay, isLacking, isOld, outlierText } from "./FigureMarks";
import css from "./figure_marks.module.css";

type Note = { icon: LucideIcon; text: string; quiet?: boolean; act?: boolean };

/** Of those that are not in, the ones whose time is over; what the value is made of is said where there is one. */
function lackingText({ reported, actual }: KpiRow, t: Translate): string {
  const { due, in: there, late } = reported!;
  return [t("figures.lacking", { due, in: there }), late > 0 ? t("figures.missing", { late }) : "", actual === null ? "" : t("figures.made_of")].join("");
}

function useNotes(row: KpiRow): Note[] {
  const { t, language } = useWords();
  const { reported, behind, outlier, lines_differ: differ } = row;
  const on = dayInText(figureDay(row), language);
  const fresh = behind === 0 ? t("figures.fresh", { day: on }) : "";
  const red = redLine(row, row.unit, row.decimals, t);
  const notes: (Note | null)[] = [
    isLacking(row) ? { icon: CircleDashed, text: lackingText(row, t) } : null,
    isOld(row) ? { icon: History, text: t("figures.behind", { day: on, age: row.age!, behind: behind! }) } : null,
    reported && !isLacking(row) ? { icon: CircleCheck, quiet: true, text: [t("figures.whole", { due: reported.due }), fresh].filter(Boolean).join(" · ") } : null,
    !reported && fresh ? { icon: CircleCheck, quiet: true, text: fresh } : null,
    outlier ? { icon: Diamond, text: `${outlierText(row, t)}${t("figures.colour_stays")}` } : null,
    differ ? { icon: TriangleAlert, act: true, text: t(`figures.${differ}`, { red }) } : null,
  ];
  return notes.filter((note) => note !== null);
}

export default function FigureNotes({ row }: { row: KpiRow }) {
  const { t } = useWords();
  const may = useCan()("kpi.define");
  const [, setSearch] = useScope();
  const notes = useNotes(row);
  if (notes.length === 0) return null;
  return (
    <ul className={css.notes} aria-label={t("figures.title")}>
      {notes.map(({ icon: Icon, text, quiet, act }) => (
        <li key={text} className={quiet ? css.quiet : undefined}>
          <Icon size={13} strokeWidth={1.75} aria-hidden="true" />
          <span>
            {text}{" "}
            {act && may ? (
              <button type="button" className="link-btn" onClick={() => setSearch({ edit: "target", readings: undefined }, true)}>
                {t("figures.set_target")}
              </button>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
