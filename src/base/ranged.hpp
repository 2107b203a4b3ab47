#pragma once

#include <cstdint>

namespace twinrail {

/// A whole number between two bounds (both included); the parser of requests enforces them.
template <std::int64_t Min, std::int64_t Max>
struct Int {
  static constexpr std::int64_t min = Min;
  static constexpr std::int64_t max = Max;
  std::int64_t value = Min;
  constexpr Int() = default;
  constexpr Int(std::int64_t v) : value(v) {}                // NOLINT: a number is a number
  constexpr operator std::int64_t() const { return value; }  // NOLINT
};

}  // namespace twinrail
