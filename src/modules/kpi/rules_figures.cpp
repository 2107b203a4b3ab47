#include "modules/kpi/rules_figures.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <tuple>

namespace twinrail::kpi::rules {
namespace {

using Use = Formula::Use;

std::optional<std::size_t> index_of(const Definition& d, MeasureId measure) {
  const auto found = std::ranges::find(d.measures, measure);
  if (found == d.measures.end()) return std::nullopt;
  return static_cast<std::size_t>(found - d.measures.begin());
}

bool uses_any(const Definition& d, std::size_t measure, std::initializer_list<Use> uses) {
  return std::ranges::any_of(uses, [&](Use u) { return d.rule.formula.uses(measure, u); });
}

/// Of a level the newest day counts; a flow whose newest day is asked for is read as one.
bool is_level(const Definition& d, std::size_t measure) {
  if (d.rule.kinds[measure] == MeasureKind::stock) return true;
  return uses_any(d, measure, {Use::open, Use::close, Use::avg_open_close}) &&
         !d.rule.formula.uses(measure, Use::value);
}

/// Units count together where their measures are added before the formula.
bool units_together(const Definition& d) { return d.rule.org_agg == OrgAgg::ratio_of_sums; }

Period part_of(const Definition& d, const Period& period, Date day) {
  if (!d.by_parts) return period;
  const Date from = d.monthly_rows ? day.first_of_month() : day;
  return {from, d.monthly_rows ? from.plus_months(1) : from + 1};
}

/// A unit (none: all together), and a part of the period by its first day.
using RowPlace = std::pair<OrgUnitId, Date>;
using Cells = std::map<RowPlace, std::map<std::size_t, Fraction>>;

bool is_money(const Definition& d, MeasureId measure) {
  const auto index = index_of(d, measure);
  return index && d.money[*index];
}

/// What figures are multiplied by before anything is added.
class Factors {
 public:
  Factors(const Definition& d, const Period& period, const PeriodDays& days)
      : d_(d), book_(days.money) {
    if (!book_ || !d.has_money()) return;
    for (const UsedRate& used : rates_used(d, period, days))
      rates_[used.from] = used.rate ? std::optional(Fraction(*used.rate)) : std::nullopt;
  }
  /// The figure in the currency of whoever looks; nothing where a rate is missing.
  [[nodiscard]] std::optional<Fraction> converted(std::size_t measure, const DayRow& day) const {
    const Fraction amount(day.amount);
    if (rates_.empty() || !d_.money[measure]) return amount;
    const auto rate = rates_.find(book_->currency_of(day.org_unit, day.day));
    if (rate == rates_.end()) return amount;
    return rate->second ? std::optional(amount * *rate->second) : std::nullopt;
  }

