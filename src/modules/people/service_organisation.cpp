#include <algorithm>
#include <memory>

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "modules/people/organisation.hpp"
#include "modules/people/rules.hpp"

namespace twinrail::people {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Pinyin of a Chinese name with the readings that surnames have ("单" is shan), words apart.
std::string pinyin(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  static const std::unique_ptr<icu::Transliterator> names(icu::Transliterator::createInstance(
      "Han-Latin/Names; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  if (!names) return lower(name);
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(name);
  // Making one costs more than using it, and one serves one thread.
  static thread_local const std::unique_ptr<icu::Transliterator> mine(names->clone());
  mine->transliterate(text);
  std::string out;
  return text.toUTF8String(out);
}

std::string initials(std::string_view words) {
  std::string out;
  bool first = true;
  for (const char c : words) {
    if (c == ' ')
      first = true;
    else if (first) {
      out += c;
      first = false;
    }
  }
  return out;
}

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

}  // namespace

std::vector<store::UnitVersion> changed_from(
    std::vector<store::UnitVersion> versions, Date from,
    const std::function<void(store::UnitVersion&)>& change) {
  std::vector<store::UnitVersion> kept;
  for (store::UnitVersion& v : versions) {
    if (v.valid_to < from) continue;
    if (v.valid_from < from) {
      store::UnitVersion before = v;
      before.valid_to = from - 1;
      kept.push_back(before);
      v.valid_from = from;
    }
    if (v.valid_from == from) change(v);
    kept.push_back(v);
  }
  return kept;
}

void change_version(Tx& tx, OrgUnitId unit, Date from, Instant now,
                    const std::function<void(store::UnitVersion&)>& change) {
  const auto kept = changed_from(store::versions(tx, {unit}), from, change);
  store::supersede_versions(tx, {{unit, from}}, now);
  store::add_versions(tx, kept, now);
}

void rebuild_organisation(Tx& tx, Date today, Instant now) {
  std::vector<rules::Placement> placements;
  for (const store::UnitVersion& v : store::all_versions(tx))
    placements.push_back({v.unit, v.parent, v.valid_from, v.valid_to});
  std::vector<store::PathRow> rows;
  for (const rules::Path& p : rules::paths(placements))
    rows.push_back({p.ancestor, p.unit, p.from, p.to, p.depth});
  store::replace_paths(tx, rows, now);
  rebuild_reach(tx, today, now);
}

void rebuild_reach(Tx& tx, Date today, Instant now) {
  store::clear_reach(tx);
  store::fill_reach_of_posts(tx, today, now);
  store::fill_reach_of_heads(tx, today, now);
  store::set_reach_day(tx, today);
}

std::string search_text(const std::string& name, const std::string& latin,
                        const std::string& employee_no) {
  const std::string sound = pinyin(name);
  return lower(name + " " + latin + " " + without_blanks(latin) + " " + sound + " " +
               without_blanks(sound) + " " + initials(sound) + " " + employee_no);
}

}  // namespace twinrail::people
