#include "modules/kpi/rules_term.hpp"

namespace twinrail::kpi::rules {
namespace {

/// Takes what a term says of an assignment, or says it of it.
template <class To, class From>
void take_terms(To& to, const From& from) {
  to.owner = from.owner;
  to.weight = from.weight;
  to.veto = from.veto;
  to.breach_op = from.breach_op;
  to.breach_value = from.breach_value;
  to.breach_value_to = from.breach_value_to;
  to.recover_op = from.recover_op;
  to.recover_value = from.recover_value;
  to.recover_value_to = from.recover_value_to;
  to.n = from.n;
  to.m = from.m;
  to.grace_days = from.grace_days;
}

AssignmentTermRow term_of(const AssignmentRow& row, Date from) {
  AssignmentTermRow term{.assignment = row.id, .valid_from = from, .valid_to = Date::last()};
  take_terms(term, row);
  return term;
}

KpiTermRow term_of(const KpiRow& row, Date from) {
  return {.kpi = row.id,
          .valid_from = from,
          .valid_to = Date::last(),
          .formula = row.formula,
          .time_agg = row.time_agg,
          .org_agg = row.org_agg};
}

template <class Term>
const Term* in_force_on(std::span<const Term> terms, Date day) {
  const Term* found = nullptr;
  for (const Term& term : terms)
    if (term.valid_from <= day && day <= term.valid_to) found = &term;
  return found;
}

/// `first` is the day from which what holds now did hold, where nothing ever changed.
template <class Row, class Term>
TermChange<Term> changed(const Row& now, std::span<const Term> stored, const Row& wanted, Date from,
                         Date first) {
  TermChange<Term> change;
  bool any = false;
  for (const Term& term : stored) {
    if (term.valid_to < term.valid_from) continue;
    any = true;
    if (term.valid_from > from)
      throw Error(Fault::conflict, "kpi.change_planned",
                  Arguments{{"day", term.valid_from.to_string()}});
    if (term.valid_to < from) continue;
    change.ended.push_back(term);
    change.ended.back().valid_to = from - 1;
  }
  if (!any && first < from) {
    change.added.push_back(term_of(now, first));
    change.added.back().valid_to = from - 1;
  }
  change.added.push_back(term_of(wanted, from));
  return change;
}

std::optional<std::string> text(const std::optional<Decimal>& figure) {
  return figure ? std::optional(figure->to_string()) : std::nullopt;
}

/// "< 0.9", or "outside 0.9 1.1"; nothing without an operator.
std::optional<std::string> condition(const std::optional<std::string>& op,
                                     const std::optional<Decimal>& value,
                                     const std::optional<Decimal>& to) {
  if (!op || !value) return std::nullopt;
  std::string words = *op + " " + value->to_string();
  if (to) words += " " + to->to_string();
  return words;
}

std::optional<std::string> present(const std::string& words) {
  return words.empty() ? std::nullopt : std::optional(words);
}

/// Collects what differs.
class Differences {
 public:
  void add(const char* field, std::optional<std::string> before, std::optional<std::string> after) {
    if (before != after) list_.push_back({field, std::move(before), std::move(after)});
  }
  [[nodiscard]] std::vector<FieldChange> take() { return std::move(list_); }

