#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace twinrail {

enum class Weekday { monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday };

/// A calendar day, days since 1970-01-01; from 0001-01-01 to 9999-12-31. Leaving that range throws
/// Error "base.date_out_of_range".
class Date {
 public:
  constexpr Date() = default;  ///< 1970-01-01
  /// Throws Error "base.not_a_date" for a day that does not exist.
  [[nodiscard]] static Date of(int year, int month, int day);
  [[nodiscard]] static Date from_days(std::int64_t days_since_epoch);
  [[nodiscard]] static constexpr Date first() { return Date(-719162); }  ///< 0001-01-01
  [[nodiscard]] static constexpr Date last() { return Date(2932896); }   ///< 9999-12-31
  /// Exactly YYYY-MM-DD, a day that exists.
  [[nodiscard]] static std::optional<Date> parse(std::string_view text);
  /// As `parse`, but throws Error "base.not_a_date".
  [[nodiscard]] static Date from_text(std::string_view text);

  [[nodiscard]] constexpr std::int32_t days() const { return days_; }
  [[nodiscard]] int year() const;
  [[nodiscard]] int month() const;  ///< 1..12
  [[nodiscard]] int day() const;    ///< 1..31
  [[nodiscard]] Weekday weekday() const;
  [[nodiscard]] Date first_of_month() const;
  /// The same day of month `months` later, or the last day of that month if it is shorter.
  [[nodiscard]] Date plus_months(int months) const;
  [[nodiscard]] std::string to_string() const;  ///< YYYY-MM-DD

  friend constexpr auto operator<=>(const Date&, const Date&) = default;
  [[nodiscard]] Date operator+(std::int64_t days) const;
  [[nodiscard]] Date operator-(std::int64_t days) const;
  /// Days from `other` to this one.
  [[nodiscard]] constexpr std::int32_t operator-(Date other) const { return days_ - other.days_; }

 private:
  constexpr explicit Date(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

/// A moment in UTC, microseconds since 1970-01-01T00:00Z.
class Instant {
 public:
  constexpr Instant() = default;
  [[nodiscard]] static constexpr Instant from_micros(std::int64_t micros) {
    Instant i;
    i.micros_ = micros;
    return i;
  }
  /// ISO 8601 with `Z` or an offset: 2026-05-10T12:00:00+08:00; seconds and up to six decimals of a
  /// second may be absent. Throws Error "instant_without_offset" if only the offset is missing, and
  /// Error "base.not_an_instant" for anything else.
  [[nodiscard]] static Instant from_text(std::string_view text);
  /// Midnight UTC of a day.
  [[nodiscard]] static Instant midnight(Date utc_day);

  [[nodiscard]] constexpr std::int64_t micros() const { return micros_; }
  [[nodiscard]] std::int64_t seconds() const;  ///< whole seconds, rounded down
  [[nodiscard]] Date utc_date() const;
  /// 2026-05-10T04:00:00Z; with six decimals of a second when they are not 0.
  [[nodiscard]] std::string to_string() const;

  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
  [[nodiscard]] Instant plus_seconds(std::int64_t seconds) const;

 private:
  std::int64_t micros_ = 0;
};

}  // namespace twinrail

template <>
struct std::hash<twinrail::Date> {
  std::size_t operator()(const twinrail::Date& d) const noexcept {
    return std::hash<std::int32_t>{}(d.days());
  }
};
