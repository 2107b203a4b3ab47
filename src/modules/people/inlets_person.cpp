#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "modules/people/inlets.hpp"
#include "modules/people/inlets_turns.hpp"
#include "modules/people/model_inlet.hpp"
#include "modules/people/names.hpp"
#include "modules/people/rules.hpp"
#include "modules/people/store_mark.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"
#include "platform/mail/message.hpp"

/// The inlet people.person.
namespace twinrail::people {
namespace {

class PersonImport {
 public:
  /// Without `tx` nothing is written: the lines are only looked at, each as if those before it had
  /// been taken.
  PersonImport(const Context& ctx, Read& db, Tx* tx, InletLines<PersonRecord> lines)
      : ctx_(ctx),
        db_(db),
        tx_(tx),
        lines_(lines),
        units_(units_of(db, named_in(lines, &PersonRecord::unit))),
        people_(numbers_of(
            db, named_in(lines, &PersonRecord::employee_no, &PersonRecord::manager_no))) {
    std::vector<OrgUnitId> units;
    for (const auto& [code, unit] : units_) units.push_back(unit);
    versions_ = versions_of(db, units);
  }

  Verdicts take() {
    Verdicts verdicts(lines_.size());
    refuse_contradictions(lines_, &PersonRecord::employee_no, "employee_no", agree, verdicts);
    refuse_circles(verdicts);
    for (const std::vector<std::size_t>& turn : turns(lines_, &PersonRecord::employee_no)) {
      std::vector<Wanted> list;
      for (const std::size_t line : turn) {
        if (verdicts[line].verdict == Verdict::refused) continue;
        if (auto wrong = read(line, list)) verdicts[line] = std::move(*wrong);
      }
      refuse_unmanaged(list, verdicts);
      write(list, verdicts);
    }
    if (!tx_ || changed_.empty()) return verdicts;
    const std::vector<PersonId> changed(changed_.begin(), changed_.end());
    Derived derived(*tx_, ctx_.today(), ctx_.now);
    derived.posts_changed(changed);
    derived.names_changed(changed);
    announce(*tx_, OrganisationChanged{});
    return verdicts;
  }

 private:
  struct Wanted {
    std::size_t line = 0;
    store::PersonLine person;
    PostRow post;
  };

  /// A person may come several times, with a post from each day on; a number with two names is two
  /// people, of whom one has a wrong number.
  static bool agree(const PersonRecord& a, const PersonRecord& b) {
    return a.name == b.name && (a.start != b.start ||
                                std::tie(a.latin_name, a.unit, a.post, a.manager_no, a.email) ==
                                    std::tie(b.latin_name, b.unit, b.post, b.manager_no, b.email));
  }

  /// Nobody manages themselves, over however many others, in the file or by what is there.
  void refuse_circles(Verdicts& verdicts) const {
    std::vector<PersonId> named;
    for (const auto& [number, known] : people_) named.push_back(known.person);
    Above above;
    for (store::ManagedBy& m : store::managed_by(db_, named, ctx_.today()))
      above.insert_or_assign(std::move(m.number), std::move(m.manager));
    for (const InletLine<PersonRecord>& line : lines_)
      if (line->manager_no)
        above.insert_or_assign(std::string(line->employee_no), std::string(*line->manager_no));
    const auto own_manager = circles(above);
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (lines_[i]->manager_no && own_manager.contains(lines_[i]->employee_no))
        verdicts[i] =
            refused("manager_no", "people.manages_self", {{"number", lines_[i]->employee_no}});
  }

  [[nodiscard]] bool is_there(OrgUnitId unit, Date day) const {
    const auto found = versions_.find(unit);
    return found != versions_.end() &&
           std::ranges::any_of(found->second, [&](const store::UnitVersion& v) {
             return v.valid_from <= day && day <= v.valid_to;
           });
  }

  [[nodiscard]] std::string begins(OrgUnitId unit) const {
    const auto found = versions_.find(unit);
    return found == versions_.end() ? "" : found->second.front().valid_from.to_string();
  }

