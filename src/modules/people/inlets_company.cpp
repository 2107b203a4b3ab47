#include <map>
#include <tuple>

#include "modules/people/inlets.hpp"
#include "modules/people/inlets_turns.hpp"
#include "modules/people/model_inlet.hpp"
#include "modules/people/rules_company.hpp"
#include "modules/people/store_company.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

/// Files with exchange rates and with days of a calendar.
namespace twinrail::people {
namespace {

InletVerdict refused(const Problem& problem) {
  return {Verdict::refused, problem.pointer.substr(1), problem.key, problem.args};
}

/// A rate that is there becomes what the file says; an empty cell leaves its figure as it is.
class RateImport {
 public:
  RateImport(Tx& tx, InletLines<RateRecord> lines) : tx_(tx), lines_(lines) {
    std::vector<Date> days;
    for (const InletLine<RateRecord>& line : lines) days.push_back(line->day);
    for (RateRow& row : store::rates_on(tx, named_in(lines, &RateRecord::base), days)) {
      const Key key{row.base, row.quote, row.day};
      known_.emplace(key, std::move(row));
    }
  }

  Verdicts take() {
    Verdicts verdicts;
    for (const InletLine<RateRecord>& line : lines_) verdicts.push_back(take(line));
    std::vector<RateRow> added, changed;
    for (auto& [key, row] : known_) {
      if (!touched_.contains(key)) continue;
      if (row.id == RateId{})
        added.push_back(row);
      else
        changed.push_back(row);
    }
    store::add_rates(tx_, added);
    store::put_rates(tx_, changed);
    std::set<Date> days;
    for (const Key& key : touched_) days.insert(std::get<Date>(key));
    if (!days.empty()) announce(tx_, MoneyChanged{{days.begin(), days.end()}});
    return verdicts;
  }

 private:
  using Key = std::tuple<std::string, std::string, Date>;

  InletVerdict take(const InletLine<RateRecord>& line) {
    const auto wrong = rules::rate_problems(line->base, line->quote, line->closing, line->average);
    if (!wrong.empty()) return refused(wrong.front());
    const Key key{line->base, line->quote, line->day};
    const auto found = known_.find(key);
    if (found == known_.end()) {
      known_.emplace(
          key, RateRow{{}, line->base, line->quote, line->day, line->closing, line->average, ""});
      touched_.insert(key);
      return of(Verdict::stored);
    }
    RateRow wanted = found->second;
    if (line->closing) wanted.closing = line->closing;
    if (line->average) wanted.average = line->average;
    if (wanted.closing == found->second.closing && wanted.average == found->second.average)
      return of(Verdict::known);
    if (wanted.id != RateId{}) ++wanted.version;
    found->second = wanted;
    touched_.insert(key);
    return of(Verdict::corrected);
  }

  Tx& tx_;
  InletLines<RateRecord> lines_;
  std::map<Key, RateRow> known_;  ///< as the lines so far leave it
  std::set<Key> touched_;
};

Verdicts take_rates(const Context& ctx, Tx& tx, InletLines<RateRecord> lines) {
  ctx.require_everywhere(permission::company);
  return RateImport(tx, lines).take();
}

/// The calendars of a file and the days of them that it names.
class DayImport {
 public:
  DayImport(Tx& tx, InletLines<WorkDayRecord> lines) : tx_(tx), lines_(lines) {
    std::vector<WorkCalendarId> ids;
    for (const WorkCalendarRow& row :
         store::work_calendars(tx, named_in(lines, &WorkDayRecord::calendar))) {
      calendars_[row.code] = row.id;
      ids.push_back(row.id);
    }
    Date from = Date::last();
    Date to = Date::first();
    for (const InletLine<WorkDayRecord>& line : lines) {
      from = std::min(from, line->day);
      to = std::max(to, line->day);
    }
    for (WorkDayRow& row : store::work_days(tx, ids, from, to)) {
      const Key key{row.calendar, row.day};
      known_.emplace(key, std::move(row));
    }
  }

  Verdicts take() {
    Verdicts verdicts;
    for (const InletLine<WorkDayRecord>& line : lines_) verdicts.push_back(take(*line));
    std::vector<WorkDayRow> rows;
    std::set<WorkCalendarId> touched;
    for (const Key& key : changed_) {
      rows.push_back(known_.at(key));
      touched.insert(key.first);
    }
    if (rows.empty()) return verdicts;
    store::set_work_days(tx_, rows);
    store::touch_work_calendars(tx_, {touched.begin(), touched.end()});
    announce(tx_, OrganisationChanged{
                      .workdays = std::ranges::min_element(rows, {}, &WorkDayRow::day)->day});
    return verdicts;
  }

 private:
  using Key = std::pair<WorkCalendarId, Date>;

  InletVerdict take(const WorkDayRecord& record) {
    const auto calendar = calendars_.find(record.calendar);
    if (calendar == calendars_.end())
      return refused({"/calendar", "people.unknown_calendar_code", {{"code", record.calendar}}});
    const Key key{calendar->second, record.day};
    const WorkDayRow wanted{calendar->second, record.day, record.kind,
                            std::string(record.name.value_or(""))};
    const auto found = known_.find(key);
    const bool is_new = found == known_.end();
    if (!is_new && found->second.kind == wanted.kind &&
        (!record.name || found->second.name == wanted.name))
      return of(Verdict::known);
    known_.insert_or_assign(key, wanted);
    changed_.insert(key);
    return of(is_new ? Verdict::stored : Verdict::corrected);
  }

  Tx& tx_;
  InletLines<WorkDayRecord> lines_;
  std::map<std::string, WorkCalendarId, std::less<>> calendars_;
  std::map<Key, WorkDayRow> known_;  ///< as the lines so far leave it
  std::set<Key> changed_;
};

Verdicts take_days(const Context& ctx, Tx& tx, InletLines<WorkDayRecord> lines) {
  ctx.require_everywhere(permission::company);
  return DayImport(tx, lines).take();
}

}  // namespace

Inlet rate_inlet() {
  Inlet made = inlet<RateRecord>("people.rate", permission::company, take_rates);
  made.undo = rate_undo();
  return made;
}

Inlet work_day_inlet() {
  Inlet made = inlet<WorkDayRecord>("people.work_day", permission::company, take_days);
  made.undo = work_day_undo();
  return made;
}

}  // namespace twinrail::people
