#pragma once

#include <optional>
#include <type_traits>

#include "base/decimal.hpp"

namespace twinrail {

/// What `compute` returns, or nothing where it leaves the range of decimals or of 128 bits: for
/// what is derived, where a figure of one must not be an error of another.
template <class Compute>
[[nodiscard]] std::optional<std::invoke_result_t<Compute>> within_range(const Compute& compute) {
  try {
    return compute();
  } catch (const Error& e) {
    if (e.key() != "base.overflow") throw;
    return std::nullopt;
  }
}

/// An exact sum of decimals that never overflows: 128 bits hold 2^63 of the largest. It is stored
/// in two columns of 64 bits, of which the second is 0 as long as the sum is itself a decimal.
class WideSum {
 public:
  constexpr WideSum() = default;
  constexpr WideSum(Decimal amount) : micros_(amount.micros()) {}  // NOLINT: nothing is lost
  /// `low` + `wraps` · 2^64 millionths.
  [[nodiscard]] static constexpr WideSum of(Decimal low, std::int64_t wraps) {
    WideSum sum(low);
    sum.micros_ += Int128{wraps} * wrap;
    return sum;
  }

  /// billions · 10^9 + rest millionths: how an engine adds decimals up without leaving 64 bits.
  [[nodiscard]] static constexpr WideSum of_parts(std::int64_t billions, std::int64_t rest) {
    WideSum sum;
    sum.micros_ = Int128{billions} * 1'000'000'000 + rest;
    return sum;
  }

  /// The sum as a decimal; nothing when it is none.
  [[nodiscard]] constexpr std::optional<Decimal> decimal() const {
    return wraps() == 0 ? std::optional(low()) : std::nullopt;
  }
  [[nodiscard]] Fraction exact() const { return Fraction::of(micros_, Decimal::micros_per_unit); }
  [[nodiscard]] constexpr Decimal low() const {
    return Decimal::from_micros(static_cast<std::int64_t>(static_cast<std::uint64_t>(micros_)));
  }
  [[nodiscard]] constexpr std::int64_t wraps() const {
    return static_cast<std::int64_t>((micros_ - low().micros()) / wrap);
  }

  constexpr WideSum& operator+=(WideSum other) {
    micros_ += other.micros_;
    return *this;
  }
  constexpr WideSum& operator-=(WideSum other) {
    micros_ -= other.micros_;
    return *this;
  }
  friend constexpr bool operator==(const WideSum&, const WideSum&) = default;

 private:
  static constexpr Int128 wrap = Int128{1} << 64;
  Int128 micros_ = 0;
};

}  // namespace twinrail
