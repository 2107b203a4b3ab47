/** What a to-do says, and where it leads. */
import { crossed, limit, linesOf, name, withUnit } from "~/ui/format";
import type { Key, Language, Translate } from "~/ui/i18n/words";
import type { Target } from "~/ui/router";
import type { MyDay, Todo } from "../queries";

export function targetOf(todo: Todo): Target {
  switch (todo.kind) {
    case "breach":
      return { to: "/", search: { acknowledge: todo.subject } };
    case "approval":
      return { to: `/inbox/${todo.subject}` };
    case "entry":
      return { to: "/entry" };
    case "check_in":
      return { to: `/check-in/${todo.subject}` };
    default:
      return { to: `/okr/cycles/${todo.subject}/close` };
  }
}

function breachNote({ warning, of }: Todo, t: Translate, language: Language): string {
  if (!warning) return name(of, language);
  const { breach, actual, unit, decimals } = warning;
  const passed = crossed(breach, actual);
  const args = {
    unit: name(warning.unit_names, language),
    value: withUnit(actual, unit, decimals, t, linesOf(breach)),
    limit: passed ? limit(passed.end, unit, decimals) : "",
  };
  return t(passed ? `dashboard.ui.todo_breach_${passed.side}` : "dashboard.ui.todo_breach_no_line", args);
}

export function titleOf(todo: Todo, t: Translate, language: Language): string {
  return t(`dashboard.ui.todo_${todo.kind}` as Key, { title: name(todo.title, language), count: todo.count });
}

export function noteOf(todo: Todo, t: Translate, language: Language): string {
  switch (todo.kind) {
    case "breach":
      return breachNote(todo, t, language);
    case "approval":
      return t("dashboard.ui.todo_approval_of", { kind: name(todo.of, language), by: todo.by_name ?? "" });
    case "entry":
      return t("dashboard.ui.todo_entry_of");
    case "check_in":
      return name(todo.of, language);
    case "review":
      return t("dashboard.ui.todo_review_of", { cycle: name(todo.title, language) });
    default:
      return t("dashboard.ui.todo_close_of");
  }
}

/** How long a breach or a request has waited, or how late the rest is. */
export function ageOf({ kind, days }: Todo, t: Translate): string {
  if (kind === "breach") return t("dashboard.ui.todo_age", { days });
  if (days === 0 || kind === "entry") return t("dashboard.ui.todo_today");
  return kind === "check_in" ? t("dashboard.ui.todo_late", { days }) : t("dashboard.ui.todo_age", { days });
}

/** The state of things in one sentence: what waits, and how the rest stands. */
export function sentenceOf(day: Pick<MyDay, "todos" | "behind" | "unit" | "goals" | "metrics">, t: Translate): string {
  const breaches = day.todos.filter(({ kind }) => kind === "breach").length;
  const others = day.todos.length - breaches;
  const { behind } = day;
  const knows = day.unit !== null || day.goals.length > 0 || day.metrics.length > 0;
  if (day.todos.length === 0) {
    if (!knows) return t("dashboard.ui.day_nothing");
    return behind > 0 ? t("dashboard.ui.day_quiet", { count: behind }) : t("dashboard.ui.day_all_well");
  }
  const waits = breaches > 0 ? t("dashboard.ui.day_breaches", { count: breaches }) : t("dashboard.ui.day_todos", { count: others });
  const more = breaches > 0 && others > 0 ? t("dashboard.ui.day_more", { count: others }) : "";
  return waits + more + (behind > 0 ? t("dashboard.ui.day_rest_behind", { count: behind }) : t("dashboard.ui.day_rest_well"));
}

/** Which words greet at an hour of the reader's clock. */
export function greetingAt(hour: number): Key {
  if (hour >= 4 && hour < 12) return "dashboard.ui.day_morning";
  return hour >= 12 && hour < 18 ? "dashboard.ui.day_noon" : "dashboard.ui.day_evening";
}
