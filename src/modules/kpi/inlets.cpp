#include "modules/kpi/inlets.hpp"

#include <algorithm>
#include <set>

#include "modules/kpi/model_inlet.hpp"
#include "modules/kpi/model_life.hpp"
#include "modules/kpi/rules_lines.hpp"
#include "modules/kpi/rules_term.hpp"
#include "modules/kpi/service_assignment.hpp"
#include "modules/kpi/service_measure.hpp"
#include "modules/kpi/service_proposal.hpp"
#include "modules/kpi/service_source.hpp"
#include "modules/kpi/store_source.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"
#include "platform/inlets/record_inlet.hpp"

namespace twinrail::kpi {
namespace {

using Verdicts = std::vector<InletVerdict>;

InletVerdict of(Verdict verdict) { return {verdict, {}, {}, {}}; }

/// The column of a file that a field of a request comes from.
std::string column_of(const std::string& field) {
  if (field == "org_unit") return "unit";
  if (field.starts_with("target/")) return field.substr(7);
  return field == "owner" ? "owner_no" : field;
}

/// What a row is refused for: in the column that the error names, or else in `column`.
InletVerdict refusal_of(const Error& e, const std::string& column) {
  if (!e.problems().empty()) {
    const Problem& first = e.problems().front();
    return refused(column_of(first.pointer.substr(1)), first.key, first.args);
  }
  const std::string key = e.key().find('.') == std::string::npos ? "kpi." + e.key() : e.key();
  return refused(column, key, e.args());
}

/// Runs `take` and turns what it throws into the row's refusal; a fault of ours goes on.
template <class Take>
InletVerdict refused_or(const std::string& column, Take take) {
  try {
    return take();
  } catch (const Error& e) {
    if (e.fault() == Fault::internal || e.fault() == Fault::unavailable) throw;
    return refusal_of(e, column);
  }
}

template <class Record, class Take>
Verdicts each_line(InletLines<Record> lines, Take take) {
  Verdicts verdicts;
  for (const InletLine<Record>& line : lines)
    verdicts.push_back(refused_or("code", [&] { return take(*line); }));
  return verdicts;
}

/// What a reading may be follows the file, where it has a column for it.
InletVerdict take_bounds(Tx& tx, const InletLine<MeasureRecord>& line, const MeasureRow& known) {
  MeasureRow wanted = known;
  if (line.given(&MeasureRecord::least)) wanted.least = line->least;
  if (line.given(&MeasureRecord::most)) wanted.most = line->most;
  require_order(wanted);
  if (static_cast<const ReadingBounds&>(wanted) == known) return of(Verdict::known);
  change_and_renew(tx, wanted);
  return of(Verdict::corrected);
}

/// The same measure may come again; another one of its code may not.
InletVerdict take_measure(Service& s, const Context& ctx, Tx& tx,
                          const InletLine<MeasureRecord>& line) {
  const MeasureRecord& r = *line;
  NewMeasure request;
  static_cast<ReadingBounds&>(request) = r;
  request.code = r.code;
  request.names = r.name;
  request.kind = r.kind;
  request.unit = r.unit.value_or("");
  request.grain = r.grain.value_or(Grain::day);
  const auto known = store::measure(tx, request.code);
  if (!known) {
    (void)s.add_measure(ctx, tx, request);
    return of(Verdict::stored);
  }
  if (known->name_zh == request.names.zh && known->name_en == request.names.en &&
      known->unit == request.unit && known->kind == request.kind && known->grain == request.grain)
    return take_bounds(tx, line, *known);
  return refused("code", "kpi.code_taken", {{"code", request.code}});
}

/// What a KPI means follows the file, where it has a column for it.
KpiWords words_of(const KpiRecord& r, KpiWords words) {
  const auto take = [&](auto of, auto said) {
    if (r.*said) words.*of = *(r.*said);
  };
  take(&KpiWords::purpose_zh, &KpiRecord::purpose_zh);
  take(&KpiWords::purpose_en, &KpiRecord::purpose_en);
  take(&KpiWords::counted_zh, &KpiRecord::counted_zh);
  take(&KpiWords::counted_en, &KpiRecord::counted_en);
  take(&KpiWords::left_out_zh, &KpiRecord::left_out_zh);
  take(&KpiWords::left_out_en, &KpiRecord::left_out_en);
  take(&KpiWords::origin_zh, &KpiRecord::origin_zh);
  take(&KpiWords::origin_en, &KpiRecord::origin_en);
  take(&KpiWords::answers_zh, &KpiRecord::answers_zh);
  take(&KpiWords::answers_en, &KpiRecord::answers_en);
  return words;
}

/// Words of a KPI that is there already; nothing else of it changes by file.
InletVerdict take_words(Service& s, const Context& ctx, Tx& tx, const KpiRow& known,
                        const KpiRecord& r) {
  const Kpi stands = s.kpi(ctx, tx, {known.id});
  SetKpiWords request;
  static_cast<KpiWords&>(request) = words_of(r, stands.words);
  if (static_cast<const KpiWords&>(request) == stands.words) return of(Verdict::known);
  request.kpi = known.id;
  Context at = ctx;
  at.if_match = stands.version;
  (void)s.set_kpi_words(at, tx, request);
  return of(Verdict::corrected);
}

InletVerdict take_kpi(Service& s, const Context& ctx, Tx& tx, const KpiRecord& r) {
  const NewKpi request{.code = r.code,
                       .names = r.name,
                       .formula = r.formula,
                       .unit = r.unit.value_or(""),
                       .decimals = r.decimals.value_or(0),
                       .direction = r.direction,
                       .frequency = r.frequency,
                       .time_agg = r.time_agg,
                       .org_agg = r.org_agg.value_or(OrgAgg::none),
                       .lead_lag = r.lead_lag.value_or(LeadLag::lag),
                       .category = r.category.value_or(Names{}),
                       .words = words_of(r, {})};
  const auto known = store::kpi(tx, request.code);
  if (!known) {
    (void)s.add_kpi(ctx, tx, request);
    return of(Verdict::stored);
  }
  KpiRow wanted = *known;
  wanted.name_zh = request.names.zh;
  wanted.name_en = request.names.en;
  wanted.formula = request.formula;
  wanted.direction = request.direction;
  wanted.frequency = request.frequency;
  wanted.time_agg = request.time_agg;
  if (r.unit) wanted.unit = request.unit;
  if (r.decimals) wanted.decimals = request.decimals;
  if (r.org_agg) wanted.org_agg = request.org_agg;
  if (r.lead_lag) wanted.lead_lag = request.lead_lag;
  if (r.category) {
    wanted.category_zh = request.category.zh;
    wanted.category_en = request.category.en;
  }
  if (*known == wanted) return take_words(s, ctx, tx, *known, r);
  return refused("code", "kpi.code_taken", {{"code", request.code}});
}

/// The same source may come again; what is known of it changes on its page alone.
InletVerdict take_source(Service& s, const Context& ctx, Tx& tx,
                         const InletLine<SourceRecord>& line) {
  const SourceRecord& r = *line;
  const auto known = store::source(tx, std::string(r.code));
  if (!known) {
    NewSource request{.code = r.code, .names = r.name, .writers = {}};
    request.writers.whole_company = r.whole_company.value_or(true);
    (void)s.add_source(ctx, tx, request);
    return of(Verdict::stored);
  }
  SourceRow wanted = *known;
  wanted.name_zh = r.name.zh;
  wanted.name_en = r.name.en;
  if (r.whole_company) wanted.whole_company = *r.whole_company;
  if (wanted.name_zh == known->name_zh && wanted.name_en == known->name_en &&
      wanted.whole_company == known->whole_company)
    return of(Verdict::known);
  return refused("code", "kpi.code_taken", {{"code", r.code}});
}

/// When somebody is warned; nothing without an operator.
std::optional<BreachSetting> breach_of(const AssignmentRecord& r) {
  if (!r.breach_op) return std::nullopt;
  if (!r.breach_value)
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/breach_value", "inlet.missing_value", {}}});
  return BreachSetting{.op = *r.breach_op,
                       .value = *r.breach_value,
                       .value_to = r.breach_value_to,
                       .recover_op = r.recover_op,
                       .recover_value = r.recover_value,
                       .recover_value_to = r.recover_value_to,
                       .n = r.n,
                       .m = r.m,
                       .grace_days = r.grace_days};
}

/// What a table of assignments names, looked up once.
struct NamedThings {
  std::map<std::string, KpiId> kpis;
  std::map<std::string, OrgUnitId> units;
  std::map<std::string, PersonId> owners;
};

template <class Id>
Id named(const std::map<std::string, Id>& things, const std::string& name, const char* column,
         const char* key, const char* argument) {
  const auto found = things.find(name);
  if (found == things.end())
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/" + std::string(column), key, {{argument, name}}}});
  return found->second;
}

NewAssignment request_of(const AssignmentRecord& r, const NamedThings& things) {
  NewAssignment request{
      .kpi = named(things.kpis, r.kpi, "kpi", "kpi.unknown_kpi", "id"),
      .org_unit = named(things.units, r.unit, "unit", "people.unknown_code", "code"),
      .valid_from = r.from,
      .weight = r.weight,
      .target = r,
      .breach = breach_of(r),
      .veto = r.veto,
      .grace_days = r.grace_days};
  if (r.owner_no)
    request.owner =
        named(things.owners, *r.owner_no, "owner_no", "people.unknown_number", "number");
  return request;
}

}  // namespace

/// What takes the rows of a file as a set.
struct Service::Inlets {
  static constexpr const char* mode_column = "mode";
  static constexpr const char* reason_column = "reason";

