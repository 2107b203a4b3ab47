/** On a metric's page: what it means in words, and what was changed of it. */
import { BookOpenText, History as HistoryIcon, Pencil } from "lucide-react";
import { useCan } from "~/api/session";
import type { Assignment, Kpi } from "~/api/types";
import { type Key, useWords } from "~/ui/i18n/words";
import { useScope } from "~/ui/router";
import { History } from "./History";
import { useHistory } from "./queries";
import css from "./life.module.css";

const fields = ["purpose", "counted", "left_out", "origin", "answers"] as const;

/** In the reader's language, or in the other one where it is said in that alone. */
export function wordsOf(words: Kpi["words"], language: "zh" | "en") {
  const other = language === "zh" ? "en" : "zh";
  return fields
    .map((field) => ({ field, text: words[`${field}_${language}`] || words[`${field}_${other}`], lang: words[`${field}_${language}`] ? language : other }))
    .filter(({ text }) => text !== "");
}

export default function LifeCards({ known }: { known: Assignment }) {
  return (
    <>
      <Words kpi={known.kpi} />
      <Changes known={known} />
    </>
  );
}

function Words({ kpi }: { kpi: Kpi }) {
  const { t, language } = useWords();
  const may = useCan()("kpi.define");
  const [, setSearch] = useScope();
  const said = wordsOf(kpi.words, language);
  return (
    <section className="card" aria-label={t("life.words")}>
      <header className="card-head">
        <BookOpenText size={15} strokeWidth={1.75} aria-hidden="true" />
        <h2 className="grow">{t("life.words")}</h2>
        {may ? (
          <button type="button" className="icon-btn" aria-label={t("life.words_add")} onClick={() => setSearch({ edit: "life", part: "words" }, true)}>
            <Pencil size={15} strokeWidth={1.75} />
          </button>
        ) : null}
      </header>
      <div className="card-body">
        {said.length === 0 ? (
          <p className="note">{t("life.words_none")}</p>
        ) : (
          <dl className={css.words}>
            {said.map(({ field, text, lang }) => (
              <div key={field}>
                <dt>{t(`life.${field}` as Key)}</dt>
                <dd lang={lang === "zh" ? "zh-CN" : "en"}>{text}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </section>
  );
}

function Changes({ known }: { known: Assignment }) {
  const { t } = useWords();
  const query = useHistory(known.row.assignment);
  return (
    <section className="card" aria-label={t("life.history")}>
      <header className="card-head">
        <HistoryIcon size={15} strokeWidth={1.75} aria-hidden="true" />
        <h2 className="grow">{t("life.history")}</h2>
      </header>
      <div className="card-body">
        <History query={query} of={known.kpi} />
      </div>
    </section>
  );
}
