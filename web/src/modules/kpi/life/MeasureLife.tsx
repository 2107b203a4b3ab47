import { History as HistoryIcon, PowerOff } from "lucide-react";
import { useCan } from "~/api/session";
import type { Measure } from "~/api/types";
import { dayInText } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useScope } from "~/ui/router";
import { History } from "./History";
import { MeasureRetirement } from "./RetireForms";
import { useMeasureHistory } from "./queries";

/** What was changed of a measure, and the way to end its use. */
export default function MeasureLife({ measure }: { measure: Measure }) {
  const { t, language } = useWords();
  const may = useCan()("kpi.define");
  const [search, setSearch] = useScope();
  const query = useMeasureHistory(measure.id);
  return (
    <section aria-label={t("life.history")}>
      <header className="row">
        <HistoryIcon size={15} strokeWidth={1.75} aria-hidden="true" />
        <h2>{t("life.history")}</h2>
        {measure.retired_from === null ? null : <span className="tag">{t("life.measure_again_text", { day: dayInText(measure.retired_from, language) })}</span>}
        <span className="grow" />
        {may ? (
          <button type="button" className="btn" onClick={() => setSearch({ retire: 1 }, true)}>
            <PowerOff size={15} strokeWidth={1.75} aria-hidden="true" />
            {t(measure.retired_from === null ? "life.measure_title" : "life.measure_again")}
          </button>
        ) : null}
      </header>
      <History query={query} of={{ unit: measure.unit, decimals: 6 }} />
      {search.retire !== undefined && may ? <MeasureRetirement measure={measure} onClose={() => setSearch({ retire: undefined })} /> : null}
    </section>
  );
}
