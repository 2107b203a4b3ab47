#include "modules/people/inlets.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "base/money.hpp"
#include "modules/people/names.hpp"
#include "modules/people/organisation.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

namespace twinrail::people {
namespace {

using Rows = std::span<const InletRow>;

InletVerdict of(Verdict verdict) { return {verdict, {}, {}, {}}; }

/// Rows that name the same thing take turns, so that in one turn every key stands once and a turn
/// is worked on as a set: a file without such rows is one turn.
std::vector<std::vector<std::size_t>> turns(Rows rows) {
  std::vector<std::vector<std::size_t>> list;
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t turn = seen[rows[i].values[0]]++;
    if (turn == list.size()) list.emplace_back();
    list[turn].push_back(i);
  }
  return list;
}

/// What the cells of some columns say, each once, without the empty ones.
std::vector<std::string> named_in(Rows rows, std::initializer_list<std::size_t> columns) {
  std::set<std::string> found;
  for (const InletRow& row : rows)
    for (const std::size_t column : columns)
      if (!row.values[column].empty()) found.insert(row.values[column]);
  return {found.begin(), found.end()};
}

using Units = std::map<std::string, OrgUnitId, std::less<>>;
Units units_of(Read& db, const std::vector<std::string>& codes) {
  Units units;
  for (store::UnitCode& u : store::unit_codes(db, codes)) units.emplace(std::move(u.code), u.id);
  return units;
}

using Numbers = std::map<std::string, store::Numbered, std::less<>>;
Numbers numbers_of(Read& db, const std::vector<std::string>& numbers) {
  Numbers found;
  for (store::Numbered& n : store::numbered(db, numbers))
    found.insert_or_assign(n.employee_no, std::move(n));
  return found;
}

using Versions = std::map<OrgUnitId, std::vector<store::UnitVersion>>;
Versions versions_of(Read& db, const std::vector<OrgUnitId>& units) {
  Versions found;
  for (store::UnitVersion& v : store::versions(db, units)) found[v.unit].push_back(std::move(v));
  return found;
}

/// people.unit: code,parent,name_zh,name_en,kind,head,valid_from,legal_entity.
class UnitImport {
 public:
  UnitImport(const Context& ctx, Tx& tx, Rows rows)
      : ctx_(ctx),
        tx_(tx),
        rows_(rows),
        units_(units_of(tx, named_in(rows, {0, 1}))),
        heads_(numbers_of(tx, named_in(rows, {5}))) {
    for (const LegalEntityRow& e : store::legal_entities(tx, named_in(rows, {7})))
      entities_.emplace(e.code, e.id);
  }

  std::vector<InletVerdict> take() {
    std::vector<InletVerdict> verdicts(rows_.size());
    for (const std::vector<std::size_t>& turn : turns(rows_)) {
      std::vector<Line> lines;
      for (const std::size_t row : turn)
        if (auto wrong = read(row, lines)) verdicts[row] = std::move(*wrong);
      make(lines);
      write(lines, verdicts);
    }
    if (changed_.empty()) return verdicts;
    Derived(tx_, ctx_.today(), ctx_.now).units_changed(changed_);
    announce(tx_, OrganisationChanged{changed_});
    return verdicts;
  }

 private:
  struct Line {
    std::size_t row = 0;
    store::UnitVersion wanted;
    bool is_new = false;
  };

  [[nodiscard]] const std::string& cell(std::size_t row, std::size_t column) const {
    return rows_[row].values[column];
  }

  /// Adds the line, or says what is wrong with the row. A new unit stands from here on: one further
  /// down may name it as its parent.
  std::optional<InletVerdict> read(std::size_t row, std::vector<Line>& lines) {
    const auto from = Date::parse(cell(row, 6));
    if (!from) return refused("valid_from", "base.not_a_date");
    const auto kind = enum_named<UnitKind>(cell(row, 4));
    if (!kind) return refused("kind", "people.unknown_kind");
    if (cell(row, 2).empty() && cell(row, 3).empty())
      return refused("name_zh", "request.names_empty");
    const std::string& parent = cell(row, 1);
    if (!parent.empty() && !units_.contains(parent))
      return refused("parent", "people.unknown_code", {{"code", parent}});
    Line line{row, {}, !units_.contains(cell(row, 0))};
    if (const std::string& head = cell(row, 5); !head.empty()) {
      const auto found = heads_.find(head);
      if (found == heads_.end())
        return refused("head", "people.unknown_number", {{"number", head}});
      line.wanted.head = found->second.person;
    }
    if (const std::string& entity = cell(row, 7); !entity.empty()) {
      const auto found = entities_.find(entity);
      if (found == entities_.end())
        return refused("legal_entity", "people.unknown_legal_entity", {{"code", entity}});
      line.wanted.legal_entity = found->second;
    }
    line.wanted.valid_from = *from;
    line.wanted.valid_to = Date::last();
    line.wanted.name_zh = cell(row, 2);
    line.wanted.name_en = cell(row, 3);
    line.wanted.kind = *kind;
    if (line.is_new) units_.emplace(cell(row, 0), OrgUnitId{});
    lines.push_back(std::move(line));
    return std::nullopt;
  }