  static Verdicts take_assignments(Service& s, const Context& ctx, Tx& tx,
                                   InletLines<AssignmentRecord> lines) {
    const auto c = s.catalogue(tx);
    NamedThings things{
        .kpis = {},
        .units = s.people_.units_by_code(tx, named_in(lines, &AssignmentRecord::unit)),
        .owners = s.people_.people_by_number(tx, named_in(lines, &AssignmentRecord::owner_no))};
    for (const auto& [id, definition] : c->definitions) things.kpis[definition.kpi.code] = id;
    std::set<std::pair<KpiId, OrgUnitId>> taken;
    std::vector<NewAssignment> requests;
    std::vector<std::size_t> of_line;
    std::vector<std::pair<std::size_t, NewAssignment>> there;
    Verdicts verdicts;
    for (const InletLine<AssignmentRecord>& line : lines)
      verdicts.push_back(refused_or("kpi", [&] {
        NewAssignment r = request_of(*line, things);
        if (c->assigned.contains({r.kpi, r.org_unit}) ||
            !taken.insert({r.kpi, r.org_unit}).second) {
          there.emplace_back(verdicts.size(), std::move(r));
          return of(Verdict::known);
        }
        requests.push_back(std::move(r));
        of_line.push_back(verdicts.size());
        return of(Verdict::stored);
      }));
    const auto added = Assignments::add(s, ctx, tx, requests);
    std::set<AssignmentId> made;
    for (std::size_t i = 0; i < added.size(); ++i) {
      if (added[i].refused) verdicts[of_line[i]] = refusal_of(*added[i].refused, "kpi");
      if (!added[i].refused) made.insert(added[i].id);
    }
    take_targets(s, ctx, tx, lines, there, made, verdicts);
    return verdicts;
  }

