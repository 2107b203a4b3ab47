#include "modules/kpi/inlets.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "modules/kpi/service_assignment.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

using Rows = std::span<const InletRow>;
using Verdicts = std::vector<InletVerdict>;

InletVerdict of(Verdict verdict) { return {verdict, {}, {}, {}}; }

/// Reads a cell as a described value; what is wrong with it is the row's refusal.
template <class T>
std::optional<T> cell(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if constexpr (std::is_same_v<T, Decimal>)
    return Decimal::from_text(text);
  else if constexpr (std::is_same_v<T, Date>)
    return Date::from_text(text);
  else if constexpr (std::is_enum_v<T>) {
    const auto found = enum_named<T>(text);
    if (!found) throw Error(Fault::invalid, "kpi.unknown_word", Arguments{{"word", text}});
    return found;
  } else {
    std::int64_t n = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (bad != std::errc{} || end != text.data() + text.size())
      throw Error(Fault::invalid, "kpi.no_whole_number");
    return T(n);
  }
}

/// The cells of a row by the names of its columns; remembers which one was read last, so that an
/// error says where it is.
class Cells {
 public:
  Cells(const Inlet& inlet, const InletRow& row) : inlet_(inlet), row_(row) {}
  const std::string& text(std::string_view column) {
    column_ = column;
    const auto found = std::ranges::find(inlet_.columns, column, &InletColumn::name);
    return row_.values[static_cast<std::size_t>(found - inlet_.columns.begin())];
  }
  template <class T>
  std::optional<T> get(std::string_view column) {
    return cell<T>(text(column));
  }
  template <class T>
  T get(std::string_view column, T otherwise) {
    return get<T>(column).value_or(otherwise);
  }
  [[nodiscard]] InletVerdict refused(const Error& e) const {
    const std::string key = e.key().find('.') == std::string::npos ? "kpi." + e.key() : e.key();
    return twinrail::refused(std::string(column_), e.problems().empty() ? key : e.problems()[0].key,
                             e.args());
  }

 private:
  const Inlet& inlet_;
  const InletRow& row_;
  std::string_view column_;
};

/// Runs `take` for each row and turns what it throws into that row's refusal; a fault of ours goes
/// on.
template <class Take>
Verdicts each_row(const Inlet& inlet, Rows rows, Take take) {
  Verdicts verdicts;
  for (const InletRow& row : rows) {
    Cells cells(inlet, row);
    try {
      verdicts.push_back(take(cells));
    } catch (const Error& e) {
      if (e.fault() == Fault::internal || e.fault() == Fault::unavailable) throw;
      verdicts.push_back(cells.refused(e));
    }
  }
  return verdicts;
}

Inlet measure_inlet(Service& s) {
  Inlet inlet{
      .code = "kpi.measure",
      .module = "kpi",
      .permission = permission::define,
      .columns = {{"code", true}, {"name_zh"}, {"name_en"}, {"kind", true}, {"unit"}, {"grain"}}};
  inlet.accept = [&s, inlet](const Context& ctx, Tx& tx, Rows rows) {
    return each_row(inlet, rows, [&](Cells& c) {
      const std::string code = c.text("code");
      NewMeasure request{.code = code, .names = {c.text("name_zh"), c.text("name_en")}};
      if (request.names.zh.empty() && request.names.en.empty())
        throw Error(Fault::invalid, "request.names_empty");
      request.unit = c.text("unit");
      request.grain = c.get("grain", Grain::day);
      request.kind = *c.get<MeasureKind>("kind");
      if (const auto known = store::measure(tx, code)) {
        if (known->name_zh == request.names.zh && known->name_en == request.names.en &&
            known->unit == request.unit && known->kind == request.kind &&
            known->grain == request.grain)
          return of(Verdict::known);
        return twinrail::refused("code", "kpi.code_taken", {{"code", code}});
      }
      (void)s.add_measure(ctx, tx, request);
      return of(Verdict::stored);
    });
  };
  return inlet;
}

NewKpi kpi_request(Cells& c) {
  NewKpi request;
  request.code = c.text("code");
  request.names = {c.text("name_zh"), c.text("name_en")};
  if (request.names.zh.empty() && request.names.en.empty())
    throw Error(Fault::invalid, "request.names_empty");
  request.category = {c.text("category_zh"), c.text("category_en")};
  request.unit = c.text("unit");
  request.decimals = c.get("decimals", std::int64_t{0});
  request.direction = *c.get<Direction>("direction");
  request.frequency = *c.get<Frequency>("frequency");
  request.time_agg = *c.get<TimeAgg>("time_agg");
  request.org_agg = c.get("org_agg", OrgAgg::none);
  request.lead_lag = c.get("lead_lag", LeadLag::lag);
  request.formula = c.text("formula");
  return request;
}

