/** Changes a metric of a unit from a day on, says what it means, and ends it. */
import type { Assignment } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { Pick } from "~/ui/form/Form";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useScope } from "~/ui/router";
import AssignmentForm from "./AssignmentForm";
import { KpiForm, WordsForm } from "./KpiForms";
import { RetireForms } from "./RetireForms";
import css from "./life.module.css";

const parts = ["assignment", "kpi", "words", "end"] as const;
type Part = (typeof parts)[number];

export default function LifeDrawer({ known, onClose }: { known: Assignment; onClose: () => void }) {
  const { t, language } = useWords();
  const [search, setSearch] = useScope();
  const part = parts.find((one) => one === search.part) ?? "assignment";
  const close = () => {
    setSearch({ part: undefined });
    onClose();
  };
  const form = { known, onDone: close };
  return (
    <Drawer
      label={t("life.title")}
      rail="kpi"
      onClose={close}
      head={
        <>
          <p className="kind">
            <span className="tag kpi">{known.row.code}</span>
            <span className="note">
              {name(known.row.names, language)} {name(known.row.unit_names, language)}
            </span>
          </p>
          <h2>{t("life.title")}</h2>
        </>
      }
    >
      <div className={css.parts}>
        <Pick<Part> label={t("life.part")} value={part} choices={parts.map((value) => ({ value, label: t(`life.part_${value}`) }))} onChange={(next) => setSearch({ part: next })} />
      </div>
      {part === "assignment" ? <AssignmentForm {...form} /> : null}
      {part === "kpi" ? <KpiForm {...form} /> : null}
      {part === "words" ? <WordsForm {...form} /> : null}
      {part === "end" ? <RetireForms {...form} /> : null}
    </Drawer>
  );
}
