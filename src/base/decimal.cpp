#include "base/decimal.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace twinrail {

namespace {

constexpr std::size_t longest_plain_number = 60;

Error overflow() { return {Fault::invalid, "base.overflow"}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

/// The parts of a plain decimal; `whole` holds at least one digit.
struct Plain {
  bool negative = false;
  std::string_view whole;
  std::string_view decimals;  ///< without the zeros at the end
};

std::optional<Plain> split(std::string_view text) {
  Plain plain;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    plain.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const auto point = text.find('.');
  plain.whole = text.substr(0, point);
  if (plain.whole.empty() || !all_digits(plain.whole)) return std::nullopt;
  if (point == std::string_view::npos) return plain;
  plain.decimals = text.substr(point + 1);
  if (plain.decimals.empty() || !all_digits(plain.decimals)) return std::nullopt;
  const auto last = plain.decimals.find_last_not_of('0');
  plain.decimals = plain.decimals.substr(0, last == std::string_view::npos ? 0 : last + 1);
  return plain;
}

/// Takes in `digits`; nothing when the result leaves 128 bits.
std::optional<Int128> append_digits(Int128 value, std::string_view digits) {
  for (const char c : digits) {
    if (__builtin_mul_overflow(value, Int128{10}, &value)) return std::nullopt;
    if (__builtin_add_overflow(value, Int128{c - '0'}, &value)) return std::nullopt;
  }
  return value;
}

bool fits_64(Int128 value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

/// Whether the part that is cut off lifts the last kept digit away from zero.
bool lifts(Int128 kept, std::string_view cut, Rounding rounding) {
  if (cut.empty() || cut.find_first_not_of('0') == std::string_view::npos) return false;
  if (rounding == Rounding::down) return false;
  if (rounding == Rounding::up || cut.front() > '5') return true;
  if (cut.front() < '5') return false;
  if (rounding == Rounding::half_up) return true;
  const bool exactly_half = cut.find_first_not_of('0', 1) == std::string_view::npos;
  return !exactly_half || kept % 2 != 0;
}

Decimal::Parsed from_parts(const Plain& plain, int decimals, Rounding rounding) {
  const auto keep = std::min(plain.decimals.size(), static_cast<std::size_t>(decimals));
  auto value = append_digits(0, plain.whole);
  if (value) value = append_digits(*value, plain.decimals.substr(0, keep));
  if (!value) return {NumberText::overflow, {}};
  if (lifts(*value, plain.decimals.substr(keep), rounding)) ++*value;
  if (*value > Int128{1} << 64) return {NumberText::overflow, {}};
  *value *= power_of_ten(Decimal::digits - static_cast<int>(keep));
  if (plain.negative) value = -*value;
  if (!fits_64(*value)) return {NumberText::overflow, {}};
  return {NumberText::ok, Decimal::from_micros(static_cast<std::int64_t>(*value))};
}

std::string fixed_text(Int128 scaled, int decimals) {
  const bool negative = scaled < 0;
  std::string text = to_string(scaled);
  if (negative) text.erase(0, 1);
  const auto places = static_cast<std::size_t>(decimals);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  if (places > 0) text.insert(text.size() - places, 1, '.');
  return negative ? "-" + text : text;
}

Error number_error(NumberText outcome, std::string_view text) {
  const Arguments args{{"text", std::string(text.substr(0, longest_plain_number))}};
  if (outcome == NumberText::overflow) return {Fault::invalid, "base.overflow", args};
  if (outcome == NumberText::too_many_decimals) {
    return {Fault::invalid, "base.too_many_decimals", args};
  }
  return {Fault::invalid, "base.not_a_number", args};
}

Int128 magnitude(Int128 value) {
  if (value == std::numeric_limits<Int128>::min()) throw overflow();
  return value < 0 ? -value : value;
}

/// Of two numbers that are not negative.
Int128 greatest_common_divisor(Int128 a, Int128 b) {
  constexpr Int128 fast_limit = std::numeric_limits<std::uint64_t>::max();
  while (b != 0 && a > fast_limit) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  if (b > fast_limit) return greatest_common_divisor(b, a);
  return b == 0 ? a : std::gcd(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
}

/// Quotient towards minus infinity, for the comparison of fractions.
Int128 floor_divide(Int128 num, Int128 den) {
  const Int128 quotient = num / den;
  return num % den < 0 ? quotient - 1 : quotient;
}

/// What `floor_divide` leaves, 0 <= rest < den; taken without the product, which may not fit.
Int128 floor_rest(Int128 num, Int128 den) {
  const Int128 rest = num % den;
  return rest < 0 ? rest + den : rest;
}

}  // namespace

Int128 checked_add(Int128 a, Int128 b) {
  Int128 sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) throw overflow();
  return sum;
}

Int128 checked_multiply(Int128 a, Int128 b) {
  Int128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) throw overflow();
  return product;
}

Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power = checked_multiply(power, 10);
  return power;
}

