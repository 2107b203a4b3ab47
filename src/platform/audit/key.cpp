#include "platform/audit/key.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <pwd.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.hpp"
#include "platform/audit/hash.hpp"

namespace twinrail::audit {
namespace {

namespace fs = std::filesystem;

constexpr mode_t owner_only = 0600;
constexpr mode_t folder_of_owner = 0700;
constexpr mode_t anybody_else = 0077;
constexpr std::size_t fingerprint_digits = 16;

Error refused(const char* key, const std::string& file) {
  return {Fault::invalid, key, Arguments{{"file", file}}};
}

/// Whether a file lies somewhere in a folder, whatever links lead there.
bool lies_in(const fs::path& file, const fs::path& folder) {
  std::error_code failed;
  const fs::path inner = fs::weakly_canonical(fs::absolute(file), failed);
  const fs::path outer = fs::weakly_canonical(fs::absolute(folder), failed);
  const auto [at, left] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return at == outer.end() || at->empty();
}

/// Several programs may begin at the same time: the first one's key counts, and nobody ever sees
/// half of one.
void make(const std::string& file) {
  std::error_code failed;
  const fs::path folder = fs::absolute(file).parent_path();
  if (fs::create_directories(folder, failed)) ::chmod(folder.c_str(), folder_of_owner);
  std::array<unsigned char, Key::size> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  const std::string text = hex_of(bytes) + "\n";
  const std::string part = file + "." + std::to_string(::getpid());
  ::unlink(part.c_str());
  const int made = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
  if (made < 0) throw refused("trail.key_unwritable", file);
  const bool written =
      ::write(made, text.data(), text.size()) == std::ssize(text) && ::fsync(made) == 0;
  ::close(made);
  const bool named = written && (::link(part.c_str(), file.c_str()) == 0 || errno == EEXIST);
  ::unlink(part.c_str());
  if (!named) throw refused("trail.key_unwritable", file);
}

Key read(const std::string& file) {
  struct stat found{};
  if (::stat(file.c_str(), &found) == 0 && (found.st_mode & anybody_else) != 0)
    throw refused("trail.key_open", file);
  std::ifstream in(file);
  if (!in) throw refused("trail.key_unwritable", file);
  std::string text;
  std::getline(in, text);
  std::array<unsigned char, Key::size> bytes;
  std::size_t size = 0;
  if (sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size,
                     nullptr) != 0 ||
      size != bytes.size() || text.size() != 2 * bytes.size())
    throw refused("trail.key_malformed", file);
  return Key(bytes);
}

}  // namespace

Key::Key(std::span<const unsigned char, size> bytes) {
  std::ranges::copy(bytes, bytes_.begin());
  fingerprint_ = "any";  // what follows is hashed with the key
  fingerprint_ = Hash(*this).add("fingerprint").hex().substr(0, fingerprint_digits);
}

std::span<const unsigned char> Key::bytes() const {
  return none() ? std::span<const unsigned char>() : std::span<const unsigned char>(bytes_);
}

std::string default_key_file() {
  const std::string name = "/twinrail/audit.key";
  if (const char* place = std::getenv("XDG_CONFIG_HOME"); place && *place) return place + name;
  if (::getuid() == 0) return "/etc" + name;
  const char* home = std::getenv("HOME");
  if (home && *home) return home + ("/.config" + name);
  const passwd* user = ::getpwuid(::getuid());
  return std::string(user ? user->pw_dir : "") + "/.config" + name;
}

Key key_in(const std::string& file, const std::string& data) {
  if (lies_in(file, data)) throw refused("trail.key_in_data", file);
  if (!fs::exists(file)) make(file);
  return read(file);
}

}  // namespace twinrail::audit
