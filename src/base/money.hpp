#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.hpp"

namespace twinrail {

/// An ISO 4217 currency: three letters and how many digits its minor unit has.
class Currency {
 public:
  /// Throws Error "base.unknown_currency".
  [[nodiscard]] static Currency from_code(std::string_view code);
  [[nodiscard]] static std::optional<Currency> find(std::string_view code);

  [[nodiscard]] std::string_view code() const { return {code_, 3}; }
  [[nodiscard]] int minor_digits() const { return minor_digits_; }  ///< JPY 0, CNY 2, KWD 3
  friend bool operator==(const Currency&, const Currency&) = default;

 private:
  Currency() = default;
  char code_[3] = {'X', 'X', 'X'};
  std::int8_t minor_digits_ = 0;
};

/// An amount of money: whole minor units of one currency. Mixing currencies throws Error
/// "base.mixed_currencies", leaving 64 bits Error "base.overflow".
class Money {
 public:
  Money(std::int64_t minor_units, Currency currency) : minor_(minor_units), currency_(currency) {}
  /// Rounded to the currency's minor unit.
  [[nodiscard]] static Money of(const Fraction& amount, Currency currency, Rounding rounding);
  /// An amount that is already whole minor units; throws Error "base.too_many_decimals" otherwise.
  [[nodiscard]] static Money exactly(Decimal amount, Currency currency);

  [[nodiscard]] std::int64_t minor_units() const { return minor_; }
  [[nodiscard]] Currency currency() const { return currency_; }
  [[nodiscard]] Fraction amount() const;        ///< in whole units of the currency
  [[nodiscard]] std::string to_string() const;  ///< the amount with its minor digits: "1234.50"

  [[nodiscard]] Money operator+(const Money& other) const;
  [[nodiscard]] Money operator-(const Money& other) const;
  [[nodiscard]] Money operator-() const;
  friend bool operator==(const Money&, const Money&) = default;
  [[nodiscard]] std::strong_ordering operator<=>(const Money& other) const;

 private:
  std::int64_t minor_;
  Currency currency_;
};

/// A rate that is applied to money, such as a contribution of 8 %.
class Rate {
 public:
  explicit Rate(Fraction share) : share_(share) {}
  [[nodiscard]] const Fraction& share() const { return share_; }
  /// The share of an amount, rounded once to its minor unit.
  [[nodiscard]] Money of(const Money& amount, Rounding rounding) const;

 private:
  Fraction share_;
};

}  // namespace twinrail