  /// Adds what the line wants, or says what is wrong with it. Its manager may stand below.
  std::optional<InletVerdict> read(std::size_t line, std::vector<Wanted>& list) const {
    const PersonRecord& r = *lines_[line];
    const auto unit = units_.find(r.unit);
    if (unit == units_.end()) return refused("unit", "people.unknown_code", {{"code", r.unit}});
    if (!is_there(unit->second, r.start))
      return refused(
          "unit", "people.unit_not_there_on",
          {{"code", r.unit}, {"day", r.start.to_string()}, {"from", begins(unit->second)}});
    if (r.email && !mail::is_address(*r.email)) return refused("email", "people.bad_email", {});
    Wanted wanted;
    wanted.line = line;
    wanted.person.employee_no = r.employee_no;
    wanted.person.name = r.name;
    wanted.person.latin_name = r.latin_name.value_or("");
    wanted.person.sort_name = names::sort_name(r.name);
    if (r.email) wanted.person.email = *r.email;
    wanted.person.type = r.employment_type.value_or(EmploymentType::regular);
    wanted.person.start = r.start;
    wanted.post.unit = unit->second;
    const Names post = r.post.value_or(Names{});
    wanted.post.name_zh = post.zh;
    wanted.post.name_en = post.en;
    wanted.post.valid_from = r.start;
    wanted.post.valid_to = Date::last();
    list.push_back(std::move(wanted));
    return std::nullopt;
  }

  /// Takes out the lines whose manager is nobody, and then those under a newcomer who was taken
  /// out. Nothing is written yet.
  void refuse_unmanaged(std::vector<Wanted>& list, Verdicts& verdicts) const {
    std::set<std::string, std::less<>> coming;
    std::multimap<std::string, std::size_t> under;  // manager who is not there yet, line
    for (const Wanted& wanted : list) {
      const PersonRecord& r = *lines_[wanted.line];
      coming.insert(r.employee_no);
      if (r.manager_no && !people_.contains(*r.manager_no))
        under.emplace(*r.manager_no, wanted.line);
    }
    std::vector<std::string> missing;
    for (const auto& [number, line] : under)
      if (!coming.contains(number)) missing.push_back(number);
    while (!missing.empty()) {
      const std::string number = std::move(missing.back());
      missing.pop_back();
      const auto [first, last] = under.equal_range(number);
      for (auto at = first; at != last; ++at) {
        verdicts[at->second] = refused("manager_no", "people.unknown_number", {{"number", number}});
        const std::string& own = lines_[at->second]->employee_no;
        if (!people_.contains(own)) missing.push_back(own);
      }
      under.erase(first, last);
    }
    std::erase_if(list, [&](const Wanted& wanted) {
      return verdicts[wanted.line].verdict == Verdict::refused;
    });
  }

  /// Newcomers get their ids; then every line knows whose it is and who manages them.
  std::set<PersonId> make(std::vector<Wanted>& list) {
    std::vector<store::PersonLine> fresh;
    for (const Wanted& wanted : list)
      if (!people_.contains(wanted.person.employee_no)) fresh.push_back(wanted.person);
    if (tx_) store::add_people(*tx_, fresh, ctx_.now);
    std::set<PersonId> made;
    for (store::PersonLine& p : fresh) {
      if (!tx_) p.id = PersonId{p.employment = --stand_in_};
      people_[p.employee_no] = {p.employee_no, p.id, p.employment};
      made.insert(p.id);
    }
    for (Wanted& wanted : list) {
      const store::Numbered& known = people_.at(wanted.person.employee_no);
      wanted.person.id = wanted.post.person = known.person;
      wanted.person.employment = wanted.post.employment = known.employment;
      if (const auto& number = lines_[wanted.line]->manager_no)
        wanted.post.manager = people_.at(*number).person;
    }
    return made;
  }

  /// Writes what is new or other than before.
  void write(std::vector<Wanted>& list, Verdicts& verdicts) {
    const std::set<PersonId> made = make(list);
    std::vector<PersonId> known;
    for (const Wanted& wanted : list)
      if (!made.contains(wanted.person.id)) known.push_back(wanted.person.id);
    const std::vector<store::Posted> posted = posted_of(known);
    std::vector<store::PersonLine> corrected;
    std::vector<PersonId> moved;
    std::vector<PostRow> posts;
    for (Wanted& wanted : list) {
      changed_.insert(wanted.person.id);
      if (made.contains(wanted.person.id)) {
        posts.push_back(wanted.post);
        note(wanted, {wanted.post});
        continue;
      }
      const std::vector<PostRow> next = posts_of(wanted, posted);
      const bool is_known = next.empty();
      verdicts[wanted.line] = of(is_known ? Verdict::known : Verdict::corrected);
      if (is_known) {
        changed_.erase(wanted.person.id);
        continue;
      }
      corrected.push_back(wanted.person);
      moved.push_back(wanted.person.id);
      posts.insert(posts.end(), next.begin(), next.end());
      note(wanted, next);
    }
    if (!tx_) return;
    store::update_people(*tx_, corrected);
    if (!moved.empty()) store::supersede_posts(*tx_, moved, ctx_.now);
    store::add_posts(*tx_, posts, ctx_.now);
  }

