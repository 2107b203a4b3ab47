#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "modules/kpi/model_row.hpp"
#include "modules/people/people.hpp"

/// What money in several currencies is worth to the unit that looks. Pure.
namespace twinrail::kpi::rules {

/// A currency that figures of a period came in, and the rate into the one that the unit looks in.
struct UsedRate {
  std::string from;             ///< empty: of a unit that names no employer
  std::string to;               ///< the same
  std::optional<Decimal> rate;  ///< absent: there is none dated inside the period
  std::optional<Date> day;
  friend bool operator==(const UsedRate&, const UsedRate&) = default;
};

/// In which currency units count, and what one currency was worth in another one.
class MoneyBook {
 public:
  MoneyBook() = default;
  /// `rates`: the oldest first.
  MoneyBook(people::Currencies units, std::vector<people::DatedRate> rates);

  /// Empty where the unit names no employer.
  [[nodiscard]] std::string currency_of(OrgUnitId unit, Date day) const {
    return units_.of(unit, day);
  }
  /// The newest rate of the kind that is dated inside the period. It is not turned round, and none
  /// is made of two others.
  [[nodiscard]] UsedRate rate(const std::string& from, const std::string& to, RateKind kind,
                              const Period& period) const;

 private:
  people::Currencies units_;
  /// The oldest first.
  std::map<std::pair<std::string, std::string>, std::vector<people::DatedRate>> rates_;
};

/// What a KPI's figures are shown in: a unit of measurement that is a currency is the one in which
/// the unit that looks counts on a day.
[[nodiscard]] std::string shown_unit(const std::string& unit, const MoneyBook* book,
                                     OrgUnitId looking, Date day);

}  // namespace twinrail::kpi::rules
