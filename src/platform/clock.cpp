#include "platform/clock.hpp"

#include <atomic>
#include <charconv>
#include <chrono>
#include <fstream>
#include <mutex>

#include <sys/stat.h>

#include "platform/log/log.hpp"

namespace twinrail {
namespace {

constexpr std::int64_t shift_most = std::int64_t{100} * 366 * 86'400;

/// What tells one state of a file from another.
struct Stamp {
  ino_t node = 0;
  off_t size = -1;
  std::int64_t nanos = 0;
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

Stamp stamp_of(const std::string& file) {
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0) return {};
  return {found.st_ino, found.st_size,
          found.st_mtim.tv_sec * std::int64_t{1'000'000'000} + found.st_mtim.tv_nsec};
}

struct Process {
  std::mutex mutex;
  ClockSetting setting;
  std::string file;
  Stamp stamp;
};

Process& process() {
  static Process one;
  return one;
}

/// The usual clock is read without the mutex.
std::atomic<bool> is_set = false;

std::int64_t seconds_of(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3600;
    case 'd':
      return 86'400;
    case 'w':
      return std::int64_t{7} * 86'400;
    default:
      return 0;
  }
}

Error bad_clock(std::string_view text) {
  return {Fault::invalid, "config.bad_clock", Arguments{{"text", std::string(text)}}};
}

ClockSetting read_setting(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!in) throw Error(Fault::invalid, "config.unreadable", Arguments{{"file", file}});
  std::getline(in, line);
  return clock_setting(line);
}

/// `mutex` is held.
void renew(Process& p) {
  const Stamp stamp = stamp_of(p.file);
  if (stamp == p.stamp) return;
  p.stamp = stamp;
  try {
    p.setting = read_setting(p.file);
  } catch (const Error& e) {
    log::write(log::Level::error, "clock", {{"file", p.file}, {"why", std::string(e.what())}});
  }
}

}  // namespace

Instant machine_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_micros(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

Instant now_utc() {
  if (!is_set.load(std::memory_order_relaxed)) return machine_now();
  Process& p = process();
  const std::lock_guard lock(p.mutex);
  if (!p.file.empty()) renew(p);
  return p.setting.fixed ? *p.setting.fixed : machine_now().plus_seconds(p.setting.shift);
}

ClockSetting clock_setting(std::string_view text) {
  if (text.empty()) throw bad_clock(text);
  const std::int64_t unit = seconds_of(text.back());
  if (unit == 0) {
    try {
      return {.fixed = Instant::from_text(text)};
    } catch (const Error&) {
      throw bad_clock(text);
    }
  }
  std::string_view digits = text.substr(text.front() == '+' ? 1 : 0);
  digits.remove_suffix(1);
  std::int64_t count = 0;
  const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  const std::int64_t most = shift_most / unit;
  if (bad != std::errc{} || end != digits.data() + digits.size() || count > most || count < -most)
    throw bad_clock(text);
  return {.shift = count * unit};
}

void set_clock(const ClockSetting& setting, const std::string& file) {
  Process& p = process();
  const std::lock_guard lock(p.mutex);
  const Stamp stamp = file.empty() ? Stamp{} : stamp_of(file);
  p.setting = file.empty() ? setting : read_setting(file);
  p.file = file;
  p.stamp = stamp;
  is_set = !file.empty() || setting != ClockSetting{};
}

bool clock_is_set() { return is_set.load(std::memory_order_relaxed); }

}  // namespace twinrail