 private:
  const Definition& d_;
  const MoneyBook* book_;
  std::map<std::string, std::optional<Fraction>> rates_;
};

/// What the measures come to, each unit's levels first. One of which a rate is missing is nowhere.
Cells cells_of(const Definition& d, const Period& period, std::span<const DayRow> days,
               const Factors& factors) {
  struct Taken {
    Date day = Date::first();
    Fraction amount;
  };
  std::map<std::tuple<OrgUnitId, Date, std::size_t>, Taken> taken;
  std::set<std::size_t> lacking;
  for (const DayRow& day : days) {
    const auto measure = index_of(d, day.measure);
    if (!measure || day.readings == 0) continue;
    const auto amount = factors.converted(*measure, day);
    if (!amount) {
      lacking.insert(*measure);
      continue;
    }
    Taken& t = taken[{day.org_unit, part_of(d, period, day.day).start, *measure}];
    if (is_level(d, *measure)) {
      if (day.day >= t.day) t = {day.day, *amount};
    } else {
      t.amount += *amount;
    }
  }
  Cells cells;
  for (const auto& [place, t] : taken) {
    const auto& [unit, part, measure] = place;
    if (lacking.contains(measure)) continue;
    cells[{units_together(d) ? OrgUnitId{} : unit, part}][measure] += t.amount;
  }
  return cells;
}

std::vector<DayRow> inside(const Period& period, std::span<const DayRow> days) {
  std::vector<DayRow> list;
  for (const DayRow& day : days)
    if (period.contains(day.day)) list.push_back(day);
  return list;
}

/// A measure that is asked for and has no reading is missing; one that is asked of another time
/// only is none of the period's.
Row empty_row(const Definition& d, const Period& part, OrgUnitId unit) {
  Row row{.unit = unit ? std::to_string(unit.value) : "",
          .period = part.start.to_string(),
          .days = part};
  for (std::size_t i = 0; i < d.measures.size(); ++i) {
    const bool now = uses_any(d, i, {Use::value, Use::close, Use::avg_open_close});
    row.measures.push_back(now ? Cell::missing() : Cell{});
    const bool opens = uses_any(d, i, {Use::open, Use::avg_open_close});
    row.opening.push_back(opens ? Cell::missing() : Cell{});
    row.last_year.push_back(uses_any(d, i, {Use::last_year}) ? Cell::missing() : Cell{});
  }
  return row;
}

void fill(std::vector<Cell>& cells, const Cells& from, const RowPlace& place) {
  const auto found = from.find(place);
  if (found == from.end()) return;
  for (const auto& [measure, number] : found->second) cells[measure] = Cell::of(number);
}

/// What a definition makes no sense for with these rows (a level added over several parts) is no
/// error of whoever reports one of them.
ValueVerdict value_or_reason(const ValueRule& rule, std::span<const Row> rows) {
  try {
    require_sound(rule, rows);
  } catch (const Error&) {
    return {.null_reason = NullReason::not_derivable, .rows_seen = static_cast<int>(rows.size())};
  }
  return storable(evaluate(rule, rows));
}

ValueRule rule_there(const Definition& d, const DatedCalendar& calendar, const Period& period) {
  ValueRule there = d.rule;
  there.zone = calendar.on(period.start).zone;
  return there;
}

bool touched(const std::vector<std::optional<Decimal>>& cells) {
  return std::ranges::any_of(cells, [](const auto& c) { return c.has_value(); });
}

std::string text_of(const Cell& cell) {
  return cell.has_figure() ? cell.number.rounded().to_string() : "—";
}

/// What stands in the formula for a use of a measure.
std::string text_of(const Row& row, std::size_t measure, Use use) {
  switch (use) {
    case Use::open:
      return text_of(row.opening[measure]);
    case Use::last_year:
      return text_of(row.last_year[measure]);
    case Use::avg_open_close:
      return "(" + text_of(row.opening[measure]) + " + " + text_of(row.measures[measure]) + ") / 2";
    case Use::value:
    case Use::close:
      break;
  }
  return text_of(row.measures[measure]);
}

std::optional<Use> use_named(std::string_view word) {
  if (word == "open") return Use::open;
  if (word == "close") return Use::close;
  if (word == "avg_open_close") return Use::avg_open_close;
  if (word == "same_period_last_year") return Use::last_year;
  return std::nullopt;
}

/// Goes through the text of a formula and puts figures in the places of names and their uses.
class Substitution {
 public:
  Substitution(const Definition& d, const Row& row, std::string_view zone)
      : d_(d), row_(row), zone_(zone), text_(d.rule.formula.text()) {}

  std::string run() {
    while (at_ < text_.size()) {
      const std::string name = word();
      if (name.empty())
        out_ += text_[at_++];
      else
        put(name);
    }
    return out_;
  }

