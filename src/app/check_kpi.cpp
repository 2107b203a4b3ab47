#include <array>
#include <limits>

#include "app/check_fields.hpp"
#include "app/check_ops.hpp"
#include "modules/kpi/rules.hpp"

namespace twinrail::check {
namespace {

namespace rules = kpi::rules;
using kpi::Direction;

template <class E>
Value word_of(const std::optional<E>& value) {
  if (!value) return {};
  return enum_name(*value);
}

Value fixed(const std::optional<Fraction>& figure, int decimals) {
  if (!figure) return {};
  return figure->to_fixed(decimals);
}

std::optional<Fraction> exact(const std::optional<Decimal>& figure) {
  if (!figure) return std::nullopt;
  return Fraction(*figure);
}

std::vector<std::optional<Fraction>> exact_list(const std::vector<Value>& items,
                                                std::string_view name) {
  std::vector<std::optional<Fraction>> figures;
  for (const Value& item : items) figures.push_back(exact(decimal_or_null_of(item, name)));
  return figures;
}

int count_of(const Fields& in, std::string_view name, int otherwise) {
  const std::int64_t count = in.whole_or(name, otherwise);
  if (count < std::numeric_limits<int>::min() || count > std::numeric_limits<int>::max()) {
    throw malformed(std::string(name) + " is too large");
  }
  return static_cast<int>(count);
}

Direction direction_of(const Fields& in) {
  return in.choice<Direction>(
      "direction",
      {{"higher", Direction::higher}, {"lower", Direction::lower}, {"range", Direction::range}});
}

rules::Aim aim_of(const Fields& in) {
  return {.direction = direction_of(in),
          .target = in.decimal_if("target"),
          .lower = in.decimal_if("lower"),
          .upper = in.decimal_if("upper"),
          .tolerance = in.decimal_if("tolerance")};
}

/// The fields that a direction cannot do without.
void require_aim(const Fields& in, Direction direction) {
  if (direction != Direction::range) return static_cast<void>(in.decimal("target"));
  for (const char* name : {"lower", "upper", "tolerance"}) static_cast<void>(in.decimal(name));
}

/// A bound, or for a range a pair.
rules::Bound bound_of(const Value& value, Direction direction) {
  if (direction != Direction::range) return {decimal_of(value, "threshold"), std::nullopt};
  if (value.kind() != Value::Kind::list || value.items().size() != 2) {
    throw malformed("a threshold of a range is a pair");
  }
  return {decimal_of(value.items()[0], "threshold"), decimal_of(value.items()[1], "threshold")};
}

rules::Thresholds thresholds_of(const Fields& in, Direction direction) {
  rules::Thresholds thresholds{bound_of(in.required("green"), direction), std::nullopt};
  if (in.has("amber")) thresholds.amber = bound_of(in.required("amber"), direction);
  return thresholds;
}

rules::Bands bands_of(const Fields& in) {
  rules::Bands bands;
  if (!in.has("bands")) return bands;
  const Fields given(in.object("bands"), {"green", "amber"});
  bands.green = given.decimal_or("green", bands.green);
  bands.amber = given.decimal_or("amber", bands.amber);
  return bands;
}

Value achievement(const Value& inputs) {
  const Fields in(inputs, {"actual", "direction", "target", "lower", "upper", "tolerance"});
  const rules::Aim aim = aim_of(in);
  require_aim(in, aim.direction);
  const auto verdict = rules::achieve(exact(in.decimal_or_null("actual")), aim);
  if (verdict.null_reason == rules::NullReason::overflow)
    throw Error(Fault::invalid, "base.overflow");
  return Value::object({{"achievement", fixed(verdict.achievement, 4)},
                        {"null_reason", word_of(verdict.null_reason)}});
}

Value colour(const Value& inputs) {
  const Fields in(inputs, {"actual", "direction", "target", "lower", "upper", "tolerance", "bands",
                           "thresholds", "threshold_series", "date"});
  in.not_both("thresholds", "threshold_series");
  rules::ColourQuestion question;
  question.actual = exact(in.decimal_or_null("actual"));
  question.aim = aim_of(in);
  question.bands = bands_of(in);
  const Direction direction = question.aim.direction;
  if (in.has("thresholds")) {
    question.thresholds =
        thresholds_of(Fields(in.object("thresholds"), {"green", "amber"}), direction);
  }
  for (const Value& item : in.list_or_empty("threshold_series")) {
    const Fields entry(item, {"from", "to", "green", "amber"}, Extra::reader_names);
    question.series.push_back(
        {entry.date("from"), entry.date_if("to"), thresholds_of(entry, direction)});
  }
  if (in.has("threshold_series")) question.date = in.date("date");
  if (!in.has("thresholds") && !in.has("threshold_series")) require_aim(in, direction);
  const auto verdict = rules::judge_colour(question);
  if (question.actual && verdict.colour == kpi::Colour::no_data)
    throw Error(Fault::invalid, "base.overflow");
  return Value::object({{"colour", word_of(verdict.colour)},
                        {"achievement", fixed(verdict.achievement, 4)},
                        {"rule", word_of(verdict.rule)}});
}

rules::Condition condition_of(const Value& value) {
  const Fields in(value, {"op", "value"});
  const auto op = rules::compare_from(in.text("op"));
  if (!op) throw malformed("op cannot be \"" + in.text("op") + "\"");
  const bool pair = *op == rules::Compare::outside || *op == rules::Compare::inside;
  if (!pair) return {*op, in.decimal("value"), Decimal()};
  const auto& bounds = in.list("value");
  if (bounds.size() != 2) throw malformed("value is no pair");
  return {*op, decimal_of(bounds[0], "value"), decimal_of(bounds[1], "value")};
}

Value breach_sequence(const Value& inputs) {
  const Fields in(inputs, {"breach", "recover", "n", "m", "no_data_after", "values"});
  rules::BreachRule rule;
  rule.breach = condition_of(in.object("breach"));
  if (in.has("recover")) rule.recover = condition_of(in.object("recover"));
  rule.n = count_of(in, "n", rule.n);
  rule.m = count_of(in, "m", rule.m);
  rule.no_data_after = count_of(in, "no_data_after", rule.no_data_after);
  const auto values = exact_list(in.list("values"), "values");
  Value states = Value::list();
  Value no_data = Value::list();
  Value notices = Value::list();
  std::int64_t at = 0;
  for (const rules::BreachStep& step : rules::breach_sequence(rule, values)) {
    ++at;
    states.append(enum_name(step.state.phase));
    no_data.append(step.state.no_data(rule));
    if (!step.notice) continue;
    notices.append(Value::object({{"at", Value::whole(at)}, {"kind", enum_name(*step.notice)}}));
  }
  return Value::object({{"states", states}, {"no_data", no_data}, {"notifications", notices}});
}

Value acknowledge(const Value& inputs) {
  const Fields in(inputs, {"direction", "accepted_value", "last_day", "date", "value"});
  rules::Aim aim;
  aim.direction = in.choice<Direction>(
      "direction", {{"higher", Direction::higher}, {"lower", Direction::lower}});
  const auto ends =
      rules::acknowledgement_ends({in.decimal("accepted_value"), in.date("last_day")}, aim,
                                  in.date("date"), exact(in.decimal_or_null("value")));
  return Value::object({{"state", ends ? "firing" : "acknowledged"}, {"reason", word_of(ends)}});
}

Value known(const rules::KnownValue& seen) {
  return Value::object({{"value", seen.value},
                        {"colour", enum_name(seen.colour)},
                        {"revision", seen.revision == 0 ? Value() : Value::whole(seen.revision)}});
}

Value correction(const Value& inputs) {
  const Fields in(
      inputs, {"revisions", "standing_reason", "direction", "thresholds", "known_on", "frozen_on"});
  rules::CorrectionQuestion question;
  for (const Value& item : in.list("revisions")) {
    const Fields entry(item, {"recorded_on", "value", "reason"}, Extra::reader_names);
    question.revisions.push_back(
        {entry.date("recorded_on"), entry.decimal_or_null("value"), entry.text_if("reason")});
  }
  question.standing_reason = in.text_if("standing_reason");
  question.direction = direction_of(in);
  question.thresholds =
      thresholds_of(Fields(in.object("thresholds"), {"green", "amber"}), question.direction);
  question.known_on = dates_of(in.list_or_empty("known_on"), "known_on");
  question.frozen_on = in.date_if("frozen_on");
  const auto verdict = rules::correct(question);
  Value reads = Value::list();
  for (const auto& seen : verdict.reads) reads.append(known(seen));
  Value frozen;
  if (verdict.frozen) {
    frozen = known(verdict.frozen->pinned);
    frozen.add("delta", verdict.frozen->delta);
  }
  return Value::object({{"reads", reads}, {"alert", enum_name(verdict.alert)}, {"frozen", frozen}});
}

Value anomaly(const Value& inputs) {
  const Fields in(inputs, {"history", "value"});
  std::vector<std::optional<Decimal>> history;
  for (const Value& item : in.list("history")) {
    history.push_back(decimal_or_null_of(item, "history"));
  }
  const auto verdict = rules::find_anomaly(history, in.decimal("value"));
  return Value::object({{"median", fixed(verdict.median, 4)},
                        {"mad", fixed(verdict.mad, 4)},
                        {"z", fixed(verdict.z, 4)},
                        {"verdict", enum_name(verdict.verdict)},
                        {"reason", word_of(verdict.reason)}});
}

Value scorecard(const Value& inputs) {
  const Fields in(inputs, {"lines", "cap", "floor", "grades", "veto_grade"});
  rules::Scorecard card;
  for (const Value& item : in.list("lines")) {
    const Fields entry(item, {"kpi", "weight", "achievement", "cap", "veto", "breached"},
                       Extra::reader_names);
    card.lines.push_back({.weight = entry.decimal_if("weight"),
                          .achievement = entry.decimal_or_null("achievement"),
                          .cap = entry.decimal_if("cap"),
                          .veto = entry.flag_or("veto", false),
                          .breached = entry.flag_or("breached", false)});
  }
  card.cap = in.decimal_or("cap", card.cap);
  card.floor = in.decimal_or("floor", card.floor);
  for (const Value& item : in.list_or_empty("grades")) {
    const Fields entry(item, {"grade", "from"}, Extra::reader_names);
    card.grades.push_back({entry.text("grade"), entry.decimal_if("from")});
  }
  card.veto_grade = in.text_if("veto_grade");
  const auto verdict = rules::score(card);
  return Value::object({{"total", verdict.total.to_fixed(2)},
                        {"uncapped_total", verdict.uncapped_total.to_fixed(2)},
                        {"missing_weight", verdict.missing_weight},
                        {"veto", verdict.veto},
                        {"grade_before_veto", verdict.grade_before_veto},
                        {"grade", verdict.grade}});
}

Value scorecard_prorate(const Value& inputs) {
  const Fields in(inputs, {"from", "to", "segments"});
  std::vector<rules::ScoreSegment> segments;
  for (const Value& item : in.list("segments")) {
    const Fields entry(item, {"from", "to", "score"}, Extra::reader_names);
    segments.push_back({entry.date("from"), entry.date("to"), entry.decimal_or_null("score")});
  }
  const auto prorated = rules::prorate(in.date("from"), in.date("to"), segments);
  return Value::object(
      {{"score", fixed(prorated.score, 2)}, {"missing_days", Value::whole(prorated.missing_days)}});
}

Value recovery(const Value& inputs) {
  const Fields in(inputs, {"at_launch", "now", "progress", "healthy", "bands"});
  const auto verdict = rules::recovery({.at_launch = in.decimal("at_launch"),
                                        .now = in.decimal("now"),
                                        .progress = in.decimal("progress"),
                                        .healthy = in.decimal("healthy"),
                                        .bands = bands_of(in)});
  return Value::object({{"shown", verdict.shown.to_fixed(4)},
                        {"colour", enum_name(verdict.colour)},
                        {"plan", verdict.plan.to_fixed(4)},
                        {"healthy", verdict.healthy}});
}

constexpr std::array table{
    Operation{"kpi", "achievement", "kpi::rules::achieve", achievement},
    Operation{"kpi", "colour", "kpi::rules::judge_colour", colour},
    Operation{"kpi", "breach_sequence", "kpi::rules::breach_sequence", breach_sequence},
    Operation{"kpi", "acknowledge", "kpi::rules::acknowledgement_ends", acknowledge},
    Operation{"kpi", "correction", "kpi::rules::correct", correction},
    Operation{"kpi", "anomaly", "kpi::rules::find_anomaly", anomaly},
    Operation{"kpi", "scorecard", "kpi::rules::score", scorecard},
    Operation{"kpi", "scorecard_prorate", "kpi::rules::prorate", scorecard_prorate},
    Operation{"link", "recovery", "kpi::rules::recovery", recovery},
};

}  // namespace

std::span<const Operation> kpi_operations() { return table; }

}  // namespace twinrail::check
