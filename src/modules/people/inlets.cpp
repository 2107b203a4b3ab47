#include "modules/people/inlets.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "base/money.hpp"
#include "modules/people/inlets_turns.hpp"
#include "modules/people/model_inlet.hpp"
#include "modules/people/names.hpp"
#include "modules/people/rules_place.hpp"
#include "modules/people/store_mark.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

namespace twinrail::people {
namespace {

class UnitImport {
 public:
  /// Without `tx` nothing is written: the lines are only looked at, each as if those before it had
  /// been taken.
  UnitImport(const Context& ctx, Read& db, Tx* tx, InletLines<UnitRecord> lines)
      : ctx_(ctx),
        db_(db),
        tx_(tx),
        lines_(lines),
        units_(units_of(db, named_in(lines, &UnitRecord::code, &UnitRecord::parent))),
        heads_(numbers_of(db, named_in(lines, &UnitRecord::head))) {
    for (const LegalEntityRow& e :
         store::legal_entities(db, named_in(lines, &UnitRecord::legal_entity)))
      entities_.emplace(e.code, e.id);
  }

  Verdicts take() {
    Verdicts verdicts(lines_.size());
    refuse_contradictions(lines_, &UnitRecord::code, "code", agree, verdicts);
    refuse_circles(verdicts);
    for (const std::vector<std::size_t>& turn : turns(lines_, &UnitRecord::code)) {
      std::vector<Wanted> list;
      for (const std::size_t line : turn) {
        if (verdicts[line].verdict == Verdict::refused) continue;
        if (auto wrong = read(line, list)) verdicts[line] = std::move(*wrong);
      }
      refuse_orphans(list, verdicts);
      make(list);
      write(list, verdicts);
    }
    if (!tx_ || changed_.empty()) return verdicts;
    Derived(*tx_, ctx_.today(), ctx_.now).units_changed(changed_);
    announce(*tx_, OrganisationChanged{.org_units = changed_,
                                       .subtrees = std::vector(subtrees_.begin(), subtrees_.end()),
                                       .employers = std::vector(otherwise_placed_.begin(),
                                                                otherwise_placed_.end())});
    return verdicts;
  }

 private:
  struct Wanted {
    std::size_t line = 0;
    store::UnitVersion version;
    bool is_new = false;
  };

  /// A unit may come several times, with what it is from each day on.
  static bool agree(const UnitRecord& a, const UnitRecord& b) {
    return a.valid_from != b.valid_from ||
           std::tie(a.parent, a.name, a.kind, a.head, a.legal_entity) ==
               std::tie(b.parent, b.name, b.kind, b.head, b.legal_entity);
  }

  void refuse_circles(Verdicts& verdicts) const {
    Above above;
    for (const InletLine<UnitRecord>& line : lines_)
      if (line->parent) above.insert_or_assign(std::string(line->code), std::string(*line->parent));
    const auto under_itself = circles(above);
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (under_itself.contains(lines_[i]->code))
        verdicts[i] = refused("parent", "people.under_itself", {{"code", lines_[i]->code}});
  }

  /// Takes out the lines whose parent is nowhere, and then those under a new unit that was taken
  /// out. A parent may stand below its units.
  void refuse_orphans(std::vector<Wanted>& list, Verdicts& verdicts) const {
    std::set<std::string, std::less<>> there;
    for (const Wanted& wanted : list) there.insert(lines_[wanted.line]->code);
    const auto orphan = [&](const Wanted& wanted) {
      const UnitRecord& r = *lines_[wanted.line];
      if (!r.parent || units_.contains(*r.parent) || there.contains(*r.parent)) return false;
      verdicts[wanted.line] = refused("parent", "people.unknown_code", {{"code", *r.parent}});
      if (wanted.is_new) there.erase(r.code);
      return true;
    };
    while (std::erase_if(list, orphan) > 0) {
    }
  }

  /// Adds what the line wants, or says what is wrong with it.
  std::optional<InletVerdict> read(std::size_t line, std::vector<Wanted>& list) const {
    const UnitRecord& r = *lines_[line];
    if (!r.parent && r.kind != UnitKind::company && lines_[line].given(&UnitRecord::parent))
      return refused("parent", "people.parent_missing", {});
    if (!r.parent && r.kind != UnitKind::company && !units_.contains(r.code))
      return refused("parent", "people.parent_missing", {});
    Wanted wanted{line, {}, !units_.contains(r.code)};
    store::UnitVersion& v = wanted.version;
    if (r.head) {
      const auto found = heads_.find(*r.head);
      if (found == heads_.end())
        return refused("head", "people.unknown_number", {{"number", *r.head}});
      v.head = found->second.person;
    }
    if (r.legal_entity) {
      const auto found = entities_.find(*r.legal_entity);
      if (found == entities_.end())
        return refused("legal_entity", "people.unknown_legal_entity", {{"code", *r.legal_entity}});
      v.legal_entity = found->second;
    }
    v.valid_from = r.valid_from;
    v.valid_to = Date::last();
    v.name_zh = r.name.zh;
    v.name_en = r.name.en;
    v.kind = r.kind;
    list.push_back(std::move(wanted));
    return std::nullopt;
  }