 private:
  std::string word() {
    const std::size_t from = at_;
    const auto in_name = [](char ch) {
      return std::isalnum(static_cast<unsigned char>(ch)) != 0 || ch == '_';
    };
    while (at_ < text_.size() && in_name(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
  }
  void skip_to(char wanted) {
    while (at_ < text_.size() && text_[at_] != wanted) ++at_;
    ++at_;
  }
  void put(const std::string& name) {
    const std::size_t behind = text_.find_first_not_of(' ', at_);
    const bool called = behind != std::string::npos && text_[behind] == '(';
    const auto use = called ? use_named(name) : std::nullopt;
    if (!use) return put(name, Use::value);
    skip_to('(');
    while (text_[at_] == ' ') ++at_;
    const std::string measure = word();
    skip_to(')');
    const bool alone = *use != Use::avg_open_close;
    out_ += alone ? "" : "(";
    put(measure, *use);
    out_ += alone ? "" : ")";
  }
  void put(const std::string& name, Use use) {
    const auto measure = d_.rule.formula.measure_index(name);
    if (!measure)
      out_ += name;
    else if (d_.measures[*measure])
      out_ += text_of(row_, *measure, use);
    else if (name == "days_in_period")
      out_ += std::to_string(row_.days->days());
    else
      out_ += hours_in(*row_.days, zone_).rounded().to_string();
  }

  const Definition& d_;
  const Row& row_;
  std::string_view zone_;
  const std::string& text_;
  std::size_t at_ = 0;
  std::string out_;
};

/// More values than these are told by their number.
constexpr std::size_t values_told = 12;

std::string combined(std::string_view how, const ValueRule& rule,
                     const std::map<std::string, std::vector<Row>>& groups) {
  std::string text = std::string(how) + "(";
  std::size_t told = 0;
  for (const auto& [name, rows] : groups) {
    if (told == values_told) {
      text += ", … " + std::to_string(groups.size());
      break;
    }
    const ValueVerdict value = value_or_reason(rule, rows);
    text += told++ == 0 ? "" : ", ";
    text += value.value ? value.value->rounded().to_string() : "—";
  }
  return text + ")";
}

}  // namespace

std::vector<UsedRate> rates_used(const Definition& dated, const Period& period,
                                 const PeriodDays& days) {
  const Definition& d = dated.on(period.last_day());
  std::vector<UsedRate> used;
  if (!days.money || !d.has_money()) return used;
  std::set<std::string> found;
  const auto look = [&](std::span<const DayRow> rows) {
    for (const DayRow& day : rows)
      if (day.readings > 0 && is_money(d, day.measure))
        found.insert(days.money->currency_of(day.org_unit, day.day));
  };
  look(inside(period, days.days));
  look(days.opening);
  look(days.last_year);
  std::string to = days.money->currency_of(days.looking, period.last_day());
  if (to.empty() && found.size() == 1) to = *found.begin();
  for (const std::string& from : found)
    if (from != to) used.push_back(days.money->rate(from, to, d.kpi.rate, period));
  return used;
}

std::vector<Row> rows_of(const Definition& dated, const Period& period, const PeriodDays& days) {
  const Definition& definition = dated.on(period.last_day());
  const Factors factors(definition, period, days);
  const Cells now = cells_of(definition, period, inside(period, days.days), factors);
  Cells opening;
  Cells last_year;
  if (!definition.by_parts) {
    opening = cells_of(definition, period, days.opening, factors);
    last_year = cells_of(definition, period, days.last_year, factors);
  }
  std::vector<Row> rows;
  for (const auto& [place, cells] : now) {
    const auto& [unit, from] = place;
    Row& row = rows.emplace_back(empty_row(definition, part_of(definition, period, from), unit));
    fill(row.measures, now, place);
    fill(row.opening, opening, place);
    fill(row.last_year, last_year, place);
  }
  return rows;
}

std::optional<std::string> ratio_told(const std::string& amount) {
  if (!amount.ends_with('%')) {
    const Decimal::Parsed bare = Decimal::parse(amount);
    const bool doubtful = bare && bare.value.abs() > Decimal::whole(2);
    return doubtful ? std::nullopt : std::optional(amount);
  }
  std::string digits = amount.substr(0, amount.size() - 1);
  if (!Decimal::parse(digits)) return amount;
  const std::size_t sign = digits.find_first_of("0123456789");
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string whole = digits.substr(sign, point - sign);
  whole.insert(0, whole.size() < 3 ? 3 - whole.size() : 0, '0');
  const std::string part = point < digits.size() ? digits.substr(point + 1) : "";
  const std::size_t cut = whole.size() - 2;
  return digits.substr(0, sign) + whole.substr(0, cut) + "." + whole.substr(cut) + part;
}

bool PeriodFigures::complete() const {
  return std::ranges::all_of(measures, [](const MeasureSum& m) { return m.days > 0; });
}

PeriodFigures figures_of(const Definition& dated, const Period& period,
                         std::span<const DayRow> days) {
  const Definition& definition = dated.on(period.last_day());
  PeriodFigures figures;
  figures.measures.resize(definition.measures.size());
  std::set<std::pair<OrgUnitId, Date>> rows;
  for (const DayRow& day : inside(period, days)) {
    const auto measure = index_of(definition, day.measure);
    if (!measure || day.readings == 0) continue;
    figures.measures[*measure].sum += day.amount;
    ++figures.measures[*measure].days;
    rows.insert({day.org_unit, day.day});
  }
  figures.rows_seen = static_cast<std::int64_t>(rows.size());
  return figures;
}

void apply(const RowChange& change, PeriodFigures& figures) {
  for (std::size_t i = 0; i < figures.measures.size(); ++i) {
    MeasureSum& measure = figures.measures[i];
    if (change.before[i]) measure.sum -= *change.before[i];
    if (change.after[i]) measure.sum += *change.after[i];
    measure.days += int{change.after[i].has_value()} - int{change.before[i].has_value()};
  }
  figures.rows_seen += int{touched(change.after)} - int{touched(change.before)};
}

ValueVerdict value_of_sums(const Definition& definition, const PeriodFigures& figures) {
  ValueVerdict verdict;
  const bool complete = figures.complete();
  verdict.rows_seen = static_cast<int>(figures.rows_seen);
  verdict.rows_used = complete ? verdict.rows_seen : 0;
  if (figures.rows_seen > 0)
    verdict.coverage = Fraction::of(verdict.rows_used, verdict.rows_seen).to_ratio();
  if (!complete || figures.rows_seen == 0) {
    verdict.null_reason = NullReason::no_data;
    return verdict;
  }
  std::vector<std::optional<Fraction>> slots;
  for (const Formula::Slot& slot : definition.rule.formula.slots())
    slots.emplace_back(figures.measures[slot.measure].sum.exact());
  const auto result = within_range([&] { return definition.rule.formula.evaluate(slots); });
  if (!result)
    verdict.null_reason = NullReason::overflow;
  else if (result->outcome == Formula::Outcome::value)
    verdict.value = result->value;
  else
    verdict.null_reason = NullReason::zero_denominator;
  return storable(std::move(verdict));
}

ValueVerdict value_of_days(const Definition& dated, const DatedCalendar& calendar,
                           const Period& period, const PeriodDays& days) {
  const Definition& definition = dated.on(period.last_day());
  if (definition.tallied)
    return value_of_sums(definition, figures_of(definition, period, days.days));
  const std::vector<Row> rows = rows_of(definition, period, days);
  const bool lacks_rate = std::ranges::any_of(rates_used(definition, period, days),
                                              [](const UsedRate& used) { return !used.rate; });
  if (rows.empty() && !lacks_rate) return {.null_reason = NullReason::no_data};
  // The opening of a part, or a part of last year, is nobody's figure.
  if (definition.by_parts && definition.looks_back())
    return {.null_reason = NullReason::not_derivable, .rows_seen = static_cast<int>(rows.size())};
  // There are figures, though none of them can be added up.
  if (lacks_rate)
    return {.null_reason = NullReason::no_rate,
            .rows_seen = std::max(1, static_cast<int>(rows.size()))};
  return value_or_reason(rule_there(definition, calendar, period), rows);
}

std::string substituted(const Definition& dated, const DatedCalendar& calendar,
                        const Period& period, const PeriodDays& days) {
  const Definition& definition = dated.on(period.last_day());
  const ValueRule rule = rule_there(definition, calendar, period);
  std::vector<Row> rows = rows_of(definition, period, days);
  if (definition.tallied) rows = {};
  if (rule.time_agg == TimeAgg::last && !rows.empty()) {
    const auto newest = std::ranges::max(rows, {}, &Row::period).period;
    std::erase_if(rows, [&](const Row& row) { return row.period != newest; });
  }
  std::map<std::string, std::vector<Row>> units;
  std::map<std::string, std::vector<Row>> parts;
  for (const Row& row : rows) {
    units[row.unit].push_back(row);
    parts[row.period].push_back(row);
  }
  if (units.size() > 1) return combined(enum_name(rule.org_agg), rule, units);
  if (parts.size() > 1) return combined(enum_name(rule.time_agg), rule, parts);
  Row whole = rows.empty() ? empty_row(definition, period, {}) : rows.front();
  if (definition.tallied) {
    const PeriodFigures figures = figures_of(definition, period, days.days);
    for (std::size_t i = 0; i < figures.measures.size(); ++i)
      if (figures.measures[i].days > 0)
        whole.measures[i] = Cell::of(figures.measures[i].sum.exact());
  }
  const auto text = within_range([&] { return Substitution(definition, whole, rule.zone).run(); });
  return text.value_or(definition.rule.formula.text());
}

std::vector<UsedFigures> used_figures(const Definition& dated, const Period& period,
                                      const PeriodDays& days) {
  const Definition& definition = dated.on(period.last_day());
  std::vector<UsedFigures> used(definition.measures.size());
  Definition at_once = definition;
  at_once.rule.org_agg = OrgAgg::ratio_of_sums;
  at_once.by_parts = false;
  const std::vector<Row> rows = rows_of(at_once, period, days);
  if (rows.size() == 1)
    for (std::size_t i = 0; i < used.size(); ++i) {
      const auto figure = [](const Cell& cell) -> std::optional<Decimal> {
        if (!cell.has_figure()) return std::nullopt;
        return within_range([&] { return cell.number.rounded(); });
      };
      const bool of_parts = definition.by_parts && is_level(definition, i);
      if (!of_parts) used[i].amount = figure(rows.front().measures[i]);
      used[i].opening = figure(rows.front().opening[i]);
      used[i].last_year = figure(rows.front().last_year[i]);
    }
  for (const DayRow& day : days.opening)
    if (const auto measure = index_of(definition, day.measure))
      used[*measure].opening_on = std::max(used[*measure].opening_on.value_or(day.day), day.day);
  return used;
}

}  // namespace twinrail::kpi::rules