Inlet kpi_inlet(Service& s) {
  Inlet inlet{.code = "kpi.kpi",
              .module = "kpi",
              .permission = permission::define,
              .columns = {{"code", true},
                          {"name_zh"},
                          {"name_en"},
                          {"formula", true},
                          {"unit"},
                          {"decimals"},
                          {"direction", true},
                          {"frequency", true},
                          {"time_agg", true},
                          {"org_agg"},
                          {"lead_lag"},
                          {"category_zh"},
                          {"category_en"}}};
  inlet.accept = [&s, inlet](const Context& ctx, Tx& tx, Rows rows) {
    return each_row(inlet, rows, [&](Cells& c) {
      const NewKpi request = kpi_request(c);
      if (const auto known = store::kpi(tx, request.code)) {
        if (known->formula == request.formula && known->name_zh == request.names.zh &&
            known->name_en == request.names.en && known->frequency == request.frequency)
          return of(Verdict::known);
        return twinrail::refused("code", "kpi.code_taken", {{"code", request.code}});
      }
      (void)s.add_kpi(ctx, tx, request);
      return of(Verdict::stored);
    });
  };
  return inlet;
}

NewAssignment assignment_request(Cells& c) {
  NewAssignment r;
  r.valid_from = *c.get<Date>("from");
  r.weight = c.get<Decimal>("weight");
  r.target.target = c.get<Decimal>("target");
  r.target.lower = c.get<Decimal>("lower");
  r.target.upper = c.get<Decimal>("upper");
  r.target.tolerance = c.get<Decimal>("tolerance");
  r.target.green = c.get<Decimal>("green");
  r.target.amber = c.get<Decimal>("amber");
  r.target.green_to = c.get<Decimal>("green_to");
  r.target.amber_to = c.get<Decimal>("amber_to");
  r.veto = c.text("veto") == "true";
  const std::string op = c.text("breach_op");
  if (op.empty()) return r;
  const auto value = c.get<Decimal>("breach_value");
  if (!value) throw Error(Fault::invalid, "inlet.missing_value");
  BreachSetting breach{.op = op, .value = *value};
  breach.value_to = c.get<Decimal>("breach_value_to");
  if (const std::string& recover = c.text("recover_op"); !recover.empty())
    breach.recover_op = Text<8>(recover);
  breach.recover_value = c.get<Decimal>("recover_value");
  breach.recover_value_to = c.get<Decimal>("recover_value_to");
  breach.n = c.get("n", std::int64_t{2});
  breach.m = c.get("m", std::int64_t{2});
  breach.grace_days = c.get("grace_days", std::int64_t{0});
  r.breach = breach;
  return r;
}

/// What the cells of a column say, each once.
std::vector<std::string> named_in(const Inlet& inlet, Rows rows, std::string_view column) {
  std::set<std::string> found;
  for (const InletRow& row : rows) found.insert(Cells(inlet, row).text(column));
  found.erase("");
  return {found.begin(), found.end()};
}

template <class Map>
const typename Map::mapped_type& named(const Map& map, const std::string& name, const char* key,
                                       const char* argument) {
  const auto found = map.find(name);
  if (found == map.end()) throw Error(Fault::invalid, key, Arguments{{argument, name}});
  return found->second;
}

}  // namespace

/// What takes the rows of a file as a set.
struct Service::Inlets {
  static Verdicts take_assignments(Service& s, const Inlet& inlet, const Context& ctx, Tx& tx,
                                   Rows rows) {
    const auto c = s.catalogue(tx);
    const auto owners = s.people_.people_by_number(tx, named_in(inlet, rows, "owner_no"));
    const auto units = s.people_.units_by_code(tx, named_in(inlet, rows, "unit"));
    std::map<std::string, KpiId> kpis;
    for (const auto& [id, definition] : c->definitions) kpis.emplace(definition.kpi.code, id);
    std::set<std::pair<KpiId, OrgUnitId>> taken;
    std::vector<NewAssignment> requests;
    std::vector<std::size_t> of_row;
    std::size_t at = 0;
    Verdicts verdicts = each_row(inlet, rows, [&](Cells& cells) {
      const std::size_t row = at++;
      NewAssignment r = assignment_request(cells);
      if (const std::string& number = cells.text("owner_no"); !number.empty())
        r.owner = named(owners, number, "people.unknown_number", "number");
      r.org_unit = named(units, cells.text("unit"), "people.unknown_code", "code");
      r.kpi = named(kpis, cells.text("kpi"), "kpi.unknown_kpi", "id");
      if (c->assigned.contains({r.kpi, r.org_unit}) || !taken.insert({r.kpi, r.org_unit}).second)
        return of(Verdict::known);
      requests.push_back(std::move(r));
      of_row.push_back(row);
      return of(Verdict::stored);
    });
    const auto added = Assignments::add(s, ctx, tx, requests);
    for (std::size_t i = 0; i < added.size(); ++i)
      if (added[i].refused) verdicts[of_row[i]] = refusal_of(*added[i].refused);
    return verdicts;
  }