 private:
  std::vector<FieldChange> list_;
};

std::optional<std::string> day_text(const std::optional<Date>& day) {
  return day ? std::optional(day->to_string()) : std::nullopt;
}

}  // namespace

KpiRow with_term(KpiRow kpi, const KpiTermRow& term) {
  kpi.formula = term.formula;
  kpi.time_agg = term.time_agg;
  kpi.org_agg = term.org_agg;
  return kpi;
}

AssignmentRow held_on(const AssignmentWithTargets& assignment, Date day) {
  AssignmentRow row = assignment.row;
  if (const auto* term = in_force_on(std::span(assignment.terms), day)) take_terms(row, *term);
  return row;
}

KpiRow held_on(const KpiRow& now, std::span<const KpiTermRow> terms, Date day) {
  const KpiTermRow* term = in_force_on(terms, day);
  return term ? with_term(now, *term) : now;
}

TermChange<AssignmentTermRow> change_term(const AssignmentRow& now,
                                          std::span<const AssignmentTermRow> stored,
                                          const AssignmentRow& wanted, Date from) {
  return changed(now, stored, wanted, from, now.valid_from);
}

TermChange<KpiTermRow> change_term(const KpiRow& now, std::span<const KpiTermRow> stored,
                                   const KpiRow& wanted, Date from) {
  return changed(now, stored, wanted, from, Date::first());
}

bool judges_otherwise(const AssignmentRow& a, const AssignmentRow& b) {
  return a.breach_op != b.breach_op || a.breach_value != b.breach_value ||
         a.breach_value_to != b.breach_value_to || a.recover_op != b.recover_op ||
         a.recover_value != b.recover_value || a.recover_value_to != b.recover_value_to ||
         a.n != b.n || a.m != b.m || a.grace_days != b.grace_days;
}

bool counts(const AssignmentRow& assignment, const Period& period) {
  return period.last_day() <= assignment.valid_to;
}

std::vector<FieldChange> differences(const MeasureRow& before, const MeasureRow& after) {
  Differences d;
  d.add("name_zh", present(before.name_zh), present(after.name_zh));
  d.add("name_en", present(before.name_en), present(after.name_en));
  d.add("unit", present(before.unit), present(after.unit));
  d.add("money", before.money ? "yes" : "no", after.money ? "yes" : "no");
  d.add("least", text(before.least), text(after.least));
  d.add("most", text(before.most), text(after.most));
  d.add("retired_from", day_text(before.retired_from), day_text(after.retired_from));
  return d.take();
}

std::vector<FieldChange> differences(const KpiRow& before, const KpiRow& after) {
  Differences d;
  d.add("name_zh", present(before.name_zh), present(after.name_zh));
  d.add("name_en", present(before.name_en), present(after.name_en));
  d.add("category_zh", present(before.category_zh), present(after.category_zh));
  d.add("category_en", present(before.category_en), present(after.category_en));
  d.add("formula", before.formula, after.formula);
  d.add("time_agg", std::string(enum_name(before.time_agg)),
        std::string(enum_name(after.time_agg)));
  d.add("org_agg", std::string(enum_name(before.org_agg)), std::string(enum_name(after.org_agg)));
  d.add("unit", present(before.unit), present(after.unit));
  d.add("decimals", std::to_string(before.decimals), std::to_string(after.decimals));
  d.add("lead_lag", std::string(enum_name(before.lead_lag)),
        std::string(enum_name(after.lead_lag)));
  d.add("retired_from", day_text(before.retired_from), day_text(after.retired_from));
  return d.take();
}

std::vector<FieldChange> differences(const KpiWords& before, const KpiWords& after) {
  Differences d;
  const auto add = [&](const char* field, auto of) {
    d.add(field, present(before.*of), present(after.*of));
  };
  add("purpose_zh", &KpiWords::purpose_zh);
  add("purpose_en", &KpiWords::purpose_en);
  add("counted_zh", &KpiWords::counted_zh);
  add("counted_en", &KpiWords::counted_en);
  add("left_out_zh", &KpiWords::left_out_zh);
  add("left_out_en", &KpiWords::left_out_en);
  add("origin_zh", &KpiWords::origin_zh);
  add("origin_en", &KpiWords::origin_en);
  add("answers_zh", &KpiWords::answers_zh);
  add("answers_en", &KpiWords::answers_en);
  return d.take();
}

std::vector<FieldChange> differences(const AssignmentRow& before, const AssignmentRow& after) {
  Differences d;
  const auto owner = [](const AssignmentRow& row) {
    return row.owner ? std::optional(std::to_string(row.owner->value)) : std::nullopt;
  };
  const auto red = [](const AssignmentRow& row) {
    return condition(row.breach_op, row.breach_value, row.breach_value_to);
  };
  const auto recover = [](const AssignmentRow& row) {
    return condition(row.recover_op, row.recover_value, row.recover_value_to);
  };
  const auto end = [](const AssignmentRow& row) {
    return row.valid_to == Date::last() ? std::nullopt : std::optional(row.valid_to.to_string());
  };
  d.add("owner", owner(before), owner(after));
  d.add("weight", before.weight.to_string(), after.weight.to_string());
  d.add("veto", before.veto ? "yes" : "no", after.veto ? "yes" : "no");
  d.add("breach", red(before), red(after));
  d.add("recover", recover(before), recover(after));
  d.add("n", std::to_string(before.n), std::to_string(after.n));
  d.add("m", std::to_string(before.m), std::to_string(after.m));
  d.add("grace_days", std::to_string(before.grace_days), std::to_string(after.grace_days));
  d.add("last_day", end(before), end(after));
  return d.take();
}

}  // namespace twinrail::kpi::rules
