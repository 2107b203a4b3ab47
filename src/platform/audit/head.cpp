#include "platform/audit/head.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include "platform/audit/hash.hpp"
#include "platform/audit/store_audit.hpp"
#include "platform/json/json.hpp"

namespace twinrail::audit {
namespace {

namespace fs = std::filesystem;

/// Digits of the hash that names a data folder.
constexpr std::size_t folder_digits = 16;

std::string heads_folder(const std::string& key_file, const std::string& data) {
  std::error_code failed;
  const fs::path place = fs::weakly_canonical(fs::absolute(data), failed);
  return key_file + ".heads/" + Hash().add(place.string()).hex().substr(0, folder_digits);
}

}  // namespace

Keeper::Keeper(const std::string& key_file, const std::string& data) {
  const std::string file = key_file.empty() ? default_key_file() : key_file;
  key_ = key_in(file, data);
  folder_ = heads_folder(file, data);
}

std::string Keeper::signature_of(const Head& head) const {
  return Hash(key_)
      .add("head")
      .add(head.company)
      .add(head.day.to_string())
      .add(head.row)
      .add(head.sealed)
      .add(head.hash)
      .hex();
}

std::string Keeper::file_of(const std::string& company) const {
  return folder_ + "/" + company + ".json";
}

Head Keeper::head_of(Read& db, const std::string& company, Date day) const {
  Head head{.company = company, .day = day, .hash = {}, .key = key_.fingerprint(), .signature = {}};
  if (const auto last = store::last_seal(db)) {
    head.row = last->id;
    head.hash = last->hash;
    head.sealed = store::count_seals_to(db, last->id);
  }
  head.signature = signature_of(head);
  return head;
}

HeadState Keeper::compare(Read& db, const std::string& company, const Head& head) const {
  if (head.key != key_.fingerprint()) return HeadState::other_key;
  if (head.signature != signature_of(head)) return HeadState::forged;
  if (head.company != company) return HeadState::other_company;
  if (head.row == 0) return HeadState::stands;
  const bool there = store::hash_at(db, head.row) == head.hash &&
                     store::count_seals_to(db, head.row) == head.sealed;
  return there ? HeadState::stands : HeadState::gone;
}

void Keeper::keep(const Head& head) const {
  std::error_code failed;
  fs::create_directories(folder_, failed);
  const std::string file = file_of(head.company);
  const std::string part = file + "." + std::to_string(::getpid());
  std::ofstream out(part);
  out << to_json(head) << "\n";
  out.close();
  if (out) fs::rename(part, file, failed);
  if (!out || failed)
    throw Error(Fault::unavailable, "trail.key_unwritable", Arguments{{"file", file}});
}

void Keeper::renew(Read& db, const std::string& company, Date day) const {
  const std::optional<Head> before = kept(company);
  const HeadState state = before ? compare(db, company, *before) : HeadState::stands;
  if (state != HeadState::stands && state != HeadState::other_key)
    throw Error(Fault::conflict, "trail.head_gone", Arguments{{"file", file_of(company)}});
  keep(head_of(db, company, day));
}

std::optional<Head> Keeper::kept(const std::string& company) const {
  if (!fs::exists(file_of(company))) return std::nullopt;
  return read_head(file_of(company));
}

void Keeper::forget(const std::string& company) const {
  std::error_code failed;
  fs::remove(file_of(company), failed);
}

Head read_head(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  try {
    return from_json<Head>(text.str());
  } catch (const Error&) {
    throw Error(Fault::invalid, "trail.head_malformed", Arguments{{"file", file}});
  }
}

}  // namespace twinrail::audit
