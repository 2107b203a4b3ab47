#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"

/// What the links between the two rails compute. They stand here because both rails use them: a key
/// result takes the value of a KPI, an objective's grade is capped by one. Pure and exact.
namespace twinrail::links {

/// A KPI's value of one period: a figure, or a numerator and a denominator.
struct DrivingPeriod {
  std::string period;  ///< label; periods go by their labels ("2026-05" before "2026-06")
  std::optional<Decimal> value;
  std::optional<Decimal> numerator;    ///< set with `quotient`
  std::optional<Decimal> denominator;  ///< set with `quotient`
  bool quotient = false;               ///< the figure is numerator / denominator
  std::optional<Date> recorded_on;
};

/// Which periods of the KPI make the key result's value: the newest that is over; the newest, also
/// while it runs; all of the cycle; the last so many.
enum class ValueSpan { period, cycle_to_date, rolling, running };
/// How values of several periods (not numerators and denominators) become one.
enum class ValueAgg { last, avg, sum };

/// A value that a person typed although the link drives the key result.
struct TypedValue {
  Decimal value;
  std::optional<std::string> override_reason;
};

struct DriveQuestion {
  Decimal baseline;                           ///< frozen when the objective became active
  std::optional<Decimal> baseline_corrected;  ///< what the KPI says of that moment now
  Decimal kr_target;
  std::vector<DrivingPeriod> series;  ///< the periods of the cycle, in any order
  ValueSpan span = ValueSpan::period;
  int k = 1;  ///< for rolling: the last k periods with a value
  ValueAgg agg = ValueAgg::last;
  std::optional<Date> closed_on;  ///< nothing recorded later counts
  std::optional<TypedValue> typed;
};

struct DriveVerdict {
  std::optional<Fraction> value;      ///< where the key result stands: the KPI's, or the typed one
  std::optional<Fraction> kpi_value;  ///< the KPI's own by the rule, also under an override
  Fraction progress;                  ///< 0..1; 0 without a value
  std::optional<Fraction> raw;        ///< unclamped
  bool frozen = false;                ///< closed: what is recorded later does not count
  bool stale = false;                 ///< the newest period recorded by then has no value
  bool regressed = false;             ///< on the far side of the baseline
  bool overridden = false;            ///< the typed value, with its reason, stands
  std::optional<Decimal> baseline_delta;  ///< corrected baseline less the frozen one

  [[nodiscard]] bool measured() const { return value.has_value(); }
  /// "override", "regressed", "stale": those that hold, sorted.
  [[nodiscard]] std::vector<std::string> flags() const;
};

/// The value a driven key result takes. Throws Error "use_keep" (baseline = target) and then
/// "driven_key_result" (a typed value without a reason).
[[nodiscard]] DriveVerdict drive(const DriveQuestion& question);

/// The state of the KPI that guards an objective, as its breach machine says.
struct Guardrail {
  std::string kpi;
  bool in_breach = false;                       ///< confirmed: `firing` or `recovering`
  Decimal cap = Decimal::from_micros(700'000);  ///< 0.70
};

struct CapVerdict {
  Fraction final;
  std::optional<std::string> capped_by;  ///< only if the cap changed the result
};

/// The grade after the guardrails: the lowest cap in breach wins, of equals the first by name.
[[nodiscard]] CapVerdict guardrail_cap(const Fraction& raw,
                                       const std::vector<Guardrail>& guardrails);

/// Whether a key result that holds proposes a new target for its KPI. "At the floor or better" by
/// `higher_is_better`.
struct GraduationQuestion {
  bool higher_is_better = true;
  Decimal floor;
  int m = 2;                                   ///< periods that must hold; at least 1
  std::vector<std::optional<Decimal>> values;  ///< one per period, absent = missing
};

struct GraduationVerdict {
  bool close_proposed = false;
  std::optional<Decimal> proposed_floor;  ///< the worst of the m periods, if better than the floor
  bool needs_approval = false;            ///< whatever is proposed, the owner must say yes
};

[[nodiscard]] GraduationVerdict graduate(const GraduationQuestion& question);

/// Where a KPI should stand by now on its way back: launch + progress * (healthy - launch), with
/// progress clamped to 0..1. Shown beside the true figure, never instead of it.
[[nodiscard]] Fraction recovery_plan(Decimal at_launch, Decimal healthy, Decimal progress);

}  // namespace twinrail::links
