#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/describe.hpp"
#include "base/formula.hpp"
#include "base/ids.hpp"
#include "modules/kpi/kpi.hpp"

/// Every number of the KPI rail is decided here. Pure: no database, no clock. A definition that
/// makes no sense throws Error(Fault::invalid, code), before any data is looked at; the codes are
/// named with each function, in the order in which they are tested.
namespace twinrail::kpi::rules {

// ---- value of a KPI (rules_value.cpp)

/// A flow is summed over time, a stock is a level, a distinct measure counts different members.
enum class MeasureKind { flow, stock, distinct };
DESCRIBE_ENUM(MeasureKind, flow, stock, distinct);

enum class TimeAgg { sum, avg, min, max, last, ratio_of_sums, recompute };
DESCRIBE_ENUM(TimeAgg, sum, avg, min, max, last, ratio_of_sums, recompute);

enum class OrgAgg { none, sum, min, max, weighted, ratio_of_sums, recompute };
DESCRIBE_ENUM(OrgAgg, none, sum, min, max, weighted, ratio_of_sums, recompute);

enum class RateKind { closing, average };
DESCRIBE_ENUM(RateKind, closing, average);

enum class NullReason {
  not_derivable,
  no_rate,
  no_data,
  zero_denominator,
  zero_target,
  zero_tolerance,
  overflow,  ///< it leaves the range of a decimal, or what it is made of leaves 128 bits
};
DESCRIBE_ENUM(NullReason, not_derivable, no_rate, no_data, zero_denominator, zero_target,
              zero_tolerance, overflow);

/// A measure's figure in one row. `absent`: the row does not name the measure; `missing`: it does,
/// with no figure. Both leave a gap, but a measure that every row is silent about is unknown.
struct Cell {
  enum class State { absent, missing, number, members };
  State state = State::absent;
  Fraction number;                   ///< for a distinct measure: a count without its members
  std::vector<std::string> members;  ///< of a distinct measure

