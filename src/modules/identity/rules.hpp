#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/access.hpp"
#include "base/error.hpp"
#include "modules/identity/model.hpp"

/// What a role, a login and a password may be, without a database.
namespace twinrail::identity::rules {

/// The bits that a list of relations stands for.
[[nodiscard]] Relations bits_of(const std::vector<Relation>& through);
[[nodiscard]] std::vector<Relation> relations_of(Relations bits);

/// What is wrong with the rights of a role: it has none, one names no permission of the program (or
/// no class of fields), says through no relation, or is there twice. `permissions` and `classes`
/// are all there are. Pointers are those of NewRole.
[[nodiscard]] std::vector<Problem> problems(const std::vector<RoleRight>& rights,
                                            const std::vector<RoleSight>& sees,
                                            const std::vector<std::string>& permissions,
                                            const std::vector<std::string>& classes);

/// The characters of one-time codes: none looks like another one on paper.
inline constexpr std::string_view code_letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
inline constexpr std::size_t code_size = 12;
/// A code as it is compared: capitals without dashes and blanks, O as 0, I and L as 1.
[[nodiscard]] std::string read_code(std::string_view typed);
/// A code as it is printed: in groups of four.
[[nodiscard]] std::string printed_code(std::string_view code);
/// Through which relations a role may hold a permission, by what the built-in roles hold of it.
/// What the administrator alone holds is about the installation: whoever has it at all has it
/// whole.
[[nodiscard]] std::vector<Relation> sensible(std::span<const Relations> held, std::size_t admin);

/// What is wrong with a password: too short (counted in characters), or the login stands in it, in
/// whatever case.
[[nodiscard]] std::vector<Problem> password_problems(const std::string& password,
                                                     const std::string& login);
/// What is wrong with a login: it is empty, or has blanks or control characters. So nobody's login
/// looks like somebody else's name followed by a token's number.
[[nodiscard]] std::vector<Problem> login_problems(const std::string& login);

}  // namespace twinrail::identity::rules
