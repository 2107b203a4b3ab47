import { fixed } from "~/ui/decimal";
import { name, points } from "~/ui/format";
import { type Key, type Language, type Translate, useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import type { Week } from "../queries";
import { Decisions } from "./Decisions";
import css from "./week.module.css";

type Item = Week["agenda"][number];

export function agendaTitle(item: Item, t: Translate, language: Language): string {
  const several = item.kind === "breach" && item.count > 1 ? "breaches" : item.kind;
  return t(`dashboard.ui.agenda_${several}` as Key, {
    title: name(item.title, language),
    unit: name(item.unit_names, language),
    count: item.count,
    done: item.done,
    points: points(item.points).replace(/^[−-]/, ""),
    confidence: item.confidence === null ? "" : fixed(item.confidence, 1),
  });
}

/** Minutes since the meeting began as 0:10. */
const at = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

/** What the meeting decides on, the gravest first, each with its minutes, its owner and a line to write on. */
export function Agenda({ sheet }: { sheet: Week }) {
  const { t, language } = useWords();
  const minutes = sheet.agenda.reduce((sum, item) => sum + item.minutes, 0);
  return (
    <aside className={css.agenda} aria-label={t("dashboard.ui.agenda")}>
      <header className={css.part}>
        <h2>{t("dashboard.ui.agenda")}</h2>
        <span className="note">{t("dashboard.ui.agenda_note", { minutes })}</span>
      </header>
      {sheet.agenda.length === 0 ? <p className="note">{t("dashboard.ui.agenda_none")}</p> : null}
      <ol>
        {sheet.agenda.map((item) => (
          <li key={`${item.kind}${item.subject}`}>
            <span className={css.time}>
              <b className="num">{at(item.from_minute)}</b>
              <span className="note">{t("dashboard.ui.agenda_minutes", { minutes: item.minutes })}</span>
            </span>
            <span className={css.item}>
              <b>{agendaTitle(item, t, language)}</b>
              {item.owners.length > 0 ? (
                <span className={css.owners}>
                  <Avatar name={item.owners[0]!} size={20} />
                  {item.owners.slice(0, 4).join(language === "zh" ? "、" : ", ")}
                </span>
              ) : null}
              <span>{t("dashboard.ui.decide", { what: t(`dashboard.ui.decide_${item.kind}` as Key) })}</span>
              {item.kind === "silence" || item.kind === "decisions" ? null : (
                <span className={`note ${css.write}`} aria-hidden="true">
                  {t("dashboard.ui.line_decision")}
                  <i className={css.long} />
                  {t("dashboard.ui.line_who")}
                  <i />
                  {t("dashboard.ui.line_when")}
                  <i />
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
      {sheet.agenda_left > 0 ? <p className="note">{t("dashboard.ui.agenda_left", { count: sheet.agenda_left })}</p> : null}
      <Decisions sheet={sheet} />
    </aside>
  );
}
