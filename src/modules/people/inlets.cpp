#include "modules/people/inlets.hpp"

#include <set>

#include "modules/people/organisation.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

namespace twinrail::people {
namespace {

using Rows = std::span<const InletRow>;

InletVerdict of(Verdict verdict) { return {verdict, {}, {}, {}}; }

/// One row of the inlet people.unit: code,parent,name_zh,name_en,kind,head,valid_from,legal_entity.
struct UnitLine {
  const std::string& code;
  const std::string& parent;
  const std::string& name_zh;
  const std::string& name_en;
  const std::string& kind;
  const std::string& head;
  const std::string& valid_from;
  const std::string& legal_entity;
  explicit UnitLine(const InletRow& r)
      : code(r.values[0]),
        parent(r.values[1]),
        name_zh(r.values[2]),
        name_en(r.values[3]),
        kind(r.values[4]),
        head(r.values[5]),
        valid_from(r.values[6]),
        legal_entity(r.values[7]) {}
};

class UnitImport {
 public:
  UnitImport(const Context& ctx, Tx& tx) : ctx_(ctx), tx_(tx) {}

  InletVerdict take(const UnitLine& line) {
    const auto from = Date::parse(line.valid_from);
    if (!from) return refused("valid_from", "base.not_a_date");
    const auto kind = enum_named<UnitKind>(line.kind);
    if (!kind) return refused("kind", "people.unknown_kind");
    if (line.name_zh.empty() && line.name_en.empty())
      return refused("name_zh", "request.names_empty");
    store::UnitVersion wanted{{}, *from, Date::last(), line.name_zh, line.name_en, *kind, {},
                              {}, {}};
    if (!line.parent.empty()) {
      wanted.parent = store::unit_id(tx_, line.parent);
      if (!wanted.parent) return refused("parent", "people.unknown_code", {{"code", line.parent}});
    }
    if (!line.head.empty()) {
      wanted.head = store::person_by_number(tx_, line.head);
      if (!wanted.head) return refused("head", "people.unknown_number", {{"number", line.head}});
    }
    if (!line.legal_entity.empty()) {
      wanted.legal_entity = store::legal_entity(tx_, line.legal_entity);
      if (!wanted.legal_entity)
        wanted.legal_entity = store::add_legal_entity(tx_, line.legal_entity);
    }
    const auto known = store::unit_id(tx_, line.code);
    if (!known) {
      wanted.unit = store::add_unit(tx_, line.code);
      store::add_version(tx_, wanted, ctx_.now);
      changed_.push_back(wanted.unit);
      return of(Verdict::stored);
    }
    wanted.unit = *known;
    return correct(wanted);
  }

  void finish() {
    if (changed_.empty()) return;
    rebuild_organisation(tx_, ctx_.today(), ctx_.now);
    announce(tx_, OrganisationChanged{changed_});
  }

 private:
  InletVerdict correct(const store::UnitVersion& wanted) {
    const auto versions = store::versions(tx_, wanted.unit);
    const auto same = [&](const store::UnitVersion& v) {
      return v.valid_from <= wanted.valid_from && wanted.valid_from <= v.valid_to &&
             v.name_zh == wanted.name_zh && v.name_en == wanted.name_en && v.kind == wanted.kind &&
             v.parent == wanted.parent && v.head == wanted.head &&
             v.legal_entity == wanted.legal_entity;
    };
    if (std::ranges::any_of(versions, same)) return of(Verdict::known);
    change_version(tx_, wanted.unit, wanted.valid_from, ctx_.now, [&](store::UnitVersion& v) {
      const Date to = v.valid_to;
      v = wanted;
      v.valid_to = to;
    });
    store::touch_unit(tx_, wanted.unit);
    changed_.push_back(wanted.unit);
    return of(Verdict::corrected);
  }

  const Context& ctx_;
  Tx& tx_;
  std::vector<OrgUnitId> changed_;
};

/// people.person:
/// employee_no,name,latin_name,unit,post_zh,post_en,manager_no,email,employment_type,start.
class PersonImport {
 public:
  PersonImport(const Context& ctx, Tx& tx) : ctx_(ctx), tx_(tx) {}

