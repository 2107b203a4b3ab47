#pragma once

#include "modules/kpi/model_target.hpp"

/// What "explain this number" answers.
namespace twinrail::kpi {

// --- explain this number

struct ExplainPoint {
  AssignmentId assignment;
  Date start;
  std::optional<Instant> known_at;
};
DESCRIBE(ExplainPoint, assignment, start, known_at);

struct SourceUse {
  std::string source;
  Names names;
  std::int64_t readings = 0;
  std::optional<Instant> last_recorded_at;
};
DESCRIBE(SourceUse, source, names, readings, last_recorded_at);

struct MeasureUsed {
  MeasureId measure;
  std::string code;
  Names names;
  std::string unit;
  std::optional<Decimal> amount;  ///< of the period: a sum, or the newest level
  std::int64_t readings = 0;
  std::int64_t revisions = 0;
  std::optional<Instant> last_recorded_at;
  std::optional<Decimal> opening;    ///< the level before the period, where the formula asks for it
  std::optional<Date> opening_on;    ///< the day that the opening was read on
  std::optional<Decimal> last_year;  ///< of the same period a fiscal year earlier
};
DESCRIBE(MeasureUsed, measure, code, names, unit, amount, readings, revisions, last_recorded_at,
         opening, opening_on, last_year);

/// A currency that figures came in, and what one unit of it is worth to the unit that looks.
struct ExplainRate {
  std::string from;  ///< empty: of units that name no employer
  std::string to;
  rules::RateKind kind = rules::RateKind::closing;
  std::optional<Decimal> rate;  ///< absent: none is dated inside the period, so there is no value
  std::optional<Date> day;
};
DESCRIBE(ExplainRate, from, to, kind, rate, day);

struct ExplainRead {
  std::int64_t readings = 0;
  std::int64_t units = 0;
  std::vector<SourceUse> sources;
  std::vector<MeasureUsed> measures;
  std::vector<ExplainRate> rates;
};
DESCRIBE(ExplainRead, readings, units, sources, measures, rates);

struct ExplainPeriod {
  std::string zone;
  Frequency grid = Frequency::month;
  Date start;
  Date end;
  bool open = false;
};
DESCRIBE(ExplainPeriod, zone, grid, start, end, open);

struct ExplainCompute {
  std::string formula;
  std::string substituted;  ///< the formula with its figures
  std::optional<Decimal> value;
  std::optional<std::string> exact;  ///< numerator/denominator in lowest terms
  std::optional<std::string> null_reason;
  std::optional<Ratio> coverage;
  std::int64_t rows_used = 0;
  std::int64_t rows_seen = 0;
};
DESCRIBE(ExplainCompute, formula, substituted, value, exact, null_reason, coverage, rows_used,
         rows_seen);

struct ExplainJudge {
  std::optional<rules::ColourRule> rule;
  std::optional<Decimal> target;
  std::optional<Decimal> achievement;
  std::optional<Colour> colour;
  std::optional<Decimal> green;  ///< the watch line; the first end of a range
  std::optional<Decimal> green_to;
  std::optional<Decimal> amber;  ///< the red line, itself still amber
  std::optional<Decimal> amber_to;
  BreachPhase state = BreachPhase::ok;
  std::int64_t count = 0;
  std::int64_t n = 0;
  std::int64_t m = 0;
  std::optional<Decimal> limit;
  std::optional<Decimal> limit_to;
  std::optional<std::string> limit_op;
  std::optional<TargetChangeView> retargeted;  ///< its target was changed after it had ended
};
DESCRIBE(ExplainJudge, rule, target, achievement, colour, green, green_to, amber, amber_to, state,
         count, n, m, limit, limit_to, limit_op, retargeted);

struct Explanation {
  AssignmentId assignment;
  Date start;
  Date end;
  std::string label;
  std::optional<Decimal> value;
  ExplainRead read;
  ExplainPeriod period;
  ExplainCompute compute;
  ExplainJudge judge;
  KpiWords words;  ///< what the KPI means
};
DESCRIBE(Explanation, assignment, start, end, label, value, read, period, compute, judge, words);

}  // namespace twinrail::kpi