  /// New units get their ids; then every line knows whose it is.
  void make(std::vector<Line>& lines) {
    std::vector<std::string> codes;
    for (const Line& line : lines)
      if (line.is_new) codes.push_back(cell(line.row, 0));
    if (!codes.empty()) {
      store::add_units(tx_, codes);
      for (store::UnitCode& u : store::unit_codes(tx_, codes)) units_[u.code] = u.id;
    }
    for (Line& line : lines) {
      line.wanted.unit = units_.at(cell(line.row, 0));
      if (const std::string& parent = cell(line.row, 1); !parent.empty())
        line.wanted.parent = units_.at(parent);
    }
  }

  void write(const std::vector<Line>& lines, std::vector<InletVerdict>& verdicts) {
    std::vector<OrgUnitId> known;
    for (const Line& line : lines)
      if (!line.is_new) known.push_back(line.wanted.unit);
    const Versions versions = known.empty() ? Versions{} : versions_of(tx_, known);
    std::vector<store::UnitVersion> added;
    std::vector<store::VersionsFrom> ended;
    std::vector<OrgUnitId> touched;
    for (const Line& line : lines) {
      const store::UnitVersion& wanted = line.wanted;
      if (line.is_new) {
        added.push_back(wanted);
      } else {
        const auto found = versions.find(wanted.unit);
        const auto& mine = found == versions.end() ? none_ : found->second;
        verdicts[line.row] = of(is_known(mine, wanted) ? Verdict::known : Verdict::corrected);
        if (verdicts[line.row].verdict == Verdict::known) continue;
        std::ranges::copy(corrected(mine, wanted), std::back_inserter(added));
        ended.push_back({wanted.unit, wanted.valid_from});
        touched.push_back(wanted.unit);
      }
      changed_.push_back(wanted.unit);
    }
    store::supersede_versions(tx_, ended, ctx_.now);
    store::add_versions(tx_, added, ctx_.now);
    if (!touched.empty()) store::touch_units(tx_, touched);
  }

  static bool is_known(const std::vector<store::UnitVersion>& versions,
                       const store::UnitVersion& wanted) {
    return std::ranges::any_of(versions, [&](const store::UnitVersion& v) {
      return v.valid_from <= wanted.valid_from && wanted.valid_from <= v.valid_to &&
             v.name_zh == wanted.name_zh && v.name_en == wanted.name_en && v.kind == wanted.kind &&
             v.parent == wanted.parent && v.head == wanted.head &&
             v.legal_entity == wanted.legal_entity;
    });
  }

  static std::vector<store::UnitVersion> corrected(const std::vector<store::UnitVersion>& versions,
                                                   const store::UnitVersion& wanted) {
    return changed_from<store::UnitVersion>(versions, wanted.valid_from, [&](auto& v) {
      const Date to = v.valid_to;
      v = wanted;
      v.valid_to = to;
    });
  }

  const Context& ctx_;
  Tx& tx_;
  Rows rows_;
  Units units_;
  Numbers heads_;
  std::map<std::string, LegalEntityId, std::less<>> entities_;
  std::vector<store::UnitVersion> none_;
  std::vector<OrgUnitId> changed_;
};

/// people.person:
/// employee_no,name,latin_name,unit,post_zh,post_en,manager_no,email,employment_type,start.
class PersonImport {
 public:
  PersonImport(const Context& ctx, Tx& tx, Rows rows)
      : ctx_(ctx),
        tx_(tx),
        rows_(rows),
        units_(units_of(tx, named_in(rows, {3}))),
        people_(numbers_of(tx, named_in(rows, {0, 6}))) {
    std::vector<OrgUnitId> units;
    for (const auto& [code, unit] : units_) units.push_back(unit);
    versions_ = versions_of(tx, units);
  }

  std::vector<InletVerdict> take() {
    std::vector<InletVerdict> verdicts(rows_.size());
    for (const std::vector<std::size_t>& turn : turns(rows_)) {
      std::vector<Line> lines;
      for (const std::size_t row : turn)
        if (auto wrong = read(row, lines)) verdicts[row] = std::move(*wrong);
      write(lines, verdicts);
    }
    if (changed_.empty()) return verdicts;
    const std::vector<PersonId> changed(changed_.begin(), changed_.end());
    Derived derived(tx_, ctx_.today(), ctx_.now);
    derived.posts_changed(changed);
    derived.names_changed(changed);
    announce(tx_, OrganisationChanged{});
    return verdicts;
  }