  /// Lines of a KPI that its unit has already: what is aimed at changes from the line's day on.
  struct TargetLines {
    const Context& ctx;
    const Catalogue& c;
    const TargetGuard& guard;
    const std::set<AssignmentId>& made;  ///< by this file, so that nothing of them has a past
    /// By the day from which it counts, which a mode may have moved: one target a day.
    std::map<std::pair<AssignmentId, Date>, TargetValues> said;
    std::vector<NewTarget> targets;

    InletVerdict take(const InletLine<AssignmentRecord>& line, const NewAssignment& r) {
      const auto found = c.assigned.find({r.kpi, r.org_unit});
      if (found == c.assigned.end()) return refused("kpi", "kpi.assigned_twice");
      ctx.require(permission::define, r.org_unit);
      const rules::AssignmentWithTargets& known = c.assignments.at(found->second);
      if (const char* other = set_otherwise(known.row, r)) return refused(other, "kpi.not_by_file");
      const TargetValues wanted =
          rules::with_one_red_line(c.definitions.at(r.kpi).kpi.direction,
                                   rules::held_on(known, r.valid_from), target_of(line, known));
      const TargetRow* stood = rules::target_on(known, r.valid_from);
      const bool stands = stood && static_cast<const TargetValues&>(*stood) == wanted;
      NewTarget target;
      static_cast<TargetValues&>(target) = wanted;
      target.assignment = found->second;
      target.from = r.valid_from;
      if (!stands)
        if (const char* lacks = mean_past(*line, target))
          return refused(
              lacks, lacks == mode_column ? "kpi.target_mode_needed" : "kpi.target_reason_needed");
      if (const auto first = said.find({target.assignment, target.from}); first != said.end())
        return first->second == wanted ? of(Verdict::known)
                                       : refused("target", "kpi.assigned_twice");
      return stands ? stay(target) : set(target, known);
    }

