#include <algorithm>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

bool is_given(const std::optional<std::string>& reason) {
  return reason && reason->find_first_not_of(" \t\r\n") != std::string::npos;
}

bool is_known(const Dims& dims, const Dictionaries& dictionaries) {
  return std::all_of(dims.begin(), dims.end(), [&](const auto& dim) {
    const auto found = dictionaries.find(dim.first);
    return found != dictionaries.end() && found->second.contains(dim.second);
  });
}

Decimal::Parsed read_amount(std::string_view text, const SourcePolicy& source) {
  if (!source.round_decimals) return Decimal::parse(text);
  return Decimal::parse_rounded(text, *source.round_decimals, Rounding::half_up);
}

std::string_view code_of(NumberText outcome) {
  switch (outcome) {
    case NumberText::ok:
      return {};
    case NumberText::malformed:
      return "not_a_number";
    case NumberText::too_many_decimals:
      return "too_many_decimals";
    case NumberText::overflow:
      return "overflow";
  }
  return "not_a_number";
}

IntakeVerdict refused(std::string_view code) {
  return {IntakeOutcome::refused, 0, Decimal{}, code};
}

bool is_same(const IncomingReading& record, Decimal amount, const KnownReading& newest) {
  return amount == newest.amount && record.dims == newest.dims &&
         record.org_unit == newest.org_unit && record.day == newest.day;
}

}  // namespace

std::string_view name_of(IntakeOutcome outcome) {
  switch (outcome) {
    case IntakeOutcome::added:
      return "new";
    case IntakeOutcome::already_known:
      return "already_known";
    case IntakeOutcome::correction:
      return "correction";
    case IntakeOutcome::refused:
      return "refused";
  }
  return "refused";
}

IntakeVerdict intake(const IncomingReading& record, const KnownReading* newest,
                     const SourcePolicy& source, const Dictionaries& dictionaries) {
  if (record.dims.size() > most_dims) return refused("too_many_dims");
  if (!is_known(record.dims, dictionaries)) return refused("unknown_dim");
  const Decimal::Parsed amount = read_amount(record.amount, source);
  if (!amount) return refused(code_of(amount.outcome));
  if (newest == nullptr) return {IntakeOutcome::added, 1, amount.value, {}};
  if (is_same(record, amount.value, *newest)) {
    return {IntakeOutcome::already_known, newest->revision, newest->amount, {}};
  }
  if (!is_given(record.reason) && !is_given(source.standing_reason)) {
    return refused("reason_required");
  }
  return {IntakeOutcome::correction, newest->revision + 1, amount.value, {}};
}

std::string_view past_bound(Decimal amount, const std::optional<Decimal>& least,
                            const std::optional<Decimal>& most) {
  if (least && amount < *least) return "below_least";
  if (most && *most < amount) return "above_most";
  return {};
}

std::vector<IntakeVerdict> intake_batch(std::span<const BatchRecord> records,
                                        const std::map<std::string, SourcePolicy>& sources,
                                        const Dictionaries& dictionaries) {
  using Key = std::tuple<std::string_view, std::string_view, std::string_view>;
  std::map<Key, KnownReading> newest;
  std::vector<IntakeVerdict> verdicts;
  for (const BatchRecord& record : records) {
    const Key key{record.measure, record.source, record.source_key};
    const auto known = newest.find(key);
    const auto policy = sources.find(record.source);
    const IntakeVerdict verdict =
        intake(record.reading, known == newest.end() ? nullptr : &known->second,
               policy == sources.end() ? SourcePolicy{} : policy->second, dictionaries);
    verdicts.push_back(verdict);
    if (!verdict.stored()) continue;
    newest.insert_or_assign(
        key, KnownReading{verdict.amount, record.reading.dims, record.reading.org_unit,
                          record.reading.day, verdict.revision});
  }
  return verdicts;
}

}  // namespace twinrail::kpi::rules
