#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace twinrail {

/// 128-bit intermediate of checked arithmetic; never stored.
__extension__ typedef __int128 Int128;

/// How a figure is cut to fewer digits. `half_up` takes halves away from zero, also below zero.
enum class Rounding {
  half_up,    ///< 0.5 -> 1, -0.5 -> -1
  half_even,  ///< 0.5 -> 0, 1.5 -> 2
  down,       ///< towards zero
  up,         ///< away from zero
};

/// What reading a number from text came to. A number that has too many decimals and is also too
/// large is `too_many_decimals`.
enum class NumberText { ok, malformed, too_many_decimals, overflow };

/// Checked 128-bit steps. Throws Error "base.overflow" instead of wrapping.
[[nodiscard]] Int128 checked_add(Int128 a, Int128 b);
[[nodiscard]] Int128 checked_multiply(Int128 a, Int128 b);
/// 10 to the power of `exponent` (0..38).
[[nodiscard]] Int128 power_of_ten(int exponent);
/// numerator / denominator to a whole number. `denominator` is not 0; neither is the least Int128.
[[nodiscard]] Int128 divide(Int128 numerator, Int128 denominator, Rounding rounding);
/// Throws Error "base.overflow" outside 64 bits.
[[nodiscard]] std::int64_t narrow(Int128 value);
/// Digits of a 128-bit integer, for messages and tests.
[[nodiscard]] std::string to_string(Int128 value);

/// Writes a JSON number with an exponent ("1.5e3") as a plain decimal ("1500"); a plain one comes
/// back as it is. Nothing if it is no number, or if it would need more than 60 digits.
[[nodiscard]] std::optional<std::string> plain_number(std::string_view json_number);

/// An exact decimal figure: 64-bit millionths, from -9223372036854.775808 to 9223372036854.775807.
/// Arithmetic that leaves the range throws Error "base.overflow".
class Decimal {
 public:
  static constexpr int digits = 6;  ///< decimals that are kept
  static constexpr std::int64_t micros_per_unit = 1'000'000;

  constexpr Decimal() = default;
  [[nodiscard]] static constexpr Decimal from_micros(std::int64_t micros) {
    Decimal d;
    d.micros_ = micros;
    return d;
  }
  /// A whole number. Throws Error "base.overflow" beyond the range.
  [[nodiscard]] static Decimal whole(std::int64_t units);

  struct Parsed;
  /// Reads a plain decimal: sign, digits, point, digits ("-3", "0.8", ".5" is refused). Zeros after
  /// the sixth decimal do not count as decimals. Never throws.
  [[nodiscard]] static Parsed parse(std::string_view text);
  /// Reads a plain decimal of any length and rounds it to `decimals` (0..6) digits. Never throws;
  /// the outcome is ok, malformed or overflow.
  [[nodiscard]] static Parsed parse_rounded(std::string_view text, int decimals,
                                            Rounding rounding = Rounding::half_up);
  /// As `parse`, but throws Error "base.not_a_number", "base.too_many_decimals" or "base.overflow".
  [[nodiscard]] static Decimal from_text(std::string_view text);

  [[nodiscard]] constexpr std::int64_t micros() const { return micros_; }
  [[nodiscard]] constexpr bool is_zero() const { return micros_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return micros_ < 0; }
  [[nodiscard]] Decimal abs() const;
  [[nodiscard]] Decimal rounded(int decimals, Rounding rounding = Rounding::half_up) const;

  /// Without trailing zeros: "0.8", "-3", "0".
  [[nodiscard]] std::string to_string() const;
  /// With exactly `decimals` (0..6) digits after the point, rounded: "0.80".
  [[nodiscard]] std::string to_fixed(int decimals, Rounding rounding = Rounding::half_up) const;

  friend constexpr auto operator<=>(const Decimal&, const Decimal&) = default;
  [[nodiscard]] Decimal operator+(Decimal other) const;
  [[nodiscard]] Decimal operator-(Decimal other) const;
  [[nodiscard]] Decimal operator-() const;
  Decimal& operator+=(Decimal other) { return *this = *this + other; }
  Decimal& operator-=(Decimal other) { return *this = *this - other; }

 private:
  std::int64_t micros_ = 0;
};

struct Decimal::Parsed {
  NumberText outcome = NumberText::malformed;
  Decimal value;  ///< 0 unless ok
  explicit operator bool() const { return outcome == NumberText::ok; }
};

/// A stored ratio: 64-bit ten-thousandths, shown with four decimals. 60 % is "0.6000".
class Ratio {
 public:
  static constexpr int digits = 4;
  static constexpr std::int64_t parts_per_unit = 10'000;

