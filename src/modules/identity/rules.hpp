#pragma once

#include <string>
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

/// What is wrong with a password: too short (counted in characters), or the login stands in it, in
/// whatever case.
[[nodiscard]] std::vector<Problem> password_problems(const std::string& password,
                                                     const std::string& login);
/// What is wrong with a login: it is empty, or has blanks or control characters. So nobody's login
/// looks like somebody else's name followed by a token's number.
[[nodiscard]] std::vector<Problem> login_problems(const std::string& login);

}  // namespace twinrail::identity::rules
