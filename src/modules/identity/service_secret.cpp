#include "modules/identity/service_secret.hpp"

#include <semaphore>
#include <sstream>

#include <sodium.h>

#include "modules/identity/rules.hpp"

namespace twinrail::identity {
namespace {

/// argon2id takes 64 MiB a hash: with more at a time, sign-ins alone could exhaust the memory.
constexpr int hashes_at_once = 2;

std::counting_semaphore<hashes_at_once>& hashing() {
  static std::counting_semaphore<hashes_at_once> slots(hashes_at_once);
  return slots;
}

struct HashSlot {
  HashSlot() { hashing().acquire(); }
  ~HashSlot() { hashing().release(); }
  HashSlot(const HashSlot&) = delete;
  HashSlot& operator=(const HashSlot&) = delete;
};

void require_none(std::vector<Problem> problems) {
  if (!problems.empty()) throw Error(Fault::invalid, "request.invalid", std::move(problems));
}

}  // namespace

void require_login(const std::string& login) { require_none(rules::login_problems(login)); }

void require_password(const std::string& password, const std::string& login) {
  require_none(rules::password_problems(password, login));
}

std::string password_hash(const std::string& password) {
  const HashSlot slot;
  char out[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(out, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    throw Error(Fault::unavailable, "identity.no_memory");
  return out;
}

bool password_fits(const std::string& hash, const std::string& password) {
  const HashSlot slot;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& nobody_hash() {
  static const std::string hash = password_hash("nobody has this password");
  return hash;
}

std::string new_secret() {
  unsigned char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  char text[sodium_base64_ENCODED_LEN(sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  sodium_bin2base64(text, sizeof text, bytes, sizeof bytes,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text;
}

std::string new_code() {
  std::string code;
  for (std::size_t i = 0; i < rules::code_size; ++i)
    code += rules::code_letters[randombytes_uniform(
        static_cast<std::uint32_t>(rules::code_letters.size()))];
  return code;
}

std::string secret_hash(const std::string& secret) {
  unsigned char digest[32];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size(), nullptr, 0);
  char hex[65];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
}

std::vector<std::string> scope_list(const std::string& text) {
  std::vector<std::string> items;
  std::istringstream in(text);
  for (std::string item; std::getline(in, item, ',');)
    if (!item.empty()) items.push_back(item);
  return items;
}

std::string scope_text(const std::vector<std::string>& scopes) {
  std::string out;
  for (const std::string& item : scopes) (out += out.empty() ? "" : ",") += item;
  return out;
}

}  // namespace twinrail::identity