  [[nodiscard]] static Cell missing();
  [[nodiscard]] static Cell of(Fraction number);
  [[nodiscard]] static Cell of_members(std::vector<std::string> members);
  [[nodiscard]] bool has_figure() const;
};

/// The figures of one unit in one period. The cells stand in the order of Formula::measures(); a
/// list may be empty or shorter: the rest is absent.
struct Row {
  std::string unit;            ///< any name; "" where there is only one
  std::string period;          ///< label; periods are ordered by it
  std::optional<Period> days;  ///< of the period; absent = read from the label
  std::string currency;        ///< ISO code, with ValueRule::money
  std::vector<Cell> measures;
  std::vector<Cell> opening;    ///< levels before the period
  std::vector<Cell> last_year;  ///< the same period a year ago
};

/// One line of the tenant's rate table.
struct FxRate {
  std::string from;
  std::string to;
  Date date;
  std::optional<Fraction> closing;
  std::optional<Fraction> average;
};

/// Which measures are money and what they are converted to, row by row, before anything is summed.
struct Conversion {
  std::set<std::string> measures;
  std::string to;
  RateKind rate = RateKind::closing;
  std::vector<FxRate> rates;
};

/// What a KPI is, as far as its value goes. Names that the calendar provides, never a row:
/// `days_in_period` and `hours_in_period`.
struct ValueRule {
  Formula formula;
  std::vector<MeasureKind> kinds;  ///< in the order of formula.measures(); shorter = flows
  TimeAgg time_agg = TimeAgg::ratio_of_sums;
  OrgAgg org_agg = OrgAgg::none;
  std::map<std::string, Decimal> unit_weights;  ///< for weighted; a unit without one counts 1
  std::string zone = "UTC";                     ///< for hours_in_period
  std::optional<Conversion> money;
};

struct ValueVerdict {
  std::optional<Fraction> value;  ///< exact; stored as value->rounded() with six decimals
  std::optional<NullReason> null_reason;
  std::optional<Ratio>
      coverage;  ///< rows used / rows considered; absent when nothing can be derived
  int rows_used = 0;
  int rows_seen = 0;
};

/// Throws what is wrong with a definition for any rows of these periods: "unknown_measure",
/// "stock_summed", "bad_aggregation", "zero_total_weight". (Formula::parse throws "bad_formula".)
void require_sound(const ValueRule& rule, std::span<const Row> rows);

/// Time first, for each unit; then the units. Calls `require_sound`. What cannot be computed in
/// 128 bits has no value, with the reason `overflow`.
[[nodiscard]] ValueVerdict evaluate(const ValueRule& rule, std::span<const Row> rows);

// ---- readings (rules_reading.cpp)

/// Values of the tenant's dictionaries by dimension, sorted by name, each dimension once.
using Dims = std::map<std::string, std::string>;
using Dictionaries = std::map<std::string, std::set<std::string>>;

constexpr std::size_t most_dims = 4;

/// What a registered source may do by itself.
struct SourcePolicy {
  std::optional<std::string> standing_reason;  ///< for its corrections
  std::optional<int> round_decimals;           ///< 0..6: its amounts are rounded half-up to these
};

/// A figure as it arrives, before anybody knows whether it is new.
struct IncomingReading {
  std::string_view amount;  ///< as it was sent: a plain decimal of any length
  std::optional<std::string> reason;
  Dims dims;
  OrgUnitId org_unit;
  Date day;
};

/// The newest revision of a (measure, source, source_key).
struct KnownReading {
  Decimal amount;
  Dims dims;
  OrgUnitId org_unit;
  Date day;
  int revision = 1;
};

enum class IntakeOutcome { added, already_known, correction, refused };
/// "new", "already_known", "correction", "refused".
[[nodiscard]] std::string_view name_of(IntakeOutcome outcome);

struct IntakeVerdict {
  IntakeOutcome outcome = IntakeOutcome::refused;
  int revision = 0;  ///< 0 when refused; already known: the newest
  Decimal amount;    ///< as stored
  /// Why it is refused: "too_many_dims", "unknown_dim", "too_many_decimals", "overflow",
  /// "reason_required", or "not_a_number"; empty otherwise.
  std::string_view code;
  [[nodiscard]] bool stored() const {
    return outcome == IntakeOutcome::added || outcome == IntakeOutcome::correction;
  }
};

/// Decides one record against the newest revision of its key (null: never seen). In a batch the
/// record before may be that revision.
[[nodiscard]] IntakeVerdict intake(const IncomingReading& record, const KnownReading* newest,
                                   const SourcePolicy& source, const Dictionaries& dictionaries);

/// Which bound an amount is past, in words' key: "below_least", "above_most"; empty: neither.
[[nodiscard]] std::string_view past_bound(Decimal amount, const std::optional<Decimal>& least,
                                          const std::optional<Decimal>& most);

/// Intake of a whole batch in order of arrival, where records may share a key.
struct BatchRecord {
  std::string measure;
  std::string source;
  std::string source_key;
  IncomingReading reading;
};
[[nodiscard]] std::vector<IntakeVerdict> intake_batch(
    std::span<const BatchRecord> records, const std::map<std::string, SourcePolicy>& sources,
    const Dictionaries& dictionaries);

// ---- achievement and colour (rules_colour.cpp)

/// What is aimed at. `target` for higher and lower; `lower`, `upper` and `tolerance` for range.
struct Aim {
  Direction direction = Direction::higher;
  std::optional<Decimal> target;
  std::optional<Decimal> lower;
  std::optional<Decimal> upper;
  std::optional<Decimal> tolerance;
};

struct AchievementVerdict {
  std::optional<Fraction> achievement;  ///< exact, neither capped nor floored
  std::optional<NullReason>
      null_reason;  ///< no_data, zero_target, zero_tolerance, overflow; absent: no target
};

/// 1 ± (actual - target)/|target|; range: 1 inside, else 1 - distance/tolerance. Rejects
/// "band_reversed".
[[nodiscard]] AchievementVerdict achieve(const std::optional<Fraction>& actual, const Aim& aim);

/// Whether `a` is worse than `b`: lower, higher, or further from the band.
[[nodiscard]] bool is_worse(const Fraction& a, const Fraction& b, const Aim& aim);

/// Shares of the target from which a value is green and amber; a boundary is of the better colour.
struct Bands {
  Decimal green = Decimal::from_micros(900'000);
  Decimal amber = Decimal::from_micros(700'000);
};

/// A bound in the KPI's own unit; `to` only for a range (both bounds included).
struct Bound {
  Decimal at;
  std::optional<Decimal> to;
};

/// Absolute thresholds: they win over bands. Without amber there is green and red.
struct Thresholds {
  Bound green;
  std::optional<Bound> amber;
};

/// Thresholds in force from one day to another, both included.
struct DatedThresholds {
  Date from;
  std::optional<Date> to;
  Thresholds thresholds;
};

enum class ColourRule { thresholds, bands };
DESCRIBE_ENUM(ColourRule, thresholds, bands);

struct ColourQuestion {
  std::optional<Fraction> actual;
  Aim aim;
  Bands bands;
  std::optional<Thresholds> thresholds;
  std::vector<DatedThresholds> series;  ///< instead of `thresholds`, with `date`
  std::optional<Date> date;
};

struct ColourVerdict {
  std::optional<Colour> colour;  ///< absent: nothing to judge by
  std::optional<Fraction> achievement;
  std::optional<ColourRule> rule;
};

/// Rejects "overlapping_intervals", "band_reversed", "thresholds_unordered", "bands_unordered".
[[nodiscard]] ColourVerdict judge_colour(const ColourQuestion& question);

/// The colour by thresholds alone.
[[nodiscard]] Colour colour_by(const Thresholds& thresholds, Direction direction,
                               const Fraction& actual);
/// The colour of a ratio by bands alone.
[[nodiscard]] Colour colour_by(const Bands& bands, const Fraction& ratio);

// ---- breach (rules_breach.cpp)

enum class Compare { above, at_least, below, at_most, outside, inside };
DESCRIBE_ENUM(Compare, above, at_least, below, at_most, outside, inside);
/// ">", ">=", "<", "<=", "outside", "inside"; nothing for another text.
[[nodiscard]] std::optional<Compare> compare_from(std::string_view text);
[[nodiscard]] std::string_view text_of(Compare op);

/// A condition on a value; `inside` includes its bounds, `outside` excludes them.
struct Condition {
  Compare op = Compare::above;
  Decimal value;
  Decimal to;  ///< second bound of outside and inside
  [[nodiscard]] bool holds(const Fraction& v) const;
};

struct BreachRule {
  Condition breach;
  std::optional<Condition> recover;  ///< absent: whatever is no breach
  int n = 2;                         ///< breaches in a row that fire
  int m = 2;                         ///< recoveries in a row that clear
  int no_data_after = 1;             ///< missing values in a row that say "no data"
};

enum class BreachPhase { ok, pending, firing, recovering };
DESCRIBE_ENUM(BreachPhase, ok, pending, firing, recovering);

/// What the machine remembers from one evaluated period to the next.
struct BreachState {
  BreachPhase phase = BreachPhase::ok;
  int streak = 0;   ///< breaches in a row (ok, pending) or recoveries in a row (firing, recovering)
  int missing = 0;  ///< missing values in a row
  [[nodiscard]] bool confirmed() const {  ///< caps a guarded objective
    return phase == BreachPhase::firing || phase == BreachPhase::recovering;
  }
  [[nodiscard]] bool no_data(const BreachRule& rule) const { return missing >= rule.no_data_after; }
  friend bool operator==(const BreachState&, const BreachState&) = default;
};

enum class BreachNotice { fired, cleared };
DESCRIBE_ENUM(BreachNotice, fired, cleared);

struct BreachStep {
  BreachState state;
  std::optional<BreachNotice> notice;  ///< only on the edges into firing and back to ok
};

/// Rejects "bad_count", "recover_unordered".
void require_sound(const BreachRule& rule);

/// One evaluated period further. The rule is sound.
[[nodiscard]] BreachStep breach_step(const BreachState& state, const BreachRule& rule,
                                     const std::optional<Fraction>& value);

/// All steps from ok on. Calls `require_sound`.
[[nodiscard]] std::vector<BreachStep> breach_sequence(
    const BreachRule& rule, std::span<const std::optional<Fraction>> values);

/// An owner has accepted a value until a day.
struct Acknowledgement {
  Decimal accepted_value;
  Date last_day;  ///< included
};

enum class AckReason { expired, worse_than_accepted };
DESCRIBE_ENUM(AckReason, expired, worse_than_accepted);

/// Nothing while the acknowledgement holds ("acknowledged"), else why the breach fires again.
[[nodiscard]] std::optional<AckReason> acknowledgement_ends(const Acknowledgement& accepted,
                                                            const Aim& aim, Date date,
                                                            const std::optional<Fraction>& value);

// ---- corrections and anomalies (rules_correction.cpp)

/// A figure as it was known from a day on; the first is revision 1.
struct ValueRevision {
  Date recorded_on;
  std::optional<Decimal> value;
  std::optional<std::string> reason;
};

struct CorrectionQuestion {
  std::vector<ValueRevision> revisions;  ///< in order of `recorded_on`
  std::optional<std::string> standing_reason;
  Direction direction = Direction::higher;
  Thresholds thresholds;
  std::vector<Date> known_on;     ///< days on which somebody looks
  std::optional<Date> frozen_on;  ///< the day a scorecard pinned its revision
};

/// What is seen on a day; nothing yet: no value, no_data, revision 0.
struct KnownValue {
  std::optional<Decimal> value;
  Colour colour = Colour::no_data;
  int revision = 0;
};

struct FrozenValue {
  KnownValue pinned;
  std::optional<Decimal> delta;  ///< latest less pinned
};

enum class Alert { open, corrected, none };
DESCRIBE_ENUM(Alert, open, corrected, none);

struct CorrectionVerdict {
  std::vector<KnownValue> reads;  ///< one for each known_on
  Alert alert = Alert::none;      ///< open: the latest is red; corrected: only an earlier one was
  std::optional<FrozenValue> frozen;
};

/// Rejects "revision_order", "reason_required".
[[nodiscard]] CorrectionVerdict correct(const CorrectionQuestion& question);

enum class AnomalyKind { anomaly, usual, none };
DESCRIBE_ENUM(AnomalyKind, anomaly, usual, none);

enum class AnomalyReason { too_few_points, zero_spread };
DESCRIBE_ENUM(AnomalyReason, too_few_points, zero_spread);

struct AnomalyVerdict {
  std::optional<Fraction> median;
  std::optional<Fraction> mad;  ///< median absolute deviation
  std::optional<Fraction> z;    ///< 0.6745 * (value - median) / mad
  AnomalyKind verdict = AnomalyKind::none;
  std::optional<AnomalyReason> reason;
};

/// Whether a figure stands out from its own history by the modified z-score.
[[nodiscard]] AnomalyVerdict find_anomaly(std::span<const std::optional<Decimal>> history,
                                          Decimal value);

// ---- scorecard (rules_scorecard.cpp)

struct ScorecardLine {
  std::optional<Decimal> weight;       ///< of 100; a line without one is refused
  std::optional<Decimal> achievement;  ///< absent: no value
  std::optional<Decimal> cap;          ///< instead of the card's
  bool veto = false;
  bool breached = false;
};

struct Grade {
  std::string name;
  std::optional<Decimal> from;  ///< absent: the last one, for all the rest
};

struct Scorecard {
  std::vector<ScorecardLine> lines;
  Decimal cap = Decimal::from_micros(1'200'000);  ///< 1.20
  Decimal floor;
  std::vector<Grade> grades;  ///< best first
  std::optional<std::string> veto_grade;
};

struct ScorecardVerdict {
  Fraction total;           ///< shown with two decimals
  Fraction uncapped_total;  ///< without caps; the floor is kept
  Decimal missing_weight;   ///< 100 less the weight of the lines with a value
  bool veto = false;        ///< a veto line is breached
  std::optional<std::string> grade_before_veto;
  std::optional<std::string> grade;
};

/// Rejects "weight_missing", "negative_weight", "weights_exceed_100".
[[nodiscard]] ScorecardVerdict score(const Scorecard& card);

/// A stretch of the period in one post, with the score reached there.
struct ScoreSegment {
  Date from;
  Date to;  ///< included
  std::optional<Decimal> score;
};

struct ProratedScore {
  std::optional<Fraction> score;  ///< shown with two decimals
  int missing_days = 0;           ///< of the period, without a score
};

/// Rejects "segments_overlap", "segment_outside_period".
[[nodiscard]] ProratedScore prorate(Date from, Date to, std::span<const ScoreSegment> segments);

// ---- recovery (rules_recovery.cpp)

struct RecoveryQuestion {
  Decimal at_launch;
  Decimal now;
  Decimal progress;  ///< of the recovery objective
  Decimal healthy;   ///< ratios: higher is better
  Bands bands;
};

struct RecoveryVerdict {
  Decimal shown;  ///< always the true figure
  Colour colour = Colour::red;
  Fraction plan;  ///< beside it
  bool healthy = false;
};

[[nodiscard]] RecoveryVerdict recovery(const RecoveryQuestion& question);

}  // namespace twinrail::kpi::rules