  /// New units get their ids; then every line knows whose it is.
  void make(std::vector<Wanted>& list) {
    std::vector<std::string> codes;
    for (const Wanted& wanted : list)
      if (wanted.is_new) codes.push_back(lines_[wanted.line]->code);
    if (tx_ && !codes.empty()) {
      store::add_units(*tx_, codes);
      for (store::UnitCode& u : store::unit_codes(*tx_, codes)) units_[u.code] = u.id;
    }
    if (!tx_)
      for (const std::string& code : codes) units_[code] = OrgUnitId{--stand_in_};
    for (Wanted& wanted : list) {
      const UnitRecord& r = *lines_[wanted.line];
      wanted.version.unit = units_.at(r.code);
      if (r.parent) wanted.version.parent = units_.at(*r.parent);
    }
  }

  void write(std::vector<Wanted>& list, Verdicts& verdicts) {
    std::vector<OrgUnitId> known;
    for (const Wanted& wanted : list)
      if (!wanted.is_new) known.push_back(wanted.version.unit);
    Versions versions = known.empty() ? Versions{} : versions_of(db_, known);
    for (const auto& [unit, stood] : seen_) versions.insert_or_assign(unit, stood);
    std::vector<store::UnitVersion> added;
    std::vector<store::VersionsFrom> ended;
    std::vector<OrgUnitId> touched;
    for (Wanted& wanted : list) {
      store::UnitVersion& v = wanted.version;
      if (wanted.is_new) {
        added.push_back(v);
        otherwise_placed_.insert(v.unit);
        if (!tx_) seen_[v.unit] = {v};
      } else {
        const auto found = versions.find(v.unit);
        const auto& mine = found == versions.end() ? none_ : found->second;
        const bool is_known = completed(v, lines_[wanted.line], mine);
        verdicts[wanted.line] = of(is_known ? Verdict::known : Verdict::corrected);
        if (is_known) continue;
        const auto now = corrected(mine, v);
        for (const OrgUnitId parent : moved_between(mine, now, v.valid_from))
          subtrees_.insert(parent);
        if (rules::places_from(mine, v.valid_from) != rules::places_from(now, v.valid_from))
          otherwise_placed_.insert(v.unit);
        std::ranges::copy(now, std::back_inserter(added));
        if (!tx_) seen_[v.unit] = with_earlier(mine, now, v.valid_from);
        ended.push_back({v.unit, v.valid_from});
        touched.push_back(v.unit);
      }
      changed_.push_back(v.unit);
    }
    if (!tx_) return;
    store::supersede_versions(*tx_, ended, ctx_.now);
    store::add_versions(*tx_, added, ctx_.now);
    if (!touched.empty()) store::touch_units(*tx_, touched);
  }

  /// What is known of a unit once it is changed from a day on: its versions that ended before too.
  static std::vector<store::UnitVersion> with_earlier(const std::vector<store::UnitVersion>& before,
                                                      const std::vector<store::UnitVersion>& now,
                                                      Date from) {
    std::vector<store::UnitVersion> all;
    for (const store::UnitVersion& v : before)
      if (v.valid_to < from) all.push_back(v);
    all.insert(all.end(), now.begin(), now.end());
    return all;
  }

  /// Fields that the file has no column for stay as they are on that day. True when all are.
  static bool completed(store::UnitVersion& wanted, const InletLine<UnitRecord>& line,
                        const std::vector<store::UnitVersion>& versions) {
    const auto stood = std::ranges::find_if(versions, [&](const store::UnitVersion& v) {
      return v.valid_from <= wanted.valid_from && wanted.valid_from <= v.valid_to;
    });
    if (stood == versions.end()) return false;
    if (!line.given_zh(&UnitRecord::name)) wanted.name_zh = stood->name_zh;
    if (!line.given_en(&UnitRecord::name)) wanted.name_en = stood->name_en;
    if (!line.given(&UnitRecord::parent)) wanted.parent = stood->parent;
    if (!line.given(&UnitRecord::head)) wanted.head = stood->head;
    if (!line.given(&UnitRecord::legal_entity)) wanted.legal_entity = stood->legal_entity;
    const auto fields = [](const store::UnitVersion& v) {
      return std::tie(v.name_zh, v.name_en, v.kind, v.parent, v.head, v.legal_entity);
    };
    return fields(*stood) == fields(wanted);
  }

  /// On a day on which the unit did not stand it begins, until what is known of it goes on.
  static std::vector<store::UnitVersion> corrected(const std::vector<store::UnitVersion>& versions,
                                                   store::UnitVersion wanted) {
    auto list = changed_from<store::UnitVersion>(versions, wanted.valid_from, [&](auto& v) {
      const Date to = v.valid_to;
      v = wanted;
      v.valid_to = to;
    });
    if (list.empty() || wanted.valid_from < list.front().valid_from) {
      if (!list.empty()) wanted.valid_to = list.front().valid_from - 1;
      list.insert(list.begin(), wanted);
    }
    return list;
  }

