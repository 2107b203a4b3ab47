#include "modules/kpi/rules_target.hpp"

#include <algorithm>

namespace twinrail::kpi::rules {
namespace {

/// Places that the point of a mistyped figure is moved by at most.
constexpr int places_max = 3;

bool counts(const TargetRow& row) { return row.valid_from <= row.valid_to; }

void shift(std::optional<Decimal>& line, Decimal by) {
  if (line) line = *line + by;
}

/// The values of an aim: another target, and its lines as far from it as they were.
TargetValues values_of(const TargetRow* base, Decimal target) {
  TargetValues values;
  if (base) values = *base;
  if (values.target) {
    const Decimal by = target - *values.target;
    for (auto* line : {&values.green, &values.amber, &values.green_to, &values.amber_to})
      shift(*line, by);
  }
  values.target = target;
  return values;
}

const TargetValues& values(const TargetRow& row) { return row; }

/// A further row, or a longer last one where that says the same until the day before.
void append(std::vector<TargetRow>& rows, const TargetRow& row) {
  if (!rows.empty() && rows.back().valid_to + 1 == row.valid_from &&
      values(rows.back()) == values(row))
    rows.back().valid_to = row.valid_to;
  else
    rows.push_back(row);
}

/// What is left of a row beside the aims: its beginning keeps the row, the rest are new ones.
void cut(const TargetRow& row, std::span<const NewAim> aims, Instant now, SeriesChange& change) {
  Date from = row.valid_from;
  TargetRow first = row;
  first.valid_to = row.valid_from - 1;
  bool touched = false;
  const auto keep = [&](Date to) {
    if (from > to) return;
    if (from == row.valid_from)
      first.valid_to = to;
    else
      change.added.push_back({row, 0, row.assignment, from, to, now});
  };
  for (const NewAim& aim : aims) {
    if (aim.to < from || row.valid_to < aim.from) continue;
    touched = true;
    if (aim.from > from) keep(aim.from - 1);
    if (aim.to >= row.valid_to) return change.ended.push_back(first);
    from = aim.to + 1;
  }
  if (!touched) return;
  keep(row.valid_to);
  change.ended.push_back(first);
}

}  // namespace

void lay(std::vector<NewAim>& aims, const NewAim& on_top) {
  std::vector<NewAim> laid;
  for (const NewAim& aim : aims) {
    if (aim.to < on_top.from || on_top.to < aim.from) {
      laid.push_back(aim);
      continue;
    }
    if (aim.from < on_top.from)
      laid.push_back({aim.from, on_top.from - 1, aim.target, aim.lines_of});
    if (on_top.to < aim.to) laid.push_back({on_top.to + 1, aim.to, aim.target, aim.lines_of});
  }
  laid.push_back(on_top);
  std::ranges::sort(laid, {}, &NewAim::from);
  aims = std::move(laid);
}

const TargetRow* in_force(std::span<const TargetRow> series, Date day) {
  const TargetRow* found = nullptr;
  for (const TargetRow& row : series)
    if (row.valid_from <= day && day <= row.valid_to) found = &row;
  return found;
}

Date runs_until(std::span<const TargetRow> series, Date day) {
  const TargetRow* row = in_force(series, day);
  if (!row) {
    Date next = Date::last();
    for (const TargetRow& later : series)
      if (counts(later) && day < later.valid_from) next = std::min(next, later.valid_from - 1);
    return next;
  }
  while (row->valid_to != Date::last()) {
    const TargetRow* after = in_force(series, row->valid_to + 1);
    if (!after || values(*after) != values(*row)) break;
    row = after;
  }
  return row->valid_to;
}

SeriesChange retarget(AssignmentId id, std::span<const TargetRow> series,
                      std::span<const NewAim> aims, Instant now) {
  SeriesChange change;
  for (const TargetRow& row : series)
    if (counts(row)) cut(row, aims, now, change);
  std::vector<TargetRow> set;
  for (const NewAim& aim : aims)
    append(set,
           {values_of(in_force(series, aim.lines_of), aim.target), 0, id, aim.from, aim.to, now});
  change.added.insert(change.added.end(), set.begin(), set.end());
  std::ranges::sort(change.added, {}, &TargetRow::valid_from);
  return change;
}

std::vector<TargetRow> changed(std::span<const TargetRow> series, const SeriesChange& change) {
  std::vector<TargetRow> rows(series.begin(), series.end());
  for (const TargetRow& ended : change.ended)
    if (const auto row = std::ranges::find(rows, ended.id, &TargetRow::id); row != rows.end())
      row->valid_to = ended.valid_to;
  rows.insert(rows.end(), change.added.begin(), change.added.end());
  std::ranges::sort(rows, {}, &TargetRow::valid_from);
  return rows;
}

std::optional<TargetRange> target_range(std::string_view unit, std::span<const Decimal> standing) {
  if (unit != "%") return std::nullopt;
  const auto beyond = [](Decimal d) { return d < Decimal{} || Decimal::whole(1) < d; };
  if (std::ranges::any_of(standing, beyond))
    return TargetRange{Decimal::whole(-2), Decimal::whole(2)};
  return TargetRange{Decimal{}, Decimal::from_micros(1'200'000)};
}

std::optional<Decimal> likely_target(Decimal typed, const TargetRange& range,
                                     const std::optional<Decimal>& standing) {
  std::optional<Decimal> found;
  const auto away = [&](Decimal d) {
    const std::int64_t by = d.micros() - standing.value_or(range.most).micros();
    return by < 0 ? -by : by;
  };
  std::int64_t micros = typed.micros();
  for (int place = 0; place < places_max && micros % 10 == 0; ++place) {
    micros /= 10;
    const Decimal moved = Decimal::from_micros(micros);
    if (moved < range.least || range.most < moved || micros == 0) continue;
    if (!found || away(moved) < away(*found)) found = moved;
  }
  return found;
}

}  // namespace twinrail::kpi::rules