  constexpr Ratio() = default;
  [[nodiscard]] static constexpr Ratio from_parts(std::int64_t ten_thousandths) {
    Ratio r;
    r.parts_ = ten_thousandths;
    return r;
  }
  [[nodiscard]] static constexpr Ratio zero() { return {}; }
  [[nodiscard]] static constexpr Ratio one() { return from_parts(parts_per_unit); }
  [[nodiscard]] static Ratio percent(std::int64_t whole_percent);
  /// num / den, half-up. Throws Error "base.zero_denominator".
  [[nodiscard]] static Ratio of(Decimal num, Decimal den);
  /// Throws Error "base.not_a_number", "base.too_many_decimals" (over four) or "base.overflow".
  [[nodiscard]] static Ratio from_text(std::string_view text);

  [[nodiscard]] constexpr std::int64_t parts() const { return parts_; }
  /// Always four decimals: "0.6000".
  [[nodiscard]] std::string to_string() const;
  [[nodiscard]] Decimal to_decimal() const;
  [[nodiscard]] Ratio clamped() const;  ///< to 0..1

  friend constexpr auto operator<=>(const Ratio&, const Ratio&) = default;
  [[nodiscard]] Ratio operator+(Ratio other) const;
  [[nodiscard]] Ratio operator-(Ratio other) const;
  [[nodiscard]] Ratio operator-() const;

 private:
  std::int64_t parts_ = 0;
};

/// An exact quotient of two 128-bit integers in lowest terms; the form in which rules decide before
/// they round once. A result that does not fit throws Error "base.overflow", never wraps.
class Fraction {
 public:
  constexpr Fraction() = default;
  constexpr Fraction(int whole) : num_(whole) {}  // NOLINT: a number is a number
  Fraction(Decimal value);                        // NOLINT: exact, nothing is lost
  Fraction(Ratio value);                          // NOLINT: exact, nothing is lost
  [[nodiscard]] static Fraction whole(std::int64_t value);
  /// num / den. Throws Error "base.zero_denominator" or "base.overflow".
  [[nodiscard]] static Fraction of(Int128 num, Int128 den);
  /// A plain decimal of any length that fits (about 38 digits). Nothing if malformed or too long.
  [[nodiscard]] static std::optional<Fraction> parse(std::string_view text);
  /// As `parse`, but throws Error "base.not_a_number" or "base.overflow".
  [[nodiscard]] static Fraction from_text(std::string_view text);

  [[nodiscard]] constexpr Int128 num() const { return num_; }  ///< carries the sign
  [[nodiscard]] constexpr Int128 den() const { return den_; }  ///< always above 0
  [[nodiscard]] constexpr bool is_zero() const { return num_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return num_ < 0; }
  [[nodiscard]] Fraction abs() const;
  [[nodiscard]] Fraction clamped(const Fraction& low, const Fraction& high) const;

  /// Throws Error "base.overflow" if the result is no Decimal.
  [[nodiscard]] Decimal rounded(Rounding rounding = Rounding::half_up,
                                int decimals = Decimal::digits) const;
  [[nodiscard]] Ratio to_ratio(Rounding rounding = Rounding::half_up) const;
  /// Exactly `decimals` (0..18) digits after the point: "0.6667"; also beyond Decimal's range.
  [[nodiscard]] std::string to_fixed(int decimals, Rounding rounding = Rounding::half_up) const;

  [[nodiscard]] Fraction operator+(const Fraction& other) const;
  [[nodiscard]] Fraction operator-(const Fraction& other) const;
  [[nodiscard]] Fraction operator*(const Fraction& other) const;
  /// Throws Error "base.zero_denominator".
  [[nodiscard]] Fraction operator/(const Fraction& other) const;
  [[nodiscard]] Fraction operator-() const;
  Fraction& operator+=(const Fraction& other) { return *this = *this + other; }
  Fraction& operator-=(const Fraction& other) { return *this = *this - other; }

  friend bool operator==(const Fraction&, const Fraction&) = default;  // both in lowest terms
  /// Exact for any two fractions; never overflows.
  friend std::strong_ordering operator<=>(const Fraction& a, const Fraction& b);

 private:
  Int128 num_ = 0;
  Int128 den_ = 1;
};

inline namespace literals {
/// "0.8"_dec; refused at run time if it is no decimal.
[[nodiscard]] inline Decimal operator""_dec(const char* text, std::size_t length) {
  return Decimal::from_text({text, length});
}
}  // namespace literals

}  // namespace twinrail

template <>
struct std::hash<twinrail::Decimal> {
  std::size_t operator()(const twinrail::Decimal& d) const noexcept {
    return std::hash<std::int64_t>{}(d.micros());
  }
};
