#include "platform/pdf/forms.hpp"

#include <algorithm>
#include <array>

#include <date/tz.h>

#include "base/calendar.hpp"
#include "platform/i18n/i18n.hpp"

namespace twinrail::pdf {
namespace {

constexpr std::string_view minus = "−";

std::string in_unit(Decimal value, std::string_view unit, int decimals) {
  const Fraction exact = unit == "%" ? Fraction(value) * Fraction(100) : Fraction(value);
  return exact.to_fixed(std::clamp(decimals, 0, Decimal::digits));
}

std::string without_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string two(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string signed_text(const std::string& plain) {
  const bool up = !plain.starts_with('-') && plain.find_first_of("123456789") != std::string::npos;
  return (up ? "+" : "") + grouped(plain);
}

/// A limit with all its decimals, and never fewer than the figure that it is compared with.
std::string limit(Decimal value, std::string_view unit, std::int64_t decimals) {
  const std::string exact = without_zeros(in_unit(value, unit, Decimal::digits));
  const auto point = exact.find('.');
  const int needed = point == std::string::npos ? 0 : static_cast<int>(exact.size() - point - 1);
  return figure(value, unit, std::max<std::int64_t>(decimals, needed)) + (unit == "%" ? "%" : "");
}

/// The word for a unit of measurement; one without a word stands as it was recorded.
std::string unit_word(Locale locale, std::string_view unit) {
  const std::string key = "pdf.unit." + std::string(unit);
  return i18n::has(locale, key) ? i18n::text(locale, key) : std::string(unit);
}

Mark mark_of(std::string_view word) {
  if (word == "ok" || word == "on_track") return Mark::ok;
  if (word == "watch" || word == "at_risk") return Mark::watch;
  if (word == "breach" || word == "off_track") return Mark::breach;
  if (word == "rec") return Mark::recovering;
  if (word == "none" || word == "pending") return Mark::no_data;
  if (word == "outdated") return Mark::late;
  return word == "too_early" ? Mark::early : Mark::nothing;
}

}  // namespace

std::string Words::operator()(std::string_view key, const Arguments& arguments) const {
  return i18n::text(locale, key, arguments);
}

std::string grouped(const std::string& plain) {
  const bool below = plain.starts_with('-');
  const std::string digits = below ? plain.substr(1) : plain;
  const auto point = std::min(digits.find('.'), digits.size());
  const bool zero = digits.find_first_of("123456789") == std::string::npos;
  std::string text = below && !zero ? std::string(minus) : std::string();
  for (std::size_t i = 0; i < point; ++i) {
    text += digits[i];
    const std::size_t left = point - i - 1;
    if (left > 0 && left % 3 == 0) text += ',';
  }
  return text + digits.substr(point);
}

std::string percent(std::optional<Ratio> ratio) {
  if (!ratio) return std::string(unknown);
  const Fraction exact = Fraction(*ratio) * Fraction(100);
  const std::string whole = exact.to_fixed(0);
  if (whole != "100" || *ratio >= Ratio::one()) return grouped(whole) + "%";
  return grouped(exact.rounded(Rounding::down, 1).to_fixed(1)) + "%";
}

std::string points(std::optional<Ratio> gap) {
  if (!gap) return std::string(unknown);
  return signed_text((Fraction(*gap) * Fraction(100)).to_fixed(0));
}

std::string figure(Decimal value, std::string_view unit, std::int64_t decimals) {
  return grouped(in_unit(value, unit, static_cast<int>(decimals)));
}

std::string bound(Decimal value, std::string_view unit, std::int64_t decimals) {
  const int digits = std::max(static_cast<int>(decimals), 2);
  return grouped(without_zeros(in_unit(value, unit, digits)));
}

std::string bound_text(Decimal value, std::string_view unit, std::int64_t decimals) {
  return bound(value, unit, decimals) + (unit == "%" ? "%" : "");
}

std::string share(Decimal value) { return figure(value, "%", 0) + "%"; }

std::string tenths(std::optional<Decimal> value) {
  return value ? value->to_fixed(1) : std::string(unknown);
}

std::string or_unknown(const std::optional<std::string>& text) {
  return text.value_or(std::string(unknown));
}

std::optional<Decimal> decimal_of(std::optional<Ratio> ratio) {
  return ratio ? std::optional(ratio->to_decimal()) : std::nullopt;
}

std::string with_unit(Locale locale, std::optional<Decimal> value, std::string_view unit,
                      std::int64_t decimals) {
  if (!value) return std::string(unknown);
  const std::string text = figure(*value, unit, decimals);
  if (unit == "%") return text + "%";
  return unit.empty() ? text : text + " " + unit_word(locale, unit);
}

std::string change(Locale locale, std::optional<Decimal> value, std::string_view unit,
                   std::int64_t decimals) {
  if (!value) return std::string(unknown);
  const std::string text = signed_text(in_unit(*value, unit, static_cast<int>(decimals)));
  if (unit == "%") return i18n::text(locale, "pdf.points", {{"value", text}});
  return unit.empty() ? text : text + " " + unit_word(locale, unit);
}

std::string_view sign_of(std::string_view op) {
  if (op == "<=") return "≤";
  if (op == ">=") return "≥";
  return op == "<" || op == ">" ? op : std::string_view();
}

std::string red_line(Locale locale, const RedLine& line) {
  if (!line.limit) return std::string(unknown);
  const std::string from = limit(*line.limit, line.unit, line.decimals);
  const std::string_view op = line.op.value_or("");
  if (op != "outside" && op != "inside") {
    const std::string sign(sign_of(op));
    return sign.empty() ? from : sign + " " + from;
  }
  if (!line.limit_to) return std::string(unknown);
  return i18n::text(locale, "pdf." + std::string(op),
                    {{"from", from}, {"to", limit(*line.limit_to, line.unit, line.decimals)}});
}

std::string aimed(const Aim& aim) {
  const auto show = [&](Decimal value) { return figure(value, aim.unit, aim.decimals); };
  const std::string unit = aim.unit == "%" ? "%" : "";
  if (aim.direction == "range")
    return aim.lower && aim.upper ? show(*aim.lower) + "–" + show(*aim.upper) + unit
                                  : std::string(unknown);
  if (!aim.target) return std::string(unknown);
  return (aim.direction == "lower" ? "≤ " : "≥ ") + show(*aim.target) + unit;
}

std::string day(Locale locale, std::optional<Date> day) {
  if (!day) return std::string(unknown);
  if (locale == Locale::zh) return day->to_string();
  static constexpr std::array<std::string_view, 12> months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return std::to_string(day->day()) + " " +
         std::string(months.at(static_cast<std::size_t>(day->month() - 1))) + " " +
         std::to_string(day->year());
}

std::string moment(Locale locale, std::optional<Instant> at, std::string_view zone) {
  if (!at) return std::string(unknown);
  const Date on = local_date(*at, zone);
  const date::sys_seconds moment{std::chrono::seconds{at->seconds()}};
  const auto offset = date::locate_zone(std::string(zone))->get_info(moment).offset.count();
  const std::int64_t of_day = (at->seconds() + offset) - std::int64_t{on.days()} * 86'400;
  return day(locale, on) + " " + two(of_day / 3600) + ":" + two(of_day / 60 % 60);
}

std::string name(Locale locale, const Names& names) {
  const std::string& first = locale == Locale::zh ? names.zh : names.en;
  const std::string& second = locale == Locale::zh ? names.en : names.zh;
  return first.empty() ? second : first;
}

std::string joined(Locale locale, const std::string& first, const std::string& second) {
  return first + (locale == Locale::en && !first.empty() && !second.empty() ? " " : "") + second;
}

Cell status(Locale locale, std::string_view word) {
  return {.text = i18n::text(locale, "pdf.light." + std::string(word)), .mark = mark_of(word)};
}

Cell progress(std::optional<Ratio> value, std::optional<Ratio> expected) {
  Cell cell{.text = percent(value)};
  if (value) cell.bar = Bar{*value, expected};
  return cell;
}

void add_said(Paper& paper, const Words& say, std::string_view label, const std::string& text) {
  if (text.empty()) return;
  paper.blocks.emplace_back(
      Paragraph{.text = say("pdf.said", {{"label", say(label)}, {"text", text}})});
}

}  // namespace twinrail::pdf