    /// A target of periods that have ended says how it is meant; or the column that is empty.
    const char* mean_past(const AssignmentRecord& line, NewTarget& target) const {
      const AssignmentId id = target.assignment;
      if (made.contains(id) || !Assignments::ended(c, id, target.from, ctx.today())) return nullptr;
      const char* lacks = mean(line, target);
      if (!lacks && target.mode == TargetMode::from_this_month)
        target.from = Assignments::running(c, id, ctx.today());
      return lacks;
    }

    InletVerdict stay(const NewTarget& target) {
      said.emplace(std::pair(target.assignment, target.from), target);
      return of(Verdict::known);
    }

    /// Only what is taken counts as said: a line that repeats a refused one is refused as well.
    InletVerdict set(const NewTarget& target, const rules::AssignmentWithTargets& known) {
      if (const char* refusal = guard.refusal(c, target.assignment, target.from))
        return refused("target", refusal);
      Assignments::require_aim(c.definition_of(target.assignment), known, target, target.from);
      said.emplace(std::pair(target.assignment, target.from), target);
      targets.push_back(target);
      return of(Verdict::corrected);
    }
  };

  static void take_targets(Service& s, const Context& ctx, Tx& tx,
                           InletLines<AssignmentRecord> lines,
                           const std::vector<std::pair<std::size_t, NewAssignment>>& there,
                           const std::set<AssignmentId>& made, Verdicts& verdicts) {
    const auto c = s.catalogue(tx);
    std::vector<AssignmentId> known_ids;
    for (const auto& [at, r] : there)
      if (const auto found = c->assigned.find({r.kpi, r.org_unit}); found != c->assigned.end())
        known_ids.push_back(found->second);
    const TargetGuard guard = s.target_guard(tx, known_ids, ctx.today());
    TargetLines taken{ctx, *c, guard, made, {}, {}};
    for (const auto& [at, request] : there)
      verdicts[at] =
          refused_or("target", [&, at = at, &r = request] { return taken.take(lines[at], r); });
    Assignments::aim_as_meant(s, ctx, tx, taken.targets);
  }

  /// Says how a target of ended periods is meant; or the column that is empty.
  static const char* mean(const AssignmentRecord& line, NewTarget& target) {
    if (!line.mode) return mode_column;
    if (!line.reason || line.reason->find_first_not_of(' ') == std::string::npos)
      return reason_column;
    target.mode = line.mode;
    target.reason = line.reason;
    return nullptr;
  }

  /// The column of what a line says otherwise than it is set: a file does not change that.
  static const char* set_otherwise(const AssignmentRow& row, const NewAssignment& r) {
    if (r.owner && row.owner != r.owner) return "owner_no";
    if (r.weight && row.weight != *r.weight) return "weight";
    if (r.veto && row.veto != *r.veto) return "veto";
    if (r.grace_days && row.grace_days != *r.grace_days) return "grace_days";
    if (!r.breach) return nullptr;
    if (row.breach_op != std::string(r.breach->op)) return "breach_op";
    if (row.breach_value != r.breach->value) return "breach_value";
    if (row.breach_value_to != r.breach->value_to) return "breach_value_to";
    if (r.breach->recover_value && row.recover_value != r.breach->recover_value)
      return "recover_value";
    if (r.breach->recover_op && row.recover_op != std::string(*r.breach->recover_op))
      return "recover_op";
    if (r.breach->recover_value_to && row.recover_value_to != r.breach->recover_value_to)
      return "recover_value_to";
    if (r.breach->n && row.n != *r.breach->n) return "n";
    if (r.breach->m && row.m != *r.breach->m) return "m";
    return nullptr;
  }

  /// Fields that the file has no column for stay as they are on that day.
  static TargetValues target_of(const InletLine<AssignmentRecord>& line,
                                const rules::AssignmentWithTargets& known) {
    TargetValues wanted = *line;
    const TargetRow* stood = rules::target_on(known, line->from);
    if (!stood) return wanted;
    const auto keep = [&](auto... field) {
      ((line.given(field) ? void() : void(wanted.*field = (*stood).*field)), ...);
    };
    keep(&TargetValues::target, &TargetValues::lower, &TargetValues::upper,
         &TargetValues::tolerance, &TargetValues::green, &TargetValues::amber,
         &TargetValues::green_to, &TargetValues::amber_to);
    return wanted;
  }

  // Readings: by measure and source, in order of arrival.
  using Key = std::pair<MeasureId, std::string>;
  struct Group {
    std::vector<Reading> readings;
    std::vector<std::size_t> lines;
  };