  InletVerdict take(const InletRow& row) {
    const auto& v = row.values;
    const auto start = Date::parse(v[9]);
    if (!start) return refused("start", "base.not_a_date");
    const auto type = enum_named<EmploymentType>(v[8].empty() ? "regular" : v[8]);
    if (!type) return refused("employment_type", "people.unknown_employment_type");
    const auto unit = store::unit_id(tx_, v[3]);
    if (!unit || !store::unit(tx_, *unit, *start))
      return refused("unit", "people.unknown_code", {{"code", v[3]}});
    if (v[1].empty()) return refused("name", "inlet.missing_value");
    const std::optional<std::string> email = v[7].empty() ? std::nullopt : std::optional(v[7]);
    const std::string search = search_text(v[1], v[2], v[0]);
    PostRow post{.unit = *unit,
                 .name_zh = v[4],
                 .name_en = v[5],
                 .valid_from = *start,
                 .valid_to = Date::last()};
    managers_.emplace_back(row.line, v[6]);
    if (const auto known = store::person_by_number(tx_, v[0]))
      return correct(*known, v, email, search, post);
    post.person = store::add_person(tx_, v[1], v[2], search, email);
    post.employment = store::add_employment(tx_, post.person, v[0], *type, *start, ctx_.now);
    posts_.push_back(post);
    return of(Verdict::stored);
  }

  /// Managers may stand below in the same file, so they are looked up at the end.
  void finish(Rows rows, std::vector<InletVerdict>& verdicts) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (verdicts[i].verdict == Verdict::refused || verdicts[i].verdict == Verdict::known)
        continue;
      PostRow& post = posts_[at++];
      const std::string& number = rows[i].values[6];
      if (!number.empty()) {
        post.manager = store::person_by_number(tx_, number);
        if (!post.manager)
          verdicts[i] = refused("manager_no", "people.unknown_number", {{"number", number}});
      }
      if (verdicts[i].verdict == Verdict::corrected)
        store::supersede_posts(tx_, post.person, ctx_.now);
      if (verdicts[i].verdict != Verdict::refused) store::add_post(tx_, post, ctx_.now);
    }
    if (posts_.empty()) return;
    rebuild_reach(tx_, ctx_.today(), ctx_.now);
    announce(tx_, OrganisationChanged{});
  }

 private:
  InletVerdict correct(PersonId person, const std::vector<std::string>& v,
                       const std::optional<std::string>& email, const std::string& search,
                       PostRow& post) {
    const auto now = store::person(tx_, person, std::max(ctx_.today(), post.valid_from));
    const auto manager = v[6].empty() ? std::nullopt : store::person_by_number(tx_, v[6]);
    if (now && now->name == v[1] && now->latin_name == v[2] && now->email == email &&
        now->unit == post.unit && now->post_zh == v[4] && now->post_en == v[5] &&
        now->manager == manager)
      return of(Verdict::known);
    store::update_person(tx_, person, v[1], v[2], search, email);
    const std::vector<PostRow> old = store::posts(tx_, person);
    post.person = person;
    post.employment = old.empty() ? 0 : old.front().employment;
    posts_.push_back(post);
    return of(Verdict::corrected);
  }

  const Context& ctx_;
  Tx& tx_;
  std::vector<PostRow> posts_;
  std::vector<std::pair<std::int64_t, std::string>> managers_;
};

std::vector<InletVerdict> take_units(const Context& ctx, Tx& tx, Rows rows) {
  ctx.require(Permission::people_write);
  UnitImport import(ctx, tx);
  std::vector<InletVerdict> verdicts;
  for (const InletRow& row : rows) verdicts.push_back(import.take(UnitLine(row)));
  import.finish();
  return verdicts;
}

std::vector<InletVerdict> take_people(const Context& ctx, Tx& tx, Rows rows) {
  ctx.require(Permission::people_write);
  PersonImport import(ctx, tx);
  std::vector<InletVerdict> verdicts;
  for (const InletRow& row : rows) verdicts.push_back(import.take(row));
  import.finish(rows, verdicts);
  return verdicts;
}

}  // namespace

std::vector<Inlet> inlets() {
  return {
      {.code = "people.unit",
       .module = "people",
       .permission = Permission::people_write,
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
       .permission = Permission::people_write,
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
