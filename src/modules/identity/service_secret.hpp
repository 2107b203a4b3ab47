#pragma once

#include <string>
#include <vector>

/// Passwords and random secrets of the module's services, what is stored of them, and what a token
/// may do.
namespace twinrail::identity {

/// Throw Error "request.invalid" with what is wrong.
void require_login(const std::string& login);
void require_password(const std::string& password, const std::string& login);

/// Slow on purpose (argon2id). Throws Error "identity.no_memory".
[[nodiscard]] std::string password_hash(const std::string& password);
[[nodiscard]] bool password_fits(const std::string& hash, const std::string& password);
/// Hashed against when the login is unknown, so that both answers take the same time.
[[nodiscard]] const std::string& nobody_hash();

[[nodiscard]] std::string new_secret();
/// A one-time code that is typed from paper: 60 random bits.
[[nodiscard]] std::string new_code();
/// Random secrets need no slow hash: what is stored cannot be used to sign in.
[[nodiscard]] std::string secret_hash(const std::string& secret);

/// The scopes of a token are stored as one text.
[[nodiscard]] std::string scope_text(const std::vector<std::string>& scopes);
[[nodiscard]] std::vector<std::string> scope_list(const std::string& text);

}  // namespace twinrail::identity