  static InletVerdict refusal_of(const Error& e) {
    const bool has_place = !e.problems().empty();
    const std::string column = has_place && e.problems()[0].pointer == "/org_unit" ? "unit" : "kpi";
    const std::string key = e.key().find('.') == std::string::npos ? "kpi." + e.key() : e.key();
    return has_place ? twinrail::refused(column, e.problems()[0].key, e.problems()[0].args)
                     : twinrail::refused(column, key, e.args());
  }

  // Readings: by measure and source, in order of arrival.
  using Key = std::pair<MeasureId, std::string>;
  struct Group {
    std::vector<Reading> readings;
    std::vector<std::size_t> rows;
  };

  static Verdicts take_readings(Service& s, const Inlet& inlet, const Context& ctx, Tx& tx,
                                Rows rows) {
    auto c = s.catalogue(tx);
    std::map<std::string, std::optional<OrgUnitId>> units;
    std::map<Key, Group> groups;
    std::size_t at = 0;
    Verdicts verdicts = each_row(inlet, rows, [&](Cells& cells) {
      const std::size_t row = at++;
      Reading r;
      const std::string& code = cells.text("measure");
      const auto measure = c->measure_by_code.find(code);
      if (measure == c->measure_by_code.end())
        throw Error(Fault::invalid, "kpi.unknown_measure", Arguments{{"measure", code}});
      r.on = *cells.get<Date>("day");
      r.amount = cells.text("amount");
      r.source_key = cells.text("source_key");
      if (const std::string& reason = cells.text("reason"); !reason.empty())
        r.reason = Text<500>(reason);
      const std::string& unit = cells.text("unit");
      auto known = units.find(unit);
      if (known == units.end()) known = units.emplace(unit, s.people_.unit_by_code(tx, unit)).first;
      if (!known->second)
        throw Error(Fault::invalid, "people.unknown_code", Arguments{{"code", unit}});
      r.org_unit = *known->second;
      ctx.require(permission::write_reading, r.org_unit);
      const std::string& source = cells.text("source");
      Group& group = groups[{measure->second, source.empty() ? "file" : source}];
      group.readings.push_back(std::move(r));
      group.rows.push_back(row);
      return of(Verdict::stored);
    });
    DayChanges changes;
    for (auto& [key, group] : groups) {
      const bool new_source = !c->sources.contains(key.second);
      Batch batch{key.first, key.second, {}, ctx.now, ctx.viewer().account};
      for (const Reading& r : group.readings) batch.readings.push_back(&r);
      const auto lines = take_in(tx, *c, batch, changes);
      note_readings(tx, ctx.request_id, key.first, batch.readings, lines);
      for (std::size_t i = 0; i < lines.size(); ++i) verdicts[group.rows[i]] = verdict_of(lines[i]);
      if (new_source && !changes.empty()) c = s.fresh_catalogue(tx);
    }
    if (!changes.empty()) {
      Judged judged = rejudge(tx, *c, changes, ctx.today());
      save(tx, judged);
    }
    return verdicts;
  }

  static InletVerdict verdict_of(const IntakeLine& line) {
    if (line.outcome == rules::IntakeOutcome::added) return of(Verdict::stored);
    if (line.outcome == rules::IntakeOutcome::already_known) return of(Verdict::known);
    if (line.outcome == rules::IntakeOutcome::correction) return of(Verdict::corrected);
    const std::string column = line.column == "org_unit" ? "unit"
                               : line.column == "on"     ? "day"
                                                         : line.column;
    return twinrail::refused(column, line.key, line.args);
  }
};

namespace {

Inlet assignment_inlet(Service& s) {
  Inlet inlet{.code = "kpi.assignment",
              .module = "kpi",
              .permission = permission::define,
              .columns = {{"kpi", true},
                          {"unit", true},
                          {"owner_no"},
                          {"from", true},
                          {"weight"},
                          {"target"},
                          {"lower"},
                          {"upper"},
                          {"tolerance"},
                          {"green"},
                          {"amber"},
                          {"green_to"},
                          {"amber_to"},
                          {"breach_op"},
                          {"breach_value"},
                          {"breach_value_to"},
                          {"recover_op"},
                          {"recover_value"},
                          {"recover_value_to"},
                          {"n"},
                          {"m"},
                          {"grace_days"},
                          {"veto"}}};
  inlet.accept = [&s, inlet](const Context& ctx, Tx& tx, Rows rows) {
    return Service::Inlets::take_assignments(s, inlet, ctx, tx, rows);
  };
  return inlet;
}

}  // namespace

std::vector<Inlet> inlets(Service& s) {
  Inlet readings{.code = "kpi.reading",
                 .module = "kpi",
                 .permission = permission::write_reading,
                 .columns = {{"measure", true},
                             {"unit", true},
                             {"day", true},
                             {"amount", true},
                             {"source"},
                             {"source_key", true},
                             {"reason"}}};
  readings.accept = [&s, readings](const Context& ctx, Tx& tx, Rows rows) {
    return Service::Inlets::take_readings(s, readings, ctx, tx, rows);
  };
  return {measure_inlet(s), kpi_inlet(s), assignment_inlet(s), readings};
}

}  // namespace twinrail::kpi