 private:
  struct Line {
    std::size_t row = 0;
    store::PersonLine person;
    PostRow post;
  };

  [[nodiscard]] const std::string& cell(std::size_t row, std::size_t column) const {
    return rows_[row].values[column];
  }

  [[nodiscard]] bool is_there(OrgUnitId unit, Date day) const {
    const auto found = versions_.find(unit);
    return found != versions_.end() &&
           std::ranges::any_of(found->second, [&](const store::UnitVersion& v) {
             return v.valid_from <= day && day <= v.valid_to;
           });
  }

  /// Adds the line, or says what is wrong with the row. Its manager may stand below.
  std::optional<InletVerdict> read(std::size_t row, std::vector<Line>& lines) const {
    const auto start = Date::parse(cell(row, 9));
    if (!start) return refused("start", "base.not_a_date");
    const std::string& type_cell = cell(row, 8);
    const auto type = enum_named<EmploymentType>(type_cell.empty() ? "regular" : type_cell);
    if (!type) return refused("employment_type", "people.unknown_employment_type");
    const auto unit = units_.find(cell(row, 3));
    if (unit == units_.end() || !is_there(unit->second, *start))
      return refused("unit", "people.unknown_code", {{"code", cell(row, 3)}});
    if (cell(row, 1).empty()) return refused("name", "inlet.missing_value");
    Line line;
    line.row = row;
    line.person.employee_no = cell(row, 0);
    line.person.name = cell(row, 1);
    line.person.latin_name = cell(row, 2);
    line.person.sort_name = names::sort_name(cell(row, 1));
    if (!cell(row, 7).empty()) line.person.email = cell(row, 7);
    line.person.type = *type;
    line.person.start = *start;
    line.post.unit = unit->second;
    line.post.name_zh = cell(row, 4);
    line.post.name_en = cell(row, 5);
    line.post.valid_from = *start;
    line.post.valid_to = Date::last();
    lines.push_back(std::move(line));
    return std::nullopt;
  }

  /// Writes what is new or other than before.
  void write(std::vector<Line>& lines, std::vector<InletVerdict>& verdicts) {
    std::vector<store::PersonLine> fresh;
    std::vector<PersonId> known;
    for (Line& line : lines) {
      const auto found = people_.find(line.person.employee_no);
      if (found == people_.end()) {
        fresh.push_back(line.person);
        continue;
      }
      line.person.id = found->second.person;
      line.person.employment = found->second.employment;
      known.push_back(line.person.id);
    }
    const std::vector<store::Posted> posted =
        known.empty() ? std::vector<store::Posted>{} : store::posted(tx_, known);
    store::add_people(tx_, fresh, ctx_.now);
    for (const store::PersonLine& p : fresh)
      people_[p.employee_no] = {p.employee_no, p.id, p.employment};
    std::vector<store::PersonLine> corrected;
    std::vector<PersonId> moved;
    std::vector<PostRow> posts;
    for (Line& line : lines) {
      InletVerdict& verdict = verdicts[line.row];
      const bool is_new = !line.person.id;
      line.post.person = people_.at(line.person.employee_no).person;
      line.post.employment = people_.at(line.person.employee_no).employment;
      if (!find_manager(line, verdict)) continue;
      if (!is_new && is_known(posted, line)) {
        verdict = of(Verdict::known);
        continue;
      }
      posts.push_back(line.post);
      if (is_new) continue;
      verdict = of(Verdict::corrected);
      corrected.push_back(line.person);
      moved.push_back(line.person.id);
    }
    store::update_people(tx_, corrected);
    if (!moved.empty()) store::supersede_posts(tx_, moved, ctx_.now);
    store::add_posts(tx_, posts, ctx_.now);
    for (const PostRow& post : posts) changed_.insert(post.person);
    // Who is there although the row was refused is found as well.
    for (const store::PersonLine& p : fresh) changed_.insert(p.id);
  }

  bool find_manager(Line& line, InletVerdict& verdict) const {
    const std::string& number = cell(line.row, 6);
    if (number.empty()) return true;
    const auto manager = people_.find(number);
    if (manager != people_.end()) {
      line.post.manager = manager->second.person;
      return true;
    }
    verdict = refused("manager_no", "people.unknown_number", {{"number", number}});
    return false;
  }

  /// Whether the person's first post of that day says just this. `posted` is in order of people.
  [[nodiscard]] bool is_known(const std::vector<store::Posted>& posted, const Line& line) const {
    const Date on = std::max(ctx_.today(), line.post.valid_from);
    for (const store::Posted& p :
         std::ranges::equal_range(posted, line.person.id, {}, &store::Posted::person)) {
      if (on < p.valid_from || p.valid_to < on) continue;
      return p.name == line.person.name && p.latin_name == line.person.latin_name &&
             p.email == line.person.email && p.unit == line.post.unit &&
             p.post_zh == line.post.name_zh && p.post_en == line.post.name_en &&
             p.manager == line.post.manager;
    }
    return false;
  }

