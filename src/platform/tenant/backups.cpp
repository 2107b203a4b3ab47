#include "platform/tenant/backups.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "platform/i18n/i18n.hpp"
#include "platform/tenant/part_file.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

constexpr const char* save_job = "platform.backup";
constexpr const char* prove_job = "platform.backup_proof";
constexpr std::string_view ending = ".sqlite";

/// A large company is copied in minutes; where the process is killed, another goes on after this.
constexpr auto turn_longest = std::chrono::hours(1);

std::string words_of(const Error& e) {
  std::string words = i18n::text(Locale::en, e.key(), e.args());
  if (const auto* db = dynamic_cast<const DbError*>(&e)) words += " (" + db->detail() + ")";
  return words;
}

/// As it stands in a file's name: names of later times come later.
std::string stamp(Instant at) {
  std::string text = Instant::from_micros(at.seconds() * 1'000'000).to_string();
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

}  // namespace

Backups::Backups(Tenants& tenants, BackupPlan plan, audit::Watched watched,
                 const audit::Keeper* keeper, std::function<Instant()> now)
    : tenants_(tenants),
      plan_(std::move(plan)),
      watched_(std::move(watched)),
      keeper_(keeper),
      now_(std::move(now)) {}

std::vector<Job> Backups::jobs(const std::string& code) {
  if (!on()) return {};
  const auto job = [&](const char* name, auto work) {
    return Job{.name = name,
               .every = plan_.every,
               .work = [this, code, work](JobParts&) { (this->*work)(code); },
               .hold = turn_longest};
  };
  return {job(save_job, &Backups::save), job(prove_job, &Backups::prove)};
}

std::string Backups::folder_of(const std::string& code) const { return plan_.folder + "/" + code; }

std::vector<std::string> Backups::files(const std::string& code) const {
  std::vector<std::string> found;
  std::error_code missing;
  for (const auto& file : fs::directory_iterator(folder_of(code), missing)) {
    const std::string name = file.path().filename().string();
    if (name.starts_with(code + "-") && name.ends_with(ending)) found.push_back(file.path());
  }
  std::ranges::sort(found);
  return found;
}

void Backups::save(const std::string& code) {
  const std::string file = folder_of(code) + "/" + code + "-" + stamp(now_()) + ".sqlite";
  take_turn(code, save_job, file, &Counts::made, [&] {
    fs::create_directories(folder_of(code));
    tenants_.backup(code, file);
    remove_old(code);
  });
}

/// The newest stay, and nothing of a process that was killed while it saved.
void Backups::remove_old(const std::string& code) const {
  const std::vector<std::string> all = files(code);
  const std::size_t kept = std::min(all.size(), plan_.keep);
  for (auto it = all.begin(); it != all.end() - static_cast<std::ptrdiff_t>(kept); ++it)
    remove_for_good(*it);
  std::vector<fs::path> parts;
  for (const auto& file : fs::directory_iterator(folder_of(code)))
    if (file.path().filename().string().find(".sqlite.part") != std::string::npos)
      parts.push_back(file.path());
  for (const fs::path& part : parts) fs::remove(part);
}

/// Restoring reads the pages, counts the rows and walks the trail; the company that was made is
/// then read as a whole, as `check-data` does it.
void Backups::prove(const std::string& code) {
  const std::vector<std::string> all = files(code);
  if (all.empty()) {
    if (failing().contains(code)) return;
    throw JobParts::Over{};  // the first backup still waits for its turn
  }
  const std::string place = folder_of(code) + "/proof";
  take_turn(code, prove_job, all.back(), &Counts::proven, [&] {
    fs::remove_all(place);
    try {
      Tenants proof({.data = place,
                     .postgres = {},
                     .readers = 1,
                     .open_most = 1,
                     .threads = 1,
                     .keeper = keeper_,
                     .keeps_heads = false});
      proof.audit(watched_);
      proof.restore(code, all.back());
      const DataReport found = proof.check_data(code);
      if (!found.problems.empty()) throw std::runtime_error(found.problems.front());
    } catch (...) {
      fs::remove_all(place);
      throw;
    }
    fs::remove_all(place);
  });
}

/// While another company has its turn this one ends its own, and is due again at once.
void Backups::take_turn(const std::string& code, const std::string& job, const std::string& file,
                        std::int64_t Counts::* done, const std::function<void()>& work) {
  const std::unique_lock turn(turn_, std::try_to_lock);
  if (!turn) throw JobParts::Over{};
  std::string why;
  try {
    work();
  } catch (const Error& e) {
    why = file + ": " + words_of(e);
  } catch (const std::exception& e) {
    why = file + ": " + e.what();
  }
  {
    const std::lock_guard lock(mutex_);
    ++(counts_.*(why.empty() ? done : &Counts::failed));
    if (why.empty())
      failing_.erase({code, job});
    else
      failing_[{code, job}] = why;
  }
  if (!why.empty()) throw std::runtime_error(why);
}

std::map<std::string, std::string> Backups::failing() {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string> found;
  for (const auto& [of, why] : failing_) found[of.first] = why;
  return found;
}

Backups::Counts Backups::counts() {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace twinrail
