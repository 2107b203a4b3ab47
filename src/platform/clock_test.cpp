#include "platform/clock.hpp"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <unistd.h>

namespace twinrail {
namespace {

/// Leaves the process with the machine's clock, however the test ends.
struct ClockGuard {
  ~ClockGuard() { set_clock({}); }
};

std::string key_of(std::string_view text) {
  try {
    (void)clock_setting(text);
    return "";
  } catch (const Error& e) {
    return std::string(e.key());
  }
}

void write(const std::filesystem::path& file, const std::string& text) {
  const std::filesystem::path aside = file.string() + ".new";
  std::ofstream(aside) << text << "\n";
  std::filesystem::rename(aside, file);
}

TEST_CASE("a clock is a moment or a shift") {
  CHECK(clock_setting("2026-10-01T08:00:00Z").fixed == Instant::from_text("2026-10-01T08:00:00Z"));
  struct Row {
    const char* text;
    std::int64_t seconds;
  };
  for (const Row row : {Row{"-30d", -2'592'000}, Row{"+12h", 43'200}, Row{"-13w", -7'862'400},
                        Row{"90s", 90}, Row{"5m", 300}, Row{"0d", 0}}) {
    CAPTURE(row.text);
    CHECK(clock_setting(row.text).shift == row.seconds);
    CHECK_FALSE(clock_setting(row.text).fixed);
  }
  for (const char* wrong : {"", "d", "+d", "--3d", "3 d", "1.5d", "yesterday", "2026-10-01",
                            "2026-10-01T08:00:00", "99999d", "9223372036854775807s"}) {
    CAPTURE(wrong);
    CHECK(key_of(wrong) == "config.bad_clock");
  }
}

TEST_CASE("a clock that is fixed stands still, one that is shifted goes on") {
  const ClockGuard guard;
  const Instant at = Instant::from_text("2026-10-01T08:00:00Z");
  set_clock({.fixed = at});
  CHECK(clock_is_set());
  CHECK(now_utc() == at);
  CHECK(machine_now() != at);
  set_clock({.shift = -3600});
  const Instant before = machine_now();
  const Instant shifted = now_utc();
  CHECK(shifted.plus_seconds(3600) >= before);
  CHECK(shifted.plus_seconds(3600) <= machine_now());
  set_clock({});
  CHECK_FALSE(clock_is_set());
}

TEST_CASE("a clock's file is followed while the program runs, and a wrong one is not") {
  const ClockGuard guard;
  const auto file =
      std::filesystem::temp_directory_path() / ("twinrail-clock-" + std::to_string(::getpid()));
  CHECK_THROWS_AS(set_clock({}, file.string()), Error);
  write(file, "2026-10-01T08:00:00Z");
  set_clock({}, file.string());
  CHECK(now_utc() == Instant::from_text("2026-10-01T08:00:00Z"));
  write(file, "2026-10-02T08:00:00Z");
  CHECK(now_utc() == Instant::from_text("2026-10-02T08:00:00Z"));
  write(file, "tomorrow");
  CHECK(now_utc() == Instant::from_text("2026-10-02T08:00:00Z"));
  write(file, "2026-10-03T08:00:00Z");
  CHECK(now_utc() == Instant::from_text("2026-10-03T08:00:00Z"));
  std::filesystem::remove(file);
  CHECK(now_utc() == Instant::from_text("2026-10-03T08:00:00Z"));
}

}  // namespace
}  // namespace twinrail