  const Context& ctx_;
  Read& db_;
  Tx* tx_;
  InletLines<UnitRecord> lines_;
  Versions seen_;  ///< of units that were only looked at: as the lines so far leave them
  std::int64_t stand_in_ = 0;  ///< below it: ids of units that would be made
  Units units_;
  Numbers heads_;
  std::map<std::string, LegalEntityId, std::less<>> entities_;
  std::vector<store::UnitVersion> none_;
  std::vector<OrgUnitId> changed_;
  std::set<OrgUnitId> subtrees_;          ///< of parents from or to which units moved
  std::set<OrgUnitId> otherwise_placed_;  ///< new ones, and those that moved or change employer
};

class EntityImport {
 public:
  EntityImport(Tx& tx, InletLines<LegalEntityRecord> lines) : tx_(tx), lines_(lines) {
    for (LegalEntityRow& e : store::legal_entities(tx, named_in(lines, &LegalEntityRecord::code)))
      known_.insert_or_assign(e.code, std::move(e));
  }

  Verdicts take() {
    Verdicts verdicts(lines_.size());
    refuse_contradictions(lines_, &LegalEntityRecord::code, "code", agree, verdicts);
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (verdicts[i].verdict != Verdict::refused) verdicts[i] = take(lines_[i]);
    store::add_legal_entities(tx_, standing(added_));
    store::update_legal_entities(tx_, standing(corrected_));
    if (!added_.empty() || !corrected_.empty()) announce(tx_, OrganisationChanged{});
    if (other_money_) announce(tx_, MoneyChanged{.days = {}, .currencies = true});
    return verdicts;
  }

 private:
  static bool agree(const LegalEntityRecord& a, const LegalEntityRecord& b) {
    return std::tie(a.name, a.country, a.currency) == std::tie(b.name, b.country, b.currency);
  }

  InletVerdict take(const InletLine<LegalEntityRecord>& line) {
    if (!names::is_country(line->country))
      return refused("country", "people.unknown_country", {{"country", line->country}});
    if (!Currency::find(line->currency))
      return refused("currency", "base.unknown_currency", {{"code", line->currency}});
    LegalEntityRow wanted{
        {}, line->code, line->name.zh, line->name.en, line->country, line->currency};
    const auto found = known_.find(wanted.code);
    if (found == known_.end()) {
      known_.emplace(wanted.code, wanted);
      added_.push_back(wanted.code);
      return of(Verdict::stored);
    }
    LegalEntityRow& stood = found->second;
    if (!line.given_zh(&LegalEntityRecord::name)) wanted.name_zh = stood.name_zh;
    if (!line.given_en(&LegalEntityRecord::name)) wanted.name_en = stood.name_en;
    if (std::tie(stood.name_zh, stood.name_en, stood.country, stood.currency) ==
        std::tie(wanted.name_zh, wanted.name_en, wanted.country, wanted.currency))
      return of(Verdict::known);
    if (!is_in(added_, wanted.code) && !is_in(corrected_, wanted.code))
      corrected_.push_back(wanted.code);
    other_money_ = other_money_ || stood.currency != wanted.currency;
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
  InletLines<LegalEntityRecord> lines_;
  std::map<std::string, LegalEntityRow, std::less<>> known_;  ///< as the lines so far leave it
  std::vector<std::string> added_;  ///< in the order of the file: the first is the company's
  std::vector<std::string> corrected_;
  bool other_money_ = false;  ///< one that was there counts in another currency
};

Verdicts take_entities(const Context& ctx, Tx& tx, InletLines<LegalEntityRecord> lines) {
  ctx.require_everywhere(permission::write);  // a file may move anybody, from anywhere
  return EntityImport(tx, lines).take();
}

Verdicts take_units(const Context& ctx, Tx& tx, InletLines<UnitRecord> lines) {
  ctx.require_everywhere(permission::write);  // a file may move anybody, from anywhere
  return UnitImport(ctx, tx, &tx, lines).take();
}

Verdicts check_units(const Context& ctx, Read& db, InletLines<UnitRecord> lines) {
  ctx.require_everywhere(permission::write);
  return UnitImport(ctx, db, nullptr, lines).take();
}

std::vector<std::int64_t> unit_marks(Read& db, const std::vector<std::string>& codes) {
  return marks_in(codes, store::unit_marks(db, codes));
}

Inlet unit_inlet() {
  Inlet made = inlet<UnitRecord>("people.unit", permission::write, take_units);
  // A unit may stand under one further down in the file.
  made.cross = cross_rows<UnitRecord>(made, {"code", "parent"}, check_units, unit_marks);
  made.undo = unit_undo();
  return made;
}

Inlet entity_inlet() {
  Inlet made = inlet<LegalEntityRecord>("people.legal_entity", permission::write, take_entities);
  made.undo = entity_undo();
  return made;
}

}  // namespace

std::vector<Inlet> inlets() {
  return {entity_inlet(), unit_inlet(), person_inlet(), work_day_inlet(), rate_inlet()};
}

}  // namespace twinrail::people