Int128 divide(Int128 numerator, Int128 denominator, Rounding rounding) {
  const Int128 quotient = numerator / denominator;
  const Int128 rest = numerator % denominator;
  if (rest == 0 || rounding == Rounding::down) return quotient;
  const Int128 away = (numerator < 0) == (denominator < 0) ? 1 : -1;
  if (rounding == Rounding::up) return quotient + away;
  const Int128 left = magnitude(rest);
  const Int128 gap = magnitude(denominator) - left;  // stands for 2 * rest, which may not fit
  if (left > gap) return quotient + away;
  if (left < gap) return quotient;
  return rounding == Rounding::half_up || quotient % 2 != 0 ? quotient + away : quotient;
}

std::int64_t narrow(Int128 value) {
  if (!fits_64(value)) throw overflow();
  return static_cast<std::int64_t>(value);
}

std::string to_string(Int128 value) {
  const bool negative = value < 0;
  std::string text;
  do {
    const int digit = static_cast<int>(value % 10);
    text.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  if (negative) text.push_back('-');
  std::reverse(text.begin(), text.end());
  return text;
}

std::optional<std::string> plain_number(std::string_view json_number) {
  const auto mark = json_number.find_first_of("eE");
  const auto mantissa = split(json_number.substr(0, mark));
  if (!mantissa) return std::nullopt;
  if (mark == std::string_view::npos) return std::string(json_number);
  std::string_view power = json_number.substr(mark + 1);
  const bool down = !power.empty() && power.front() == '-';
  if (!power.empty() && (power.front() == '-' || power.front() == '+')) power.remove_prefix(1);
  if (power.empty() || !all_digits(power)) return std::nullopt;
  const auto shift = append_digits(0, power);
  if (!shift || *shift > Int128{longest_plain_number}) return std::nullopt;
  std::string digits = std::string(mantissa->whole) + std::string(mantissa->decimals);
  auto point = static_cast<std::int64_t>(mantissa->whole.size());
  point += static_cast<std::int64_t>(down ? -*shift : *shift);
  if (point < 1) digits.insert(0, static_cast<std::size_t>(1 - point), '0');
  if (point < 1) point = 1;
  const auto place = static_cast<std::size_t>(point);
  if (digits.size() < place) digits.append(place - digits.size(), '0');
  if (digits.size() > longest_plain_number) return std::nullopt;
  if (digits.size() > place) digits.insert(place, 1, '.');
  return mantissa->negative ? "-" + digits : digits;
}

Decimal Decimal::whole(std::int64_t units) {
  return from_micros(narrow(Int128{units} * micros_per_unit));
}

Decimal::Parsed Decimal::parse(std::string_view text) {
  const auto plain = split(text);
  if (!plain) return {NumberText::malformed, {}};
  if (plain->decimals.size() > digits) return {NumberText::too_many_decimals, {}};
  return from_parts(*plain, digits, Rounding::half_up);
}

Decimal::Parsed Decimal::parse_rounded(std::string_view text, int decimals, Rounding rounding) {
  const auto plain = split(text);
  if (!plain) return {NumberText::malformed, {}};
  return from_parts(*plain, std::clamp(decimals, 0, digits), rounding);
}

Decimal Decimal::from_text(std::string_view text) {
  const Parsed parsed = parse(text);
  if (!parsed) throw number_error(parsed.outcome, text);
  return parsed.value;
}

Decimal Decimal::abs() const { return is_negative() ? -*this : *this; }

Decimal Decimal::rounded(int decimals, Rounding rounding) const {
  const Int128 step = power_of_ten(digits - std::clamp(decimals, 0, digits));
  return from_micros(narrow(divide(micros_, step, rounding) * step));
}

std::string Decimal::to_string() const {
  std::string text = fixed_text(micros_, digits);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string Decimal::to_fixed(int decimals, Rounding rounding) const {
  const int places = std::clamp(decimals, 0, digits);
  return fixed_text(divide(micros_, power_of_ten(digits - places), rounding), places);
}

Decimal Decimal::operator+(Decimal other) const {
  return from_micros(narrow(Int128{micros_} + other.micros_));
}

Decimal Decimal::operator-(Decimal other) const {
  return from_micros(narrow(Int128{micros_} - other.micros_));
}

Decimal Decimal::operator-() const { return from_micros(narrow(-Int128{micros_})); }

Ratio Ratio::percent(std::int64_t whole_percent) {
  return from_parts(narrow(Int128{whole_percent} * (parts_per_unit / 100)));
}

Ratio Ratio::of(Decimal num, Decimal den) { return (Fraction(num) / Fraction(den)).to_ratio(); }

Ratio Ratio::from_text(std::string_view text) {
  const Decimal value = Decimal::from_text(text);
  constexpr std::int64_t micros_per_part = Decimal::micros_per_unit / parts_per_unit;
  if (value.micros() % micros_per_part != 0) {
    throw number_error(NumberText::too_many_decimals, text);
  }
  return from_parts(value.micros() / micros_per_part);
}

std::string Ratio::to_string() const { return fixed_text(parts_, digits); }

Decimal Ratio::to_decimal() const {
  return Decimal::from_micros(narrow(Int128{parts_} * (Decimal::micros_per_unit / parts_per_unit)));
}

Ratio Ratio::clamped() const { return std::clamp(*this, zero(), one()); }

Ratio Ratio::operator+(Ratio other) const {
  return from_parts(narrow(Int128{parts_} + other.parts_));
}

Ratio Ratio::operator-(Ratio other) const {
  return from_parts(narrow(Int128{parts_} - other.parts_));
}

Ratio Ratio::operator-() const { return from_parts(narrow(-Int128{parts_})); }

Fraction::Fraction(Decimal value) : Fraction(of(value.micros(), Decimal::micros_per_unit)) {}

Fraction::Fraction(Ratio value) : Fraction(of(value.parts(), Ratio::parts_per_unit)) {}

Fraction Fraction::whole(std::int64_t value) {
  Fraction f;
  f.num_ = value;
  return f;
}

Fraction Fraction::of(Int128 num, Int128 den) {
  if (den == 0) throw Error(Fault::invalid, "base.zero_denominator");
  const Int128 divisor = greatest_common_divisor(magnitude(num), magnitude(den));
  Fraction f;
  f.num_ = (den < 0 ? -num : num) / divisor;
  f.den_ = magnitude(den) / divisor;
  return f;
}

std::optional<Fraction> Fraction::parse(std::string_view text) {
  const auto plain = split(text);
  if (!plain) return std::nullopt;
  auto value = append_digits(0, plain->whole);
  if (value) value = append_digits(*value, plain->decimals);
  if (!value || plain->decimals.size() > 38) return std::nullopt;
  const int decimals = static_cast<int>(plain->decimals.size());
  return of(plain->negative ? -*value : *value, power_of_ten(decimals));
}

Fraction Fraction::from_text(std::string_view text) {
  if (const auto parsed = parse(text)) return *parsed;
  throw number_error(split(text) ? NumberText::overflow : NumberText::malformed, text);
}

Fraction Fraction::abs() const { return is_negative() ? -*this : *this; }

Fraction Fraction::clamped(const Fraction& low, const Fraction& high) const {
  if (*this < low) return low;
  return high < *this ? high : *this;
}

Decimal Fraction::rounded(Rounding rounding, int decimals) const {
  const int places = std::clamp(decimals, 0, Decimal::digits);
  const Int128 whole = num_ / den_;
  const Int128 rest = num_ % den_;  // below den_, so the scaling below only fails near 128 bits
  const Int128 scale = power_of_ten(places);
  const Int128 part = divide(checked_multiply(rest, scale), den_, rounding);
  const Int128 scaled = checked_add(checked_multiply(whole, scale), part);
  const Int128 step = power_of_ten(Decimal::digits - places);
  return Decimal::from_micros(narrow(checked_multiply(scaled, step)));
}

Ratio Fraction::to_ratio(Rounding rounding) const {
  const Int128 scaled = checked_multiply(num_ % den_, Ratio::parts_per_unit);
  const Int128 whole = checked_multiply(num_ / den_, Ratio::parts_per_unit);
  return Ratio::from_parts(narrow(checked_add(whole, divide(scaled, den_, rounding))));
}

std::string Fraction::to_fixed(int decimals, Rounding rounding) const {
  const int places = std::clamp(decimals, 0, 18);
  const Int128 scale = power_of_ten(places);
  const Int128 part = divide(checked_multiply(num_ % den_, scale), den_, rounding);
  return fixed_text(checked_add(checked_multiply(num_ / den_, scale), part), places);
}

Fraction Fraction::operator+(const Fraction& other) const {
  const Int128 shared = greatest_common_divisor(den_, other.den_);
  const Int128 mine = checked_multiply(num_, other.den_ / shared);
  const Int128 theirs = checked_multiply(other.num_, den_ / shared);
  const Int128 sum = checked_add(mine, theirs);
  // Only factors of the shared part can still cancel; dividing first keeps the product small.
  const Int128 cancel = sum == 0 ? shared : greatest_common_divisor(magnitude(sum), shared);
  return of(sum / cancel, checked_multiply(den_ / cancel, other.den_ / shared));
}

Fraction Fraction::operator-(const Fraction& other) const { return *this + (-other); }

Fraction Fraction::operator*(const Fraction& other) const {
  const Int128 first = greatest_common_divisor(magnitude(num_), other.den_);
  const Int128 second = greatest_common_divisor(magnitude(other.num_), den_);
  return of(checked_multiply(num_ / first, other.num_ / second),
            checked_multiply(den_ / second, other.den_ / first));
}

Fraction Fraction::operator/(const Fraction& other) const {
  if (other.num_ == 0) throw Error(Fault::invalid, "base.zero_denominator");
  Fraction inverse;
  inverse.num_ = other.num_ < 0 ? -other.den_ : other.den_;
  inverse.den_ = magnitude(other.num_);
  return *this * inverse;
}

Fraction Fraction::operator-() const {
  Fraction f;
  f.num_ = -num_;
  f.den_ = den_;
  return f;
}

/// Compares digit by digit of the continued fractions, so no cross product can overflow.
std::strong_ordering operator<=>(const Fraction& a, const Fraction& b) {
  Int128 an = a.num_, ad = a.den_, bn = b.num_, bd = b.den_;
  bool swapped = false;
  while (true) {
    const Int128 aq = floor_divide(an, ad);
    const Int128 bq = floor_divide(bn, bd);
    if (aq != bq)
      return (aq < bq) != swapped ? std::strong_ordering::less : std::strong_ordering::greater;
    const Int128 ar = floor_rest(an, ad);
    const Int128 br = floor_rest(bn, bd);
    if (ar == 0 && br == 0) return std::strong_ordering::equal;
    if (ar == 0) return swapped ? std::strong_ordering::greater : std::strong_ordering::less;
    if (br == 0) return swapped ? std::strong_ordering::less : std::strong_ordering::greater;
    an = ad, ad = ar, bn = bd, bd = br;  // compares the reciprocals of the rests: the order turns
    swapped = !swapped;
  }
}

}  // namespace twinrail
