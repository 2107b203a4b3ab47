#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/describe.hpp"
#include "base/text.hpp"
#include "platform/pdf/paper.hpp"

/// Figures, days and statuses in the form in which the screens show them.
namespace twinrail::pdf {

/// The words of a reader's language.
struct Words {
  Locale locale = Locale::zh;
  std::string operator()(std::string_view key, const Arguments& arguments = {}) const;
  /// The word for a value: its name ends the key that `keys` begins.
  template <class Value>
    requires std::is_enum_v<Value>
  std::string operator()(std::string_view keys, Value value) const {
    return (*this)(std::string(keys) + std::string(enum_name(value)));
  }
};

/// A figure that is not there.
inline constexpr std::string_view unknown = "—";

/// "1,234.50" and "−3.2" of "1234.50" and "-3.2".
[[nodiscard]] std::string grouped(const std::string& plain);
/// 0.5012 is "50%". 100% is said when it is reached: 0.9996 is "99.9%".
[[nodiscard]] std::string percent(std::optional<Ratio> ratio);
/// The difference of two ratios in points: "+5", "−13".
[[nodiscard]] std::string points(std::optional<Ratio> gap);
/// With that many decimals (0..6); a ratio whose unit is "%" as 89.4.
[[nodiscard]] std::string figure(Decimal value, std::string_view unit, std::int64_t decimals);
/// The same without needless zeros, for limits and ranges; with two decimals at least.
[[nodiscard]] std::string bound(Decimal value, std::string_view unit, std::int64_t decimals);
/// The same as it stands alone: "7%", "2.45".
[[nodiscard]] std::string bound_text(Decimal value, std::string_view unit, std::int64_t decimals);
/// A ratio as "89%".
[[nodiscard]] std::string share(Decimal value);
/// A confidence or a grade with its one decimal: "0.7", or a dash.
[[nodiscard]] std::string tenths(std::optional<Decimal> value);
/// A text, often a name that its reader may not see, or a dash.
[[nodiscard]] std::string or_unknown(const std::optional<std::string>& text);
/// A ratio as a plain number, for charts and grades.
[[nodiscard]] std::optional<Decimal> decimal_of(std::optional<Ratio> ratio);
/// "89.4%", "31.5 小时"; a dash where there is none.
[[nodiscard]] std::string with_unit(Locale locale, std::optional<Decimal> value,
                                    std::string_view unit, std::int64_t decimals);
/// How much a figure has changed: "−0.8 点" between percentages, "+12 件" otherwise.
[[nodiscard]] std::string change(Locale locale, std::optional<Decimal> value, std::string_view unit,
                                 std::int64_t decimals);
/// "≤" of "<=", as people write it.
[[nodiscard]] std::string_view sign_of(std::string_view op);
/// Past which values something is red, as the comparison or the range of a breach rule says it.
struct RedLine {
  std::optional<Decimal> limit;
  std::optional<Decimal> limit_to;     ///< the second end of a range
  std::optional<std::string_view> op;  ///< "<", "<=", ">", ">=", "outside", "inside"
  std::string_view unit;
  std::int64_t decimals = 0;
};
/// "< 95.0%", "outside 80.0%–95.0%". A dash where there is none, and where one end of a range is
/// all that is known: alone it would be read as a limit of its own.
[[nodiscard]] std::string red_line(Locale locale, const RedLine& line);
/// What something aims at: "≥ 95.0%", "≤ 2.40", "88–95%", or a dash; by the name of its direction
/// ("higher", "lower", "range").
struct Aim {
  std::string_view direction;
  std::optional<Decimal> target;
  std::optional<Decimal> lower;
  std::optional<Decimal> upper;
  std::string_view unit;
  std::int64_t decimals = 0;
};
[[nodiscard]] std::string aimed(const Aim& aim);
/// The same of a row that says it in fields of those names.
template <class Row>
[[nodiscard]] std::string aim_of(const Row& row) {
  return aimed(
      {enum_name(row.direction), row.target, row.lower, row.upper, row.unit, row.decimals});
}
/// With the year, since paper is kept: "2026-11-18", "18 Nov 2026".
[[nodiscard]] std::string day(Locale locale, std::optional<Date> day);
/// "2026-11-18 14:32", "18 Nov 2026 14:32" where that zone is.
[[nodiscard]] std::string moment(Locale locale, std::optional<Instant> at, std::string_view zone);
/// A name in the reader's language, or in the other one.
[[nodiscard]] std::string name(Locale locale, const Names& names);
/// Texts of one sentence after the other, with the space that the language has between them.
[[nodiscard]] std::string joined(Locale locale, const std::string& first,
                                 const std::string& second);
/// A status by the name of its light or pace ("breach", "at_risk"): its shape and its word.
[[nodiscard]] Cell status(Locale locale, std::string_view word);
template <class Value>
  requires std::is_enum_v<Value>
[[nodiscard]] Cell status(Locale locale, Value value) {
  return status(locale, enum_name(value));
}
/// A share with its bar, or a dash.
[[nodiscard]] Cell progress(std::optional<Ratio> value, std::optional<Ratio> expected);
/// "Why: …" as a paragraph of its own, by the key of its label; nothing where nothing is said.
void add_said(Paper& paper, const Words& say, std::string_view label, const std::string& text);

}  // namespace twinrail::pdf