  const Context& ctx_;
  Tx& tx_;
  Rows rows_;
  Units units_;
  Numbers people_;
  Versions versions_;
  std::set<PersonId> changed_;
};

/// people.legal_entity: code,name_zh,name_en,country,currency.
class EntityImport {
 public:
  EntityImport(Tx& tx, Rows rows) : tx_(tx), rows_(rows) {
    for (LegalEntityRow& e : store::legal_entities(tx, named_in(rows, {0})))
      known_.insert_or_assign(e.code, std::move(e));
  }

  std::vector<InletVerdict> take() {
    std::vector<InletVerdict> verdicts(rows_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) verdicts[row] = take(rows_[row].values);
    store::add_legal_entities(tx_, standing(added_));
    store::update_legal_entities(tx_, standing(corrected_));
    if (!added_.empty() || !corrected_.empty()) announce(tx_, OrganisationChanged{});
    return verdicts;
  }

 private:
  InletVerdict take(const std::vector<std::string>& cells) {
    if (cells[1].empty() && cells[2].empty()) return refused("name_zh", "request.names_empty");
    if (!names::is_country(cells[3]))
      return refused("country", "people.unknown_country", {{"country", cells[3]}});
    if (!Currency::find(cells[4]))
      return refused("currency", "base.unknown_currency", {{"code", cells[4]}});
    const LegalEntityRow wanted{{}, cells[0], cells[1], cells[2], cells[3], cells[4]};
    const auto found = known_.find(wanted.code);
    if (found == known_.end()) {
      known_.emplace(wanted.code, wanted);
      added_.push_back(wanted.code);
      return of(Verdict::stored);
    }
    LegalEntityRow& stood = found->second;
    if (std::tie(stood.name_zh, stood.name_en, stood.country, stood.currency) ==
        std::tie(wanted.name_zh, wanted.name_en, wanted.country, wanted.currency))
      return of(Verdict::known);
    if (!is_in(added_, wanted.code) && !is_in(corrected_, wanted.code))
      corrected_.push_back(wanted.code);
    stood = wanted;
    return of(Verdict::corrected);
  }

  static bool is_in(const std::vector<std::string>& codes, const std::string& code) {
    return std::ranges::find(codes, code) != codes.end();
  }

  [[nodiscard]] std::vector<LegalEntityRow> standing(const std::vector<std::string>& codes) const {
    std::vector<LegalEntityRow> rows;
    for (const std::string& code : codes) rows.push_back(known_.at(code));
    return rows;
  }

  Tx& tx_;
  Rows rows_;
  std::map<std::string, LegalEntityRow, std::less<>> known_;  ///< as the rows so far leave it
  std::vector<std::string> added_;  ///< in the order of the file: the first is the company's
  std::vector<std::string> corrected_;
};

std::vector<InletVerdict> take_entities(const Context& ctx, Tx& tx, Rows rows) {
  ctx.require(permission::write);
  return EntityImport(tx, rows).take();
}

std::vector<InletVerdict> take_units(const Context& ctx, Tx& tx, Rows rows) {
  ctx.require(permission::write);
  return UnitImport(ctx, tx, rows).take();
}

std::vector<InletVerdict> take_people(const Context& ctx, Tx& tx, Rows rows) {
  ctx.require(permission::write);
  return PersonImport(ctx, tx, rows).take();
}

}  // namespace

std::vector<Inlet> inlets() {
  return {
      {.code = "people.legal_entity",
       .module = "people",
       .permission = permission::write,
       .columns = {{"code", true}, {"name_zh"}, {"name_en"}, {"country", true}, {"currency", true}},
       .accept = take_entities},
      {.code = "people.unit",
       .module = "people",
       .permission = permission::write,
       .columns = {{"code", true},
                   {"parent"},
                   {"name_zh"},
                   {"name_en"},
                   {"kind", true},
                   {"head"},
                   {"valid_from", true},
                   {"legal_entity"}},
       .whole = true,  // a unit may stand under one further up in the file
       .accept = take_units},
      {.code = "people.person",
       .module = "people",
       .permission = permission::write,
       .columns = {{"employee_no", true},
                   {"name", true},
                   {"latin_name"},
                   {"unit", true},
                   {"post_zh"},
                   {"post_en"},
                   {"manager_no"},
                   {"email"},
                   {"employment_type"},
                   {"start", true}},
       .whole = true,  // a manager may stand below
       .accept = take_people},
  };
}

}  // namespace twinrail::people
