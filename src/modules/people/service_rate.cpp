#include <algorithm>
#include <charconv>

#include "modules/people/organisation.hpp"
#include "modules/people/rules_company.hpp"
#include "modules/people/store_company.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

/// Exchange rates: dated, corrected with a reason.
namespace twinrail::people {
namespace {

constexpr std::int64_t page_default = 50;

void require_keeper(const Context& ctx) {
  (void)ctx.scope(permission::company);
  ctx.require_everywhere(permission::company);
}

RateView view_of(const RateRow& row) {
  return {row.id, row.base, row.quote, row.day, row.closing, row.average, row.reason, row.version};
}

void require_sound(const RateRow& row) {
  auto found = rules::rate_problems(row.base, row.quote, row.closing, row.average);
  if (!found.empty()) throw Error(Fault::invalid, "request.invalid", std::move(found));
}

/// "2026-11-27/381": the row that the page before ended with.
void go_on_after(const std::string& cursor, store::RatesAsked& asked) {
  const auto slash = cursor.find('/');
  const auto day = Date::from_text(cursor.substr(0, slash));
  const char* end = cursor.data() + cursor.size();
  if (slash != std::string::npos) {
    const auto [stop, bad] = std::from_chars(cursor.data() + slash + 1, end, asked.before_id.value);
    if (bad == std::errc{} && stop == end) {
      asked.before_day = day;
      return;
    }
  }
  throw Error(Fault::invalid, "request.invalid",
              std::vector<Problem>{{"?cursor", "people.bad_cursor", {}}});
}

}  // namespace

Page<RateView> Service::rates(const Context& ctx, Read& db, const RatesQuery& request) {
  require_keeper(ctx);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  store::RatesAsked asked{.base = std::string(request.base.value_or("")),
                          .quote = std::string(request.quote.value_or("")),
                          .until = request.until.value_or(Date::last()),
                          .before_day = Date::last(),
                          .before_id = {},
                          .limit = limit + 1};
  if (request.cursor) go_on_after(*request.cursor, asked);
  Page<RateView> page;
  for (const RateRow& row : store::rates(db, asked)) page.items.push_back(view_of(row));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    const RateView& last = page.items.back();
    page.next = last.day.to_string() + "/" + std::to_string(last.id.value);
  }
  return page;
}

RateView Service::add_rate(const Context& ctx, Tx& tx, const NewRate& request) {
  require_keeper(ctx);
  RateRow row{.id = {},
              .base = request.base,
              .quote = request.quote,
              .day = request.day,
              .closing = request.closing,
              .average = request.average,
              .reason = ""};
  require_sound(row);
  for (const RateRow& known : store::rates_on(tx, {row.base}, {row.day}))
    if (known.quote == row.quote)
      throw Error(
          Fault::conflict, "people.rate_known",
          Arguments{{"base", row.base}, {"quote", row.quote}, {"day", row.day.to_string()}});
  row.id = store::add_rate(tx, row);
  announce(tx, MoneyChanged{{row.day}});
  return view_of(row);
}

RateView Service::change_rate(const Context& ctx, Tx& tx, const ChangeRate& request) {
  require_keeper(ctx);
  auto row = store::rate(tx, request.rate);
  if (!row) throw Error(Fault::not_found, "people.unknown_rate");
  ctx.expect_version(row->version);
  if (request.reason.empty())
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/reason", "people.rate_reason", {}}});
  row->closing = request.closing;
  row->average = request.average;
  row->reason = request.reason;
  require_sound(*row);
  if (!store::change_rate(tx, *row))
    throw Error(Fault::stale, "request.stale",
                Arguments{{"current", std::to_string(row->version + 1)},
                          {"yours", std::to_string(row->version)}});
  ++row->version;
  announce(tx, MoneyChanged{{row->day}});
  return view_of(*row);
}

Currencies::Currencies(std::vector<Said> said) {
  for (Said& one : said) said_[one.unit].push_back(std::move(one));
  for (auto& [unit, list] : said_) {
    const auto place = [](const Said& one) { return std::pair(one.depth, one.from); };
    std::ranges::sort(list, {}, place);
  }
}

std::string Currencies::of(OrgUnitId unit, Date day) const {
  const auto found = said_.find(unit);
  if (found == said_.end()) return "";
  for (const Said& said : found->second)
    if (said.from <= day && day <= said.to) return said.currency;
  return "";
}

Currencies Service::currencies(Read& db) {
  std::vector<Currencies::Said> said;
  for (store::CurrencyAbove& row : store::currencies_above(db)) {
    const Date from = std::max(row.path_from, row.valid_from);
    const Date to = std::min(row.path_to, row.valid_to);
    if (from <= to) said.push_back({row.unit, row.depth, from, to, std::move(row.currency)});
  }
  return Currencies(std::move(said));
}

std::vector<DatedRate> Service::dated_rates(Read& db) {
  std::vector<DatedRate> rates;
  for (RateRow& row : store::all_rates(db))
    rates.push_back({std::move(row.base), std::move(row.quote), row.day, row.closing, row.average});
  return rates;
}

}  // namespace twinrail::people
