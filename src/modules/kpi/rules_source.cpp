#include "modules/kpi/rules_source.hpp"

#include <algorithm>

namespace twinrail::kpi::rules {

namespace {

bool is_writer(const Writers& source, const Reporter& reporter) {
  if (source.whole_company && reporter.whole_company) return true;
  if (source.accounts.contains(reporter.account)) return true;
  return std::ranges::any_of(reporter.roles,
                             [&](const std::string& role) { return source.roles.contains(role); });
}

}  // namespace

const OwnSource* own_source(std::string_view code) {
  const auto* const found = std::ranges::find(own_sources, code, &OwnSource::code);
  return found == own_sources.end() ? nullptr : found;
}

MayReport may_report(const Writers* source, const Reporter& reporter, Date today) {
  if (source == nullptr || !is_writer(*source, reporter)) return MayReport::no;
  const bool closed = source->closed_from && *source->closed_from <= today;
  return closed ? MayReport::closed : MayReport::yes;
}

}  // namespace twinrail::kpi::rules