  static Verdicts take_readings(Service& s, const Context& ctx, Tx& tx,
                                InletLines<ReadingRecord> lines) {
    const auto c = s.catalogue(tx);
    const auto units = s.people_.units_by_code(tx, named_in(lines, &ReadingRecord::unit));
    std::map<Key, Group> groups;
    Verdicts verdicts;
    for (const InletLine<ReadingRecord>& line : lines)
      verdicts.push_back(refused_or("unit", [&] {
        const ReadingRecord& r = *line;
        const MeasureId measure =
            named(c->measure_by_code, r.measure, "measure", "kpi.unknown_measure", "measure");
        const OrgUnitId unit = named(units, r.unit, "unit", "people.unknown_code", "code");
        ctx.require(permission::write_reading, unit);
        const std::string source = r.source ? std::string(*r.source) : source_of_files;
        require_source(ctx, *c, source);
        Group& group = groups[{measure, source}];
        group.readings.push_back({unit, r.day, r.amount, r.source_key, r.reason, {}});
        group.lines.push_back(verdicts.size());
        return of(Verdict::stored);
      }));
    record_groups(s, ctx, tx, groups, verdicts);
    return verdicts;
  }

  static void record_groups(Service& s, const Context& ctx, Tx& tx,
                            const std::map<Key, Group>& groups, Verdicts& verdicts) {
    auto c = s.figured_catalogue(tx, ctx.today());
    DayChanges changes;
    for (const auto& [key, group] : groups) {
      const bool new_source = !c->sources.contains(key.second);
      Batch batch{key.first, key.second, {}, ctx.now};
      for (const Reading& r : group.readings) batch.readings.push_back({ctx, r});
      const TakenIn taken = take_in(tx, *c, batch, changes);
      note_readings(tx, ctx.request_id, key.first, taken.stored);
      for (std::size_t i = 0; i < taken.lines.size(); ++i)
        verdicts[group.lines[i]] = verdict_of(taken.lines[i]);
      if (new_source && !changes.empty()) c = s.fresh_catalogue(tx);
    }
    if (changes.empty()) return;
    Judged judged = rejudge(tx, *c, changes, ctx.today());
    save(tx, judged);
  }

  static InletVerdict verdict_of(const IntakeLine& line) {
    if (line.outcome == rules::IntakeOutcome::added) return of(Verdict::stored);
    if (line.outcome == rules::IntakeOutcome::already_known) return of(Verdict::known);
    if (line.outcome == rules::IntakeOutcome::correction) return of(Verdict::corrected);
    const std::string column = line.column == "org_unit" ? "unit"
                               : line.column == "on"     ? "day"
                                                         : line.column;
    return refused(column, line.key, line.args);
  }
};

std::vector<Inlet> inlets(Service& s) {
  std::vector<Inlet> made{
      inlet<MeasureRecord>("kpi.measure", permission::define,
                           [&s](const Context& ctx, Tx& tx, InletLines<MeasureRecord> lines) {
                             Verdicts verdicts;
                             for (const InletLine<MeasureRecord>& line : lines)
                               verdicts.push_back(refused_or(
                                   "code", [&] { return take_measure(s, ctx, tx, line); }));
                             return verdicts;
                           }),
      inlet<KpiRecord>("kpi.kpi", permission::define,
                       [&s](const Context& ctx, Tx& tx, InletLines<KpiRecord> lines) {
                         return each_line(
                             lines, [&](const KpiRecord& r) { return take_kpi(s, ctx, tx, r); });
                       }),
      inlet<AssignmentRecord>("kpi.assignment", permission::define,
                              [&s](const Context& ctx, Tx& tx, InletLines<AssignmentRecord> lines) {
                                return Service::Inlets::take_assignments(s, ctx, tx, lines);
                              }),
      inlet<SourceRecord>("kpi.source", permission::manage_source,
                          [&s](const Context& ctx, Tx& tx, InletLines<SourceRecord> lines) {
                            Verdicts verdicts;
                            for (const InletLine<SourceRecord>& line : lines)
                              verdicts.push_back(refused_or(
                                  "code", [&] { return take_source(s, ctx, tx, line); }));
                            return verdicts;
                          }),
      inlet<ReadingRecord>("kpi.reading", permission::write_reading,
                           [&s](const Context& ctx, Tx& tx, InletLines<ReadingRecord> lines) {
                             return Service::Inlets::take_readings(s, ctx, tx, lines);
                           })};
  for (Inlet& one : made) one.undo = undo_of(s, one.code);
  return made;
}

}  // namespace twinrail::kpi
