#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/ids.hpp"
#include "modules/kpi/rules.hpp"

/// What notices say of an indicator, and to whom.
namespace twinrail::kpi::rules {

/// "89.4%" of a ratio, "31.5" of another figure, with that many decimals (0..6); more of them where
/// it would look like another figure that it is compared with and is not.
[[nodiscard]] std::string figure_text(Decimal value, std::string_view unit, std::int64_t decimals,
                                      std::optional<Decimal> beside);
/// On which side of a red line a value in breach lies, as a word of the notices, and value and line
/// as they print them.
struct Crossed {
  std::string value;      ///< with the decimals that tell it from each end; a dash where none is
  std::string_view side;  ///< "above", "below", "within" two ends, or "other": no line is known
  std::string line;       ///< "95.0%", of a range the end that was passed, or both: "5–10"
};
[[nodiscard]] Crossed crossed(std::optional<Decimal> value, const std::optional<Condition>& red,
                              std::string_view unit, std::int64_t decimals);
/// Those who lead the unit and the units above it, nearest first, without the owner and without
/// one who leads two in a row.
[[nodiscard]] std::vector<PersonId> up_from(const std::vector<PersonId>& heads,
                                            std::optional<PersonId> owner);

}  // namespace twinrail::kpi::rules
