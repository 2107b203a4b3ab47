#include "modules/identity/rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace twinrail::identity::rules {
namespace {

/// A password shorter than this is guessed; the length is what makes it strong (NIST SP 800-63B).
constexpr std::size_t password_min = 10;
/// A shorter login stands in many a word by chance.
constexpr std::size_t login_in_password_min = 4;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

constexpr std::array<std::pair<Relation, Relations>, 5> table{{
    {Relation::self, relation::self},
    {Relation::unit, relation::unit},
    {Relation::chain, relation::chain},
    {Relation::partner, relation::partner},
    {Relation::company, relation::company},
}};

/// One entry of either list: its name must be known, said once, and through some relation.
class EntryCheck {
 public:
  EntryCheck(std::string list, const std::vector<std::string>& known, std::string unknown)
      : list_(std::move(list)), known_(known), unknown_(std::move(unknown)) {}

  void look(const std::string& name, bool through_none, std::vector<Problem>& found) {
    const std::string at = "/" + list_ + "/" + std::to_string(at_++);
    if (std::ranges::find(known_, name) == known_.end())
      found.push_back({at, unknown_, {{"name", name}}});
    else if (!seen_.insert(name).second)
      found.push_back({at, "identity.right_twice", {{"name", name}}});
    else if (through_none)
      found.push_back({at + "/through", "identity.right_through_none", {{"name", name}}});
  }

 private:
  std::string list_;
  const std::vector<std::string>& known_;
  std::string unknown_;
  std::size_t at_ = 0;
  std::set<std::string> seen_;
};

}  // namespace

Relations bits_of(const std::vector<Relation>& through) {
  Relations bits = relation::none;
  for (const auto& [word, bit] : table)
    if (std::ranges::find(through, word) != through.end()) bits |= bit;
  return bits;
}

std::vector<Relation> relations_of(Relations bits) {
  std::vector<Relation> words;
  for (const auto& [word, bit] : table)
    if (bits & bit) words.push_back(word);
  return words;
}

std::vector<Problem> problems(const std::vector<RoleRight>& rights,
                              const std::vector<RoleSight>& sees,
                              const std::vector<std::string>& permissions,
                              const std::vector<std::string>& classes) {
  std::vector<Problem> found;
  if (rights.empty()) found.push_back({"/rights", "identity.role_without_rights", {}});
  EntryCheck right("rights", permissions, "identity.unknown_permission");
  for (const RoleRight& r : rights) right.look(r.permission, r.through.empty(), found);
  EntryCheck sight("sees", classes, "identity.unknown_class");
  for (const RoleSight& s : sees) sight.look(s.field_class, s.through.empty(), found);
  return found;
}

std::string read_code(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    code += c;
  }
  return code;
}

std::string printed_code(std::string_view code) {
  constexpr std::size_t group = 4;
  std::string text;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (at > 0 && at % group == 0) text += '-';
    text += code[at];
  }
  return text;
}

std::vector<Relation> sensible(std::span<const Relations> held, std::size_t admin) {
  bool others = false;
  for (std::size_t i = 0; i < held.size(); ++i) others |= i != admin && held[i] != relation::none;
  if (!others && held[admin] == relation::company) return {Relation::company};
  return {Relation::self, Relation::unit, Relation::chain, Relation::partner, Relation::company};
}

std::vector<Problem> password_problems(const std::string& password, const std::string& login) {
  std::vector<Problem> found;
  if (characters(password) < password_min)
    found.push_back(
        {"/password", "identity.password_short", {{"min", std::to_string(password_min)}}});
  else if (characters(login) >= login_in_password_min &&
           lower(password).find(lower(login)) != std::string::npos)
    found.push_back({"/password", "identity.password_has_login", {}});
  return found;
}

std::vector<Problem> login_problems(const std::string& login) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; };
  if (is_code(login) && std::ranges::none_of(login, is_blank)) return {};
  return {{"/login", "identity.bad_login", {}}};
}

}  // namespace twinrail::identity::rules