  /// Where these people are posted, in their order: as is stored, or as the lines so far would have
  /// it where nothing is written.
  [[nodiscard]] std::vector<store::Posted> posted_of(const std::vector<PersonId>& known) const {
    std::vector<PersonId> stored;
    std::vector<store::Posted> posted;
    for (const PersonId person : known) {
      const auto seen = seen_.find(person);
      if (seen == seen_.end())
        stored.push_back(person);
      else
        posted.insert(posted.end(), seen->second.begin(), seen->second.end());
    }
    if (!stored.empty()) std::ranges::move(store::posted(db_, stored), std::back_inserter(posted));
    std::ranges::sort(posted, {},
                      [](const store::Posted& p) { return std::pair(p.person, p.valid_from); });
    return posted;
  }

  /// Keeps what a line would have written.
  void note(const Wanted& wanted, const std::vector<PostRow>& posts) {
    if (tx_) return;
    std::vector<store::Posted>& seen = seen_[wanted.person.id];
    seen.clear();
    const store::PersonLine& who = wanted.person;
    for (const PostRow& p : posts)
      seen.push_back({who.id, who.name, who.latin_name, who.email, p.unit, p.manager, p.name_zh,
                      p.name_en, p.valid_from, p.valid_to, p.employment, p.reason, who.type,
                      who.start});
  }

  /// The posts that somebody who is there has when the line is right; none when it says nothing
  /// new. Fields that the file has no column for stay as the post of that day has them. `posted` is
  /// in order of people.
  [[nodiscard]] std::vector<PostRow> posts_of(Wanted& wanted,
                                              const std::vector<store::Posted>& posted) const {
    const auto mine =
        std::ranges::equal_range(posted, wanted.person.id, {}, &store::Posted::person);
    if (mine.empty()) return {wanted.post};
    const auto begun = [&](const store::Posted& p) {
      return p.valid_from <= wanted.post.valid_from;
    };
    const auto later = std::ranges::partition_point(mine, begun);
    const store::Posted& stood = later == mine.begin() ? *later : *(later - 1);
    complete(wanted, stood);
    std::vector<PostRow> posts;
    for (const store::Posted& p : mine)
      posts.push_back({p.person, p.employment, p.unit, p.manager, p.post_zh, p.post_en,
                       p.valid_from, p.valid_to, p.reason});
    std::vector<PostRow> next = rules::with_post(posts, wanted.post);
    wanted.person.start = next.front().valid_from == posts.front().valid_from
                              ? stood.started
                              : next.front().valid_from;
    const bool same =
        next == posts && std::tie(stood.name, stood.latin_name, stood.email, stood.type) ==
                             std::tie(wanted.person.name, wanted.person.latin_name,
                                      wanted.person.email, wanted.person.type);
    return same ? std::vector<PostRow>{} : next;
  }

  void complete(Wanted& wanted, const store::Posted& stood) const {
    const InletLine<PersonRecord>& line = lines_[wanted.line];
    if (!line.given(&PersonRecord::latin_name)) wanted.person.latin_name = stood.latin_name;
    if (!line.given(&PersonRecord::email)) wanted.person.email = stood.email;
    if (!line.given_zh(&PersonRecord::post)) wanted.post.name_zh = stood.post_zh;
    if (!line.given_en(&PersonRecord::post)) wanted.post.name_en = stood.post_en;
    if (!line.given(&PersonRecord::manager_no)) wanted.post.manager = stood.manager;
    if (!line->employment_type) wanted.person.type = stood.type;
  }

  const Context& ctx_;
  Read& db_;
  Tx* tx_;
  InletLines<PersonRecord> lines_;
  std::map<PersonId, std::vector<store::Posted>> seen_;  ///< of people who were only looked at
  std::int64_t stand_in_ = 0;  ///< below it: ids of people who would be made
  Units units_;
  Numbers people_;
  Versions versions_;
  std::set<PersonId> changed_;
};

Verdicts take_people(const Context& ctx, Tx& tx, InletLines<PersonRecord> lines) {
  ctx.require_everywhere(permission::write);  // a file may move anybody, from anywhere
  return PersonImport(ctx, tx, &tx, lines).take();
}

Verdicts check_people(const Context& ctx, Read& db, InletLines<PersonRecord> lines) {
  ctx.require_everywhere(permission::write);
  return PersonImport(ctx, db, nullptr, lines).take();
}

std::vector<std::int64_t> person_marks(Read& db, const std::vector<std::string>& numbers) {
  return marks_in(numbers, store::person_marks(db, numbers));
}

}  // namespace

Inlet person_inlet() {
  Inlet made = inlet<PersonRecord>("people.person", permission::write, take_people);
  // A manager may stand below.
  made.cross =
      cross_rows<PersonRecord>(made, {"employee_no", "manager_no"}, check_people, person_marks);
  made.undo = person_undo();
  return made;
}

}  // namespace twinrail::people
