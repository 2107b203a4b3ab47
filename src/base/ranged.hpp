#pragma once

#include <cstdint>
#include <string>

#include "base/decimal.hpp"
#include "base/error.hpp"

namespace twinrail {

/// A whole number between two bounds (both included). It cannot be made of one outside: throws
/// Error (invalid) "request.out_of_range". The reader of requests finds that before, so that it can
/// say where.
template <std::int64_t Min, std::int64_t Max>
struct Int {
  static constexpr std::int64_t min = Min;
  static constexpr std::int64_t max = Max;
  std::int64_t value = Min;
  constexpr Int() = default;
  constexpr Int(std::int64_t v) : value(v) {  // NOLINT: a number is a number
    if (v < Min || v > Max)
      throw Error(Fault::invalid, "request.out_of_range",
                  Arguments{{"min", std::to_string(Min)}, {"max", std::to_string(Max)}});
  }
  constexpr operator std::int64_t() const { return value; }  // NOLINT
};

/// How much something counts beside others: small numbers as well as percent. The bound keeps one
/// weight from drowning all the others. It cannot be made of one outside: throws Error (invalid)
/// "request.out_of_range".
struct Weight : Decimal {
  static constexpr std::int64_t min = 0;
  static constexpr std::int64_t max = 100;
  constexpr Weight() = default;
  Weight(Decimal d) : Decimal(d) {  // NOLINT: a number is a number
    if (d.is_negative() || d > Decimal::whole(max))
      throw Error(Fault::invalid, "request.out_of_range",
                  Arguments{{"min", std::to_string(min)}, {"max", std::to_string(max)}});
  }
};

}  // namespace twinrail
