#include "modules/identity/rules.hpp"

#include <doctest/doctest.h>

namespace twinrail::identity {
namespace {

const std::vector<std::string> permissions{"kpi.read", "okr.read"};
const std::vector<std::string> classes{"work", "contact"};

std::vector<std::string> keys(const std::vector<RoleRight>& rights,
                              const std::vector<RoleSight>& sees = {}) {
  std::vector<std::string> found;
  for (const Problem& p : rules::problems(rights, sees, permissions, classes))
    found.push_back(p.pointer + " " + p.key);
  return found;
}

}  // namespace

TEST_CASE("a role has at least one right, each known, once, and through some relation") {
  const RoleRight read{"kpi.read", {Relation::unit}};
  using Keys = std::vector<std::string>;
  CHECK(keys({read}) == Keys{});
  CHECK(keys({read}, {{"contact", {Relation::self}}}) == Keys{});
  CHECK(keys({}) == Keys{"/rights identity.role_without_rights"});
  CHECK(keys({{"kpi.raed", {Relation::unit}}}) == Keys{"/rights/0 identity.unknown_permission"});
  CHECK(keys({read, read}) == Keys{"/rights/1 identity.right_twice"});
  CHECK(keys({{"okr.read", {}}}) == Keys{"/rights/0/through identity.right_through_none"});
  CHECK(keys({read}, {{"salary", {Relation::self}}}) == Keys{"/sees/0 identity.unknown_class"});
}

TEST_CASE("relations and their bits are the same thing") {
  for (int bits = 0; bits < 32; ++bits)
    CHECK(rules::bits_of(rules::relations_of(static_cast<Relations>(bits))) == bits);
  CHECK(rules::bits_of({Relation::company, Relation::self}) ==
        (relation::company | relation::self));
}

TEST_CASE("a password counts in characters, and does not hold the login") {
  const auto wrong = [](const std::string& password, const std::string& login = "wang") {
    const auto found = rules::password_problems(password, login);
    return found.empty() ? std::string() : found.front().key;
  };
  CHECK(wrong("密码密码") == "identity.password_short");  // 12 bytes
  CHECK(wrong("nine char") == "identity.password_short");
  CHECK(wrong("长城内外惟余莽莽大河") == "");
  CHECK(wrong("administrator", "administrator") == "identity.password_has_login");
  CHECK(wrong("my Administrator!", "ADMINISTRATOR") == "identity.password_has_login");
  CHECK(wrong("a threshold in the way", "hr") == "");  // by chance
}

TEST_CASE("a login has no blanks and no control characters") {
  for (const char* good : {"wang", "王芳", "wang.fang@example.com"})
    CHECK(rules::login_problems(good).empty());
  for (const char* bad : {"", " ", "hr token 7", "wang\n", "a\tb", "a\x7f"})
    CHECK(rules::login_problems(bad).front().key == "identity.bad_login");
}

TEST_CASE("a code is read as somebody types it from paper") {
  CHECK(rules::printed_code("ABCD0123WXYZ") == "ABCD-0123-WXYZ");
  CHECK(rules::read_code("ABCD-0123-WXYZ") == "ABCD0123WXYZ");
  CHECK(rules::read_code(" abcd o12 3wxyz") == "ABCD0123WXYZ");
  CHECK(rules::read_code("iL") == "11");
  CHECK(rules::printed_code("").empty());
}

TEST_CASE("what the administrator alone holds is held of the whole company, or not at all") {
  using relation::all;
  using relation::none;
  CHECK(rules::sensible(std::vector<Relations>{none, none, all}, 2) ==
        std::vector{Relation::company});
  CHECK(rules::sensible(std::vector<Relations>{none, all, all}, 2).size() == 5);
  CHECK(rules::sensible(std::vector<Relations>{all, none, none}, 2).size() == 5);
}

}  // namespace twinrail::identity
