import { CalendarCheck, ClipboardCheck, FilePenLine, Flag, ShieldAlert, Target } from "lucide-react";
import { Shape } from "~/ui/Light";
import { classes } from "~/ui/classes";
import { type Key, useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { Empty } from "~/ui/states";
import type { Todo } from "../queries";
import { ageOf, noteOf, targetOf, titleOf } from "./todo";
import css from "./day.module.css";

const icons = { breach: ShieldAlert, approval: ClipboardCheck, entry: FilePenLine, check_in: Target, review: Flag, close: CalendarCheck };

/** What waits for the reader, by consequence; each line has its act beside it. */
export function DayTodos({ todos }: { todos: Todo[] }) {
  const { t } = useWords();
  const breaches = todos.some(({ kind }) => kind === "breach");
  return (
    <section className="card" aria-label={t("dashboard.ui.day_todo")}>
      <header className="card-head">
        <h2>{t("dashboard.ui.day_todo")}</h2>
        <span className="note num">{todos.length}</span>
        <span className="grow" />
        <span className={`note ${css.keys}`}>{t(breaches ? "dashboard.ui.day_todo_keys" : "dashboard.ui.day_todo_note")}</span>
        <Link to="/inbox" className={css.inbox}>
          {t("dashboard.ui.day_inbox")}
        </Link>
      </header>
      {todos.length === 0 ? <Empty title={t("dashboard.ui.day_todo_none")} text={t("dashboard.ui.day_todo_none_text")} /> : null}
      <ul>
        {todos.map((todo, index) => (
          <TodoLine key={`${todo.kind}${todo.subject}`} todo={todo} first={index === 0} />
        ))}
      </ul>
    </section>
  );
}

function TodoLine({ todo, first }: { todo: Todo; first: boolean }) {
  const { t, language } = useWords();
  const Icon = icons[todo.kind];
  const late = todo.kind === "check_in" || (todo.kind === "review" && todo.days > 0);
  return (
    <li className={css.todo}>
      {todo.kind === "breach" ? <Shape of="breach" size={14} /> : <Icon size={16} strokeWidth={1.75} aria-hidden="true" className={todo.kind === "check_in" ? css.okr : undefined} />}
      <span className={css.what}>
        <Link {...targetOf(todo)} className={`row-link ell ${css.title}`} data-row>
          {titleOf(todo, t, language)}
        </Link>
        <span className="note ell">{noteOf(todo, t, language)}</span>
      </span>
      <span className={classes("note", late && css.late)}>{ageOf(todo, t)}</span>
      <Link {...targetOf(todo)} className={classes("btn", first && "primary", css.act)} tabIndex={-1} aria-hidden="true">
        {t(`dashboard.ui.act_${todo.kind}` as Key)}
      </Link>
    </li>
  );
}
