#include "base/date.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace twinrail {

namespace {

namespace chr = std::chrono;

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t micros_per_day = 86'400 * micros_per_second;
/// Offsets of real zones lie within ±14 h; ISO allows less than 24 h.
constexpr int largest_offset_minutes = 24 * 60 - 1;

chr::year_month_day civil(Date date) { return chr::sys_days{chr::days{date.days()}}; }

/// Reads `count` digits at `at`; -1 if they are not there.
int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool char_at(std::string_view text, std::size_t at, char wanted) {
  return at < text.size() && text[at] == wanted;
}

/// The text that was refused, cut to a length that fits a message.
Arguments quoted(std::string_view text) { return {{"text", std::string(text.substr(0, 40))}}; }

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

/// Takes "HH:MM[:SS[.ffffff]]" from the front of `text`; microseconds of the day.
std::optional<std::int64_t> take_time(std::string_view& text) {
  const int hour = digits_at(text, 0, 2);
  const int minute = digits_at(text, 3, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || !char_at(text, 2, ':')) {
    return std::nullopt;
  }
  std::int64_t micros = (hour * 3600LL + minute * 60LL) * micros_per_second;
  text.remove_prefix(5);
  if (!char_at(text, 0, ':')) return micros;
  const int second = digits_at(text, 1, 2);
  if (second < 0 || second > 59) return std::nullopt;
  micros += second * micros_per_second;
  text.remove_prefix(3);
  if (!char_at(text, 0, '.')) return micros;
  text.remove_prefix(1);
  std::int64_t unit = micros_per_second;
  std::size_t taken = 0;
  for (; taken < text.size() && text[taken] >= '0' && text[taken] <= '9'; ++taken) {
    unit /= 10;
    micros += (text[taken] - '0') * unit;
  }
  if (taken == 0 || taken > 6) return std::nullopt;
  text.remove_prefix(taken);
  return micros;
}

/// "Z", "+08:00", "+0800" or "+08"; minutes east of UTC.
std::optional<int> offset_minutes(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int hours = digits_at(text, 1, 2);
  int minutes = 0;
  if (text.size() == 6 && text[3] == ':') {
    minutes = digits_at(text, 4, 2);
  } else if (text.size() == 5) {
    minutes = digits_at(text, 3, 2);
  } else if (text.size() != 3) {
    return std::nullopt;
  }
  if (hours < 0 || minutes < 0 || minutes > 59) return std::nullopt;
  const int total = hours * 60 + minutes;
  if (total > largest_offset_minutes) return std::nullopt;
  return text[0] == '-' ? -total : total;
}

}  // namespace

Date Date::of(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) {
    throw Error(Fault::invalid, "base.not_a_date");
  }
  const chr::year_month_day ymd{chr::year{year}, chr::month{static_cast<unsigned>(month)},
                                chr::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) throw Error(Fault::invalid, "base.not_a_date");
  return Date(static_cast<std::int32_t>(chr::sys_days{ymd}.time_since_epoch().count()));
}

Date Date::from_days(std::int64_t days_since_epoch) {
  if (days_since_epoch < first().days() || days_since_epoch > last().days()) {
    throw Error(Fault::invalid, "base.date_out_of_range");
  }
  return Date(static_cast<std::int32_t>(days_since_epoch));
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits_at(text, 0, 4);
  const int month = digits_at(text, 5, 2);
  const int day = digits_at(text, 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const chr::year_month_day ymd{chr::year{year}, chr::month{static_cast<unsigned>(month)},
                                chr::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return of(year, month, day);
}

Date Date::from_text(std::string_view text) {
  if (const auto date = parse(text)) return *date;
  throw Error(Fault::invalid, "base.not_a_date", quoted(text));
}

int Date::year() const { return static_cast<int>(civil(*this).year()); }

int Date::month() const { return static_cast<int>(static_cast<unsigned>(civil(*this).month())); }

int Date::day() const { return static_cast<int>(static_cast<unsigned>(civil(*this).day())); }

Weekday Date::weekday() const {
  const chr::weekday day{chr::sys_days{chr::days{days_}}};
  return static_cast<Weekday>(day.iso_encoding());
}

Date Date::first_of_month() const { return *this - (day() - 1); }

Date Date::plus_months(int months) const {
  const int count = year() * 12 + month() - 1 + months;
  if (count < 12 || count >= 120'000) throw Error(Fault::invalid, "base.date_out_of_range");
  const chr::year_month target{chr::year{count / 12},
                               chr::month{static_cast<unsigned>(count % 12 + 1)}};
  const unsigned longest = static_cast<unsigned>((target / chr::last).day());
  return of(count / 12, count % 12 + 1,
            static_cast<int>(std::min(longest, static_cast<unsigned>(day()))));
}

std::string Date::to_string() const {
  std::array<char, 16> text{};
  const auto ymd = civil(*this);
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return text.data();
}

Date Date::operator+(std::int64_t days) const {
  constexpr std::int64_t longest_step = 4'000'000;  // more than the whole range
  return from_days(days_ + std::clamp(days, -longest_step, longest_step));
}

Date Date::operator-(std::int64_t days) const {
  constexpr std::int64_t longest_step = 4'000'000;
  return *this + -std::clamp(days, -longest_step, longest_step);
}

Instant Instant::from_text(std::string_view text) {
  const Error malformed(Fault::invalid, "base.not_an_instant", quoted(text));
  const auto date = Date::parse(text.substr(0, 10));
  if (!date || text.size() < 16 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) {
    throw malformed;
  }
  text.remove_prefix(11);
  const auto time = take_time(text);
  if (!time) throw malformed;
  if (text.empty()) throw Error(Fault::invalid, "instant_without_offset");
  const auto offset = offset_minutes(text);
  if (!offset) throw malformed;
  return from_micros(date->days() * micros_per_day + *time - *offset * 60LL * micros_per_second);
}

Instant Instant::midnight(Date utc_day) { return from_micros(utc_day.days() * micros_per_day); }

std::int64_t Instant::seconds() const { return floor_divide(micros_, micros_per_second); }

Date Instant::utc_date() const { return Date::from_days(floor_divide(micros_, micros_per_day)); }

std::string Instant::to_string() const {
  const std::int64_t of_day = micros_ - floor_divide(micros_, micros_per_day) * micros_per_day;
  const int second = static_cast<int>(of_day / micros_per_second);
  const int micros = static_cast<int>(of_day % micros_per_second);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d", second / 3600, second / 60 % 60,
                second % 60);
  std::string result = utc_date().to_string() + text.data();
  if (micros != 0) {
    std::snprintf(text.data(), text.size(), ".%06d", micros);
    result += text.data();
  }
  return result + "Z";
}

Instant Instant::plus_seconds(std::int64_t seconds) const {
  std::int64_t step = 0, sum = 0;
  if (__builtin_mul_overflow(seconds, micros_per_second, &step) ||
      __builtin_add_overflow(micros_, step, &sum)) {
    throw Error(Fault::invalid, "base.overflow");
  }
  return from_micros(sum);
}

}  // namespace twinrail
