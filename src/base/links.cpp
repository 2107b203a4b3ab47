#include "base/links.hpp"

#include <algorithm>
#include <map>
#include <span>

namespace twinrail::links {

namespace {

bool is_missing(const DrivingPeriod& p) {
  return p.quotient ? !p.numerator || !p.denominator : !p.value;
}

bool is_given(const std::optional<std::string>& reason) {
  return reason && reason->find_first_not_of(" \t\r\n") != std::string::npos;
}

/// The periods that were recorded by the close, in order of their labels. A period that was
/// recorded twice counts once, as it was recorded last.
std::vector<DrivingPeriod> counted(const DriveQuestion& question) {
  std::map<std::string, DrivingPeriod> by_label;
  for (const DrivingPeriod& p : question.series) {
    if (question.closed_on && p.recorded_on && *p.recorded_on > *question.closed_on) continue;
    const auto known = by_label.find(p.period);
    if (known != by_label.end() && p.recorded_on < known->second.recorded_on) continue;
    by_label.insert_or_assign(p.period, p);
  }
  std::vector<DrivingPeriod> periods;
  periods.reserve(by_label.size());
  for (const auto& [label, period] : by_label) periods.push_back(period);
  return periods;
}

/// Keeps those with a figure, and of these the last ones that the span asks for.
void select(std::vector<DrivingPeriod>& periods, const DriveQuestion& question) {
  std::erase_if(periods, is_missing);
  if (question.span == ValueSpan::cycle_to_date) return;
  const std::size_t wanted =
      question.span == ValueSpan::rolling ? static_cast<std::size_t>(std::max(question.k, 1)) : 1;
  if (periods.size() <= wanted) return;
  periods.erase(periods.begin(), periods.end() - static_cast<std::ptrdiff_t>(wanted));
}

std::optional<Fraction> quotient_of_sums(std::span<const DrivingPeriod> periods) {
  Fraction numerator;
  Fraction denominator;
  for (const DrivingPeriod& p : periods) {
    numerator += *p.numerator;
    denominator += *p.denominator;
  }
  if (denominator.is_zero()) return std::nullopt;
  return numerator / denominator;
}

/// Plain figures; a quotient among them counts with its own value.
std::optional<Fraction> combine(std::span<const DrivingPeriod> periods, ValueAgg agg) {
  std::vector<Fraction> values;
  for (const DrivingPeriod& p : periods) {
    const auto value = p.quotient ? quotient_of_sums({&p, 1}) : std::optional<Fraction>(*p.value);
    if (value) values.push_back(*value);
  }
  if (values.empty()) return std::nullopt;
  if (agg == ValueAgg::last) return values.back();
  Fraction sum;
  for (const Fraction& value : values) sum += value;
  if (agg == ValueAgg::sum) return sum;
  return sum / Fraction::whole(static_cast<std::int64_t>(values.size()));
}

std::optional<Fraction> value_by_rule(std::span<const DrivingPeriod> periods, ValueAgg agg) {
  if (periods.empty()) return std::nullopt;
  const bool all_quotients = std::all_of(periods.begin(), periods.end(),
                                         [](const DrivingPeriod& p) { return p.quotient; });
  return all_quotients ? quotient_of_sums(periods) : combine(periods, agg);
}

}  // namespace

std::vector<std::string> DriveVerdict::flags() const {
  std::vector<std::string> held;
  if (overridden) held.emplace_back("override");
  if (regressed) held.emplace_back("regressed");
  if (stale) held.emplace_back("stale");
  return held;
}

DriveVerdict drive(const DriveQuestion& question) {
  if (question.baseline == question.kr_target) throw Error(Fault::invalid, "use_keep");
  if (question.typed && !is_given(question.typed->override_reason)) {
    throw Error(Fault::invalid, "driven_key_result");
  }
  DriveVerdict verdict;
  verdict.frozen = question.closed_on.has_value();
  auto periods = counted(question);
  verdict.stale = !periods.empty() && is_missing(periods.back());
  select(periods, question);
  verdict.kpi_value = value_by_rule(periods, question.agg);
  verdict.overridden = question.typed.has_value();
  verdict.value = verdict.overridden ? Fraction(question.typed->value) : verdict.kpi_value;
  if (question.baseline_corrected) {
    verdict.baseline_delta = *question.baseline_corrected - question.baseline;
  }
  if (!verdict.value) return verdict;
  const Fraction way = Fraction(question.kr_target) - Fraction(question.baseline);
  verdict.raw = (*verdict.value - Fraction(question.baseline)) / way;
  verdict.progress = verdict.raw->clamped(0, 1);
  verdict.regressed = verdict.raw->is_negative();
  return verdict;
}

CapVerdict guardrail_cap(const Fraction& raw, const std::vector<Guardrail>& guardrails) {
  const Guardrail* lowest = nullptr;
  for (const Guardrail& g : guardrails) {
    if (!g.in_breach) continue;
    if (lowest == nullptr || g.cap < lowest->cap || (g.cap == lowest->cap && g.kpi < lowest->kpi)) {
      lowest = &g;
    }
  }
  if (lowest == nullptr || raw <= Fraction(lowest->cap)) return {raw, std::nullopt};
  return {Fraction(lowest->cap), lowest->kpi};
}

GraduationVerdict graduate(const GraduationQuestion& question) {
  const auto m = static_cast<std::size_t>(std::max(question.m, 1));
  if (question.values.size() < m) return {};
  const auto better = [&](Decimal a, Decimal b) {
    return question.higher_is_better ? a > b : a < b;
  };
  std::optional<Decimal> worst;
  for (const auto& value : std::span(question.values).last(m)) {
    if (!value || better(question.floor, *value)) return {};
    if (!worst || better(*worst, *value)) worst = value;
  }
  GraduationVerdict verdict{true, std::nullopt, true};
  if (better(*worst, question.floor)) verdict.proposed_floor = worst;
  return verdict;
}

Fraction recovery_plan(Decimal at_launch, Decimal healthy, Decimal progress) {
  const Fraction way = Fraction(healthy) - Fraction(at_launch);
  return Fraction(at_launch) + Fraction(progress).clamped(0, 1) * way;
}

}  // namespace twinrail::links
