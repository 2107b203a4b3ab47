#pragma once

#include "modules/kpi/model.hpp"

/// How measures, KPIs and assignments change and end, and what is kept of that.
namespace twinrail::kpi {

// --- rows

enum class ChangedThing { measure, kpi, assignment };
DESCRIBE_ENUM(ChangedThing, measure, kpi, assignment);

/// One field that became another. `before` and `after` are as they are stored: a figure as exact
/// text, a person as its id, a condition as its operator and figures.
struct FieldChange {
  std::string field;
  std::optional<std::string> before;
  std::optional<std::string> after;
  friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

struct ChangeRow {
  std::int64_t id = 0;
  ChangedThing thing = ChangedThing::kpi;
  std::int64_t thing_id = 0;
  Date valid_from;
  std::string field;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::string reason;
  Instant recorded_at;
  AccountId recorded_by;
  std::optional<PersonId> recorded_person;
};
DESCRIBE(ChangeRow, id, thing, thing_id, valid_from, field, before, after, reason, recorded_at,
         recorded_by, recorded_person);
TABLE(ChangeRow, "kpi_change", id);

// --- requests and replies

/// From a day on, not before today; what is absent stays.
struct ChangeAssignment {
  AssignmentId assignment;
  Date from;
  Text<500> reason;
  std::optional<PersonId> owner;
  std::optional<bool> nobody;  ///< nobody answers for it
  std::optional<Weight> weight;
  std::optional<bool> veto;
  std::optional<BreachSetting> breach;
  std::optional<bool> no_breach;  ///< nobody is warned
  std::optional<Int<0, 366>> grace_days;
};
DESCRIBE(ChangeAssignment, assignment, from, reason, owner, nobody, weight, veto, breach, no_breach,
         grace_days);

/// Names and the like count at once, for all days; how it is worked out from the day on. What is
/// absent stays. Its code, frequency and direction stay: with others it is another KPI.
struct ChangeKpi {
  KpiId kpi;
  Date from;
  Text<500> reason;
  std::optional<Names> names;
  std::optional<Names> category;
  std::optional<Text<32>> unit;
  std::optional<Int<0, 6>> decimals;
  std::optional<LeadLag> lead_lag;
  std::optional<Text<4000>> formula;
  std::optional<TimeAgg> time_agg;
  std::optional<OrgAgg> org_agg;
};
DESCRIBE(ChangeKpi, kpi, from, reason, names, category, unit, decimals, lead_lag, formula, time_agg,
         org_agg);

/// What a KPI means, anew: all of it.
struct SetKpiWords : KpiWords {
  KpiId kpi;
};
DESCRIBE_ON(SetKpiWords, KpiWords, kpi);

/// From a day on, not before today, it is not used any more; without a day it is used again.
struct RetireMeasure {
  MeasureId measure;
  std::optional<Date> from;
  Text<500> reason;
};
DESCRIBE(RetireMeasure, measure, from, reason);

/// Its assignments end with it.
struct RetireKpi {
  KpiId kpi;
  std::optional<Date> from;
  Text<500> reason;
};
DESCRIBE(RetireKpi, kpi, from, reason);

struct RetireAssignment {
  AssignmentId assignment;
  std::optional<Date> from;
  Text<500> reason;
};
DESCRIBE(RetireAssignment, assignment, from, reason);

struct KpiOf {
  KpiId kpi;
};
DESCRIBE(KpiOf, kpi);

struct MeasureHistoryOf {
  MeasureId measure;
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(MeasureHistoryOf, measure, cursor, limit);

struct KpiHistoryOf {
  KpiId kpi;
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(KpiHistoryOf, kpi, cursor, limit);

struct AssignmentHistoryOf {
  AssignmentId assignment;
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(AssignmentHistoryOf, assignment, cursor, limit);

/// One field that became another; those of one moment were changed together.
struct TermChangeView {
  std::int64_t id = 0;
  ChangedThing thing = ChangedThing::kpi;
  Date from;
  std::string field;
  std::optional<std::string> before;  ///< of an owner the name
  std::optional<std::string> after;
  std::string reason;
  Instant at;
  AccountId by;
  std::optional<std::string> by_name;
};
DESCRIBE(TermChangeView, id, thing, from, field, before, after, reason, at, by, by_name);

}  // namespace twinrail::kpi
