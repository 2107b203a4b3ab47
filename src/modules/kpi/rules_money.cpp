#include "modules/kpi/rules_money.hpp"

#include <algorithm>

#include "base/money.hpp"

namespace twinrail::kpi::rules {

MoneyBook::MoneyBook(people::Currencies units, std::vector<people::DatedRate> rates)
    : units_(std::move(units)) {
  for (people::DatedRate& rate : rates) {
    std::pair key(rate.base, rate.quote);
    rates_[std::move(key)].push_back(std::move(rate));
  }
}

UsedRate MoneyBook::rate(const std::string& from, const std::string& to, RateKind kind,
                         const Period& period) const {
  UsedRate used{.from = from, .to = to, .rate = {}, .day = {}};
  const auto known = rates_.find({from, to});
  if (known == rates_.end()) return used;
  const auto& lines = known->second;
  auto line = std::ranges::lower_bound(lines, period.end, {}, &people::DatedRate::day);
  while (line != lines.begin() && (--line)->day >= period.start) {
    const auto& figure = kind == RateKind::closing ? line->closing : line->average;
    if (!figure) continue;
    used.rate = figure;
    used.day = line->day;
    break;
  }
  return used;
}

std::string shown_unit(const std::string& unit, const MoneyBook* book, OrgUnitId looking,
                       Date day) {
  if (!book || !Currency::find(unit)) return unit;
  const std::string own = book->currency_of(looking, day);
  return own.empty() ? unit : own;
}

}  // namespace twinrail::kpi::rules
