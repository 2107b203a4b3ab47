#include "base/money.hpp"

#include <algorithm>
#include <array>

namespace twinrail {

namespace {

struct Known {
  std::string_view code;
  std::int8_t minor_digits;
};

/// ISO 4217, active currencies in alphabetical order (list one of 2026-01-01, without the funds
/// codes and metals, which have no minor unit).
constexpr std::array known_currencies{
    Known{"AED", 2}, Known{"AFN", 2}, Known{"ALL", 2}, Known{"AMD", 2}, Known{"AOA", 2},
    Known{"ARS", 2}, Known{"AUD", 2}, Known{"AWG", 2}, Known{"AZN", 2}, Known{"BAM", 2},
    Known{"BBD", 2}, Known{"BDT", 2}, Known{"BGN", 2}, Known{"BHD", 3}, Known{"BIF", 0},
    Known{"BMD", 2}, Known{"BND", 2}, Known{"BOB", 2}, Known{"BRL", 2}, Known{"BSD", 2},
    Known{"BTN", 2}, Known{"BWP", 2}, Known{"BYN", 2}, Known{"BZD", 2}, Known{"CAD", 2},
    Known{"CDF", 2}, Known{"CHF", 2}, Known{"CLP", 0}, Known{"CNY", 2}, Known{"COP", 2},
    Known{"CRC", 2}, Known{"CUP", 2}, Known{"CVE", 2}, Known{"CZK", 2}, Known{"DJF", 0},
    Known{"DKK", 2}, Known{"DOP", 2}, Known{"DZD", 2}, Known{"EGP", 2}, Known{"ERN", 2},
    Known{"ETB", 2}, Known{"EUR", 2}, Known{"FJD", 2}, Known{"FKP", 2}, Known{"GBP", 2},
    Known{"GEL", 2}, Known{"GHS", 2}, Known{"GIP", 2}, Known{"GMD", 2}, Known{"GNF", 0},
    Known{"GTQ", 2}, Known{"GYD", 2}, Known{"HKD", 2}, Known{"HNL", 2}, Known{"HTG", 2},
    Known{"HUF", 2}, Known{"IDR", 2}, Known{"ILS", 2}, Known{"INR", 2}, Known{"IQD", 3},
    Known{"IRR", 2}, Known{"ISK", 0}, Known{"JMD", 2}, Known{"JOD", 3}, Known{"JPY", 0},
    Known{"KES", 2}, Known{"KGS", 2}, Known{"KHR", 2}, Known{"KMF", 0}, Known{"KPW", 2},
    Known{"KRW", 0}, Known{"KWD", 3}, Known{"KYD", 2}, Known{"KZT", 2}, Known{"LAK", 2},
    Known{"LBP", 2}, Known{"LKR", 2}, Known{"LRD", 2}, Known{"LSL", 2}, Known{"LYD", 3},
    Known{"MAD", 2}, Known{"MDL", 2}, Known{"MGA", 2}, Known{"MKD", 2}, Known{"MMK", 2},
    Known{"MNT", 2}, Known{"MOP", 2}, Known{"MRU", 2}, Known{"MUR", 2}, Known{"MVR", 2},
    Known{"MWK", 2}, Known{"MXN", 2}, Known{"MYR", 2}, Known{"MZN", 2}, Known{"NAD", 2},
    Known{"NGN", 2}, Known{"NIO", 2}, Known{"NOK", 2}, Known{"NPR", 2}, Known{"NZD", 2},
    Known{"OMR", 3}, Known{"PAB", 2}, Known{"PEN", 2}, Known{"PGK", 2}, Known{"PHP", 2},
    Known{"PKR", 2}, Known{"PLN", 2}, Known{"PYG", 0}, Known{"QAR", 2}, Known{"RON", 2},
    Known{"RSD", 2}, Known{"RUB", 2}, Known{"RWF", 0}, Known{"SAR", 2}, Known{"SBD", 2},
    Known{"SCR", 2}, Known{"SDG", 2}, Known{"SEK", 2}, Known{"SGD", 2}, Known{"SHP", 2},
    Known{"SLE", 2}, Known{"SOS", 2}, Known{"SRD", 2}, Known{"SSP", 2}, Known{"STN", 2},
    Known{"SVC", 2}, Known{"SYP", 2}, Known{"SZL", 2}, Known{"THB", 2}, Known{"TJS", 2},
    Known{"TMT", 2}, Known{"TND", 3}, Known{"TOP", 2}, Known{"TRY", 2}, Known{"TTD", 2},
    Known{"TWD", 2}, Known{"TZS", 2}, Known{"UAH", 2}, Known{"UGX", 0}, Known{"USD", 2},
    Known{"UYU", 2}, Known{"UZS", 2}, Known{"VES", 2}, Known{"VND", 0}, Known{"VUV", 0},
    Known{"WST", 2}, Known{"XAF", 0}, Known{"XCD", 2}, Known{"XCG", 2}, Known{"XOF", 0},
    Known{"XPF", 0}, Known{"YER", 2}, Known{"ZAR", 2}, Known{"ZMW", 2}, Known{"ZWG", 2},
};

void require_same(Currency a, Currency b) {
  if (a == b) return;
  throw Error(Fault::invalid, "base.mixed_currencies",
              Arguments{{"left", std::string(a.code())}, {"right", std::string(b.code())}});
}

Fraction minor_units_per_unit(Currency currency) {
  return Fraction::of(power_of_ten(currency.minor_digits()), 1);
}

}  // namespace

std::optional<Currency> Currency::find(std::string_view code) {
  const auto* const found = std::find_if(known_currencies.begin(), known_currencies.end(),
                                         [&](const Known& known) { return known.code == code; });
  if (found == known_currencies.end()) return std::nullopt;
  Currency currency;
  std::copy_n(code.begin(), 3, currency.code_);
  currency.minor_digits_ = found->minor_digits;
  return currency;
}

Currency Currency::from_code(std::string_view code) {
  if (const auto found = find(code)) return *found;
  throw Error(Fault::invalid, "base.unknown_currency",
              Arguments{{"code", std::string(code.substr(0, 10))}});
}

Money Money::of(const Fraction& amount, Currency currency, Rounding rounding) {
  const Fraction minor = amount * minor_units_per_unit(currency);
  return {narrow(divide(minor.num(), minor.den(), rounding)), currency};
}

Money Money::exactly(Decimal amount, Currency currency) {
  const Fraction minor = Fraction(amount) * minor_units_per_unit(currency);
  if (minor.den() != 1) throw Error(Fault::invalid, "base.too_many_decimals");
  return {narrow(minor.num()), currency};
}

Fraction Money::amount() const {
  return Fraction::of(minor_, power_of_ten(currency_.minor_digits()));
}

std::string Money::to_string() const { return amount().to_fixed(currency_.minor_digits()); }

Money Money::operator+(const Money& other) const {
  require_same(currency_, other.currency_);
  return {narrow(Int128{minor_} + other.minor_), currency_};
}

Money Money::operator-(const Money& other) const {
  require_same(currency_, other.currency_);
  return {narrow(Int128{minor_} - other.minor_), currency_};
}

Money Money::operator-() const { return {narrow(-Int128{minor_}), currency_}; }

std::strong_ordering Money::operator<=>(const Money& other) const {
  require_same(currency_, other.currency_);
  return minor_ <=> other.minor_;
}

Money Rate::of(const Money& amount, Rounding rounding) const {
  const Fraction minor = share_ * Fraction::whole(amount.minor_units());
  return {narrow(divide(minor.num(), minor.den(), rounding)), amount.currency()};
}

}  // namespace twinrail
