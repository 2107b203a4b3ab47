#include "platform/notices/rules_mail.hpp"

#include "base/calendar.hpp"

namespace twinrail::notices::rules {
namespace {

Instant minute_of(Date day, std::int64_t minute, std::string_view zone) {
  return start_of_day(day, zone).plus_seconds(minute * 60);
}

}  // namespace

Instant after_quiet(Instant at, const std::optional<QuietHours>& quiet, std::string_view zone) {
  if (!quiet || quiet->from == quiet->to) return at;
  const Date today = local_date(at, zone);
  const Instant from = minute_of(today, quiet->from, zone);
  const Instant to = minute_of(today, quiet->to, zone);
  if (from < to) return at >= from && at < to ? to : at;
  if (at < to) return to;
  return at >= from ? minute_of(today + 1, quiet->to, zone) : at;
}

Instant due_daily(Instant told_at, const std::optional<QuietHours>& quiet, std::string_view zone) {
  const Date today = local_date(told_at, zone);
  const Instant morning = minute_of(today, daily_minute, zone);
  return after_quiet(told_at <= morning ? morning : minute_of(today + 1, daily_minute, zone), quiet,
                     zone);
}

}  // namespace twinrail::notices::rules
