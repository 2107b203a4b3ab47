#include <array>

#include "app/check_fields.hpp"
#include "app/check_ops.hpp"
#include "modules/diagnosis/rules.hpp"
#include "modules/okr/rules.hpp"

namespace twinrail::check {
namespace {

namespace rules = okr::rules;

rules::Curve curve_of(const Value& value) {
  enum class Type { linear, points, workdays };
  const Fields in(value, {"type", "points", "holidays", "extra_workdays"});
  const Type type = in.choice_or(
      "type", Type::linear,
      {{"linear", Type::linear}, {"points", Type::points}, {"workdays", Type::workdays}});
  if (type == Type::points) {
    rules::PointsCurve curve;
    for (const Value& item : in.list("points")) {
      const Fields entry(item, {"date", "value"}, Extra::reader_names);
      curve.points.push_back({entry.date("date"), entry.decimal("value")});
    }
    return curve;
  }
  if (type == Type::workdays) {
    return rules::WorkdayCurve{
        .holidays = dates_of(in.list_or_empty("holidays"), "holidays"),
        .extra_workdays = dates_of(in.list_or_empty("extra_workdays"), "extra_workdays")};
  }
  return rules::LinearCurve{};
}

rules::PaceBands bands_of(const Value& value) {
  const Fields in(value, {"on_track", "at_risk", "too_early"});
  rules::PaceBands bands;
  bands.on_track = in.decimal_or("on_track", bands.on_track);
  bands.at_risk = in.decimal_or("at_risk", bands.at_risk);
  bands.too_early = in.decimal_or("too_early", bands.too_early);
  return bands;
}

Value pace_status(const Value& inputs) {
  using Kind = rules::PaceKind;
  const Fields in(inputs,
                  {"start", "end", "as_of", "progress", "kind", "curve", "bands", "reported"});
  rules::PaceQuestion question;
  question.start = in.date("start");
  question.end = in.date("end");
  question.as_of = in.date("as_of");
  question.progress = in.decimal_or_null("progress");
  question.kind = in.choice_or(
      "kind", Kind::move, {{"move", Kind::move}, {"keep", Kind::keep}, {"binary", Kind::binary}});
  if (in.has("curve")) question.curve = curve_of(in.object("curve"));
  if (in.has("bands")) question.bands = bands_of(in.object("bands"));
  question.reported = in.text_if("reported");
  const auto paced = rules::pace(question);
  Value flags = Value::list();
  if (paced.disagrees) flags.append("disagrees");
  return Value::object({{"expected", paced.expected},
                        {"gap", paced.gap},
                        {"status", rules::name_of(paced.status)},
                        {"reported", question.reported},
                        {"flags", flags}});
}

Value freshness(const Value& inputs) {
  using State = rules::Freshness;
  const Fields in(inputs,
                  {"today", "last_check_in", "cadence_days", "grace_days", "closed", "status"});
  rules::FreshnessQuestion question;
  question.today = in.date("today");
  question.last_check_in = in.date_or_null("last_check_in");
  question.cadence_days = in.whole_or("cadence_days", question.cadence_days);
  question.grace_days = in.whole_or("grace_days", question.grace_days);
  question.closed = in.flag_or("closed", false);
  const auto answer = rules::freshness(question);
  Value state = in.required("status");
  if (answer.state == State::closed) state = "closed";
  if (answer.state == State::pending) state = "pending";
  if (answer.state == State::outdated) state = "outdated";
  return Value::object({{"state", state}, {"days_late", Value::whole(answer.days_late)}});
}

Value forecast(const Value& inputs) {
  const Fields in(inputs, {"points", "start", "target", "start_day", "end_day"});
  rules::ForecastQuestion question;
  for (const Value& item : in.list("points")) {
    const Fields entry(item, {"day", "value"}, Extra::reader_names);
    question.points.push_back({entry.whole("day"), entry.decimal("value")});
  }
  question.start = in.decimal("start");
  question.target = in.decimal("target");
  question.start_day = in.whole_or("start_day", 0);
  question.end_day = in.whole("end_day");
  const auto seen = rules::forecast(question);
  constexpr std::array trends{"insufficient_data", "trending_off", "trending_on"};
  return Value::object({{"slope", seen.slope},
                        {"forecast", seen.forecast},
                        {"points_used", Value::whole(static_cast<std::int64_t>(seen.points_used))},
                        {"status", trends[static_cast<std::size_t>(seen.trend)]}});
}

std::vector<links::Guardrail> guardrails_of(const std::vector<Value>& items) {
  std::vector<links::Guardrail> guardrails;
  for (const Value& item : items) {
    const Fields entry(item, {"kpi", "state", "cap"}, Extra::reader_names);
    links::Guardrail guardrail{.kpi = entry.text("kpi")};
    guardrail.in_breach = entry.choice<bool>("state", {{"ok", false},
                                                       {"pending", false},
                                                       {"firing", true},
                                                       {"recovering", true},
                                                       {"cleared", false},
                                                       {"corrected", false}});
    guardrail.cap = entry.decimal_or("cap", guardrail.cap);
    guardrails.push_back(guardrail);
  }
  return guardrails;
}

Value grade(const Value& inputs) {
  using Ambition = rules::Ambition;
  const Fields in(inputs, {"type", "items", "guardrails"});
  const auto type = in.choice<Ambition>(
      "type", {{"committed", Ambition::committed}, {"aspirational", Ambition::aspirational}});
  std::vector<rules::GradedItem> items;
  for (const Value& item : in.list("items")) {
    const Fields entry(item, {"score", "weight"}, Extra::reader_names);
    items.push_back({entry.decimal_or_null("score"), entry.decimal_if("weight")});
  }
  const auto graded = rules::grade(type, items, guardrails_of(in.list_or_empty("guardrails")));
  return Value::object({{"raw", graded.raw},
                        {"final", graded.final},
                        {"grade", graded.grade},
                        {"capped_by", graded.capped_by},
                        {"success", graded.success},
                        {"needs_cause", graded.needs_cause}});
}

Value guardrail_cap(const Value& inputs) {
  const Fields in(inputs, {"raw", "guardrails"});
  const Fraction raw = in.decimal("raw");
  const auto capped = links::guardrail_cap(raw, guardrails_of(in.list("guardrails")));
  return Value::object({{"final", capped.final.to_ratio()},
                        {"raw", raw.to_ratio()},
                        {"capped_by", capped.capped_by}});
}

Value org_diagnosis(const Value& inputs) {
  namespace diagnosis = twinrail::diagnosis::rules;
  const Fields in(inputs, {"innovation", "control"});
  const Fields pull(in.object("innovation"),
                    {"project_hours_share", "new_goals_share", "creative_roles_share",
                     "outcome_latency_months", "cross_unit_goals_share"});
  const Fields need(in.object("control"), {"rostered_hours_share", "auto_kpi_headcount_share",
                                           "weekly_output_cv", "compliance_exposure", "sla_count"});
  const auto found = diagnosis::diagnose(
      {.project_hours_share = pull.decimal_or_null("project_hours_share"),
       .new_goals_share = pull.decimal_or_null("new_goals_share"),
       .creative_roles_share = pull.decimal_or_null("creative_roles_share"),
       .outcome_latency_months = pull.decimal_or_null("outcome_latency_months"),
       .cross_unit_goals_share = pull.decimal_or_null("cross_unit_goals_share")},
      {.rostered_hours_share = need.decimal_or_null("rostered_hours_share"),
       .auto_kpi_headcount_share = need.decimal_or_null("auto_kpi_headcount_share"),
       .weekly_output_cv = need.decimal_or_null("weekly_output_cv"),
       .compliance_exposure = need.decimal_or_null("compliance_exposure"),
       .sla_count = need.decimal_or_null("sla_count")});
  const auto shown = [](const std::optional<Fraction>& index) {
    return index ? Value(index->to_fixed(1)) : Value();
  };
  constexpr std::array verdicts{"not_enough_data", "okr",           "kpi", "dual", "light",
                                "borderline_okr",  "borderline_kpi"};
  Value missing = Value::list();
  for (const std::string& name : found.missing) missing.append(name);
  return Value::object({{"innovation", shown(found.innovation)},
                        {"control", shown(found.control)},
                        {"verdict", verdicts[static_cast<std::size_t>(found.verdict)]},
                        {"missing", missing}});
}

constexpr std::array table{
    Operation{"okr", "pace_status", "okr::rules::pace", pace_status},
    Operation{"okr", "freshness", "okr::rules::freshness", freshness},
    Operation{"okr", "forecast", "okr::rules::forecast", forecast},
    Operation{"okr", "grade", "okr::rules::grade", grade},
    Operation{"link", "guardrail_cap", "links::guardrail_cap", guardrail_cap},
    Operation{"org", "diagnosis", "diagnosis::rules::diagnose", org_diagnosis},
};

}  // namespace

std::span<const Operation> pace_operations() { return table; }

}  // namespace twinrail::check
