#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/ids.hpp"

/// What notices say of an indicator, and to whom.
namespace twinrail::kpi::rules {

/// "89.4%" of a ratio, "31.5" of another figure, with that many decimals (0..6); more of them where
/// it would look like another figure that it is compared with and is not.
[[nodiscard]] std::string figure_text(Decimal value, std::string_view unit, std::int64_t decimals,
                                      std::optional<Decimal> beside);
/// The side of the line on which a breach lies: "above", "below", or "other" for a range.
[[nodiscard]] std::string_view side_of(std::string_view op);
/// Those who lead the unit and the units above it, nearest first, without the owner and without
/// one who leads two in a row.
[[nodiscard]] std::vector<PersonId> up_from(const std::vector<PersonId>& heads,
                                            std::optional<PersonId> owner);

}  // namespace twinrail::kpi::rules
