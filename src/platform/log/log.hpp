#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string_view>
#include <variant>

/// The log: one line of JSON an event, on standard error. It names requests by their number and
/// routes by their pattern; names, addresses, bodies and queries do not belong into it.
namespace twinrail::log {

enum class Level : std::uint8_t { info, warn, error };

struct Field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t> value;
};

/// Writes {"at", "level", "event", fields…}. Never waits for the disk or a pipe: a thread of its
/// own writes, and when it cannot keep up the oldest lines are dropped.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

/// Sends the lines elsewhere, for tests; an empty function sends them to standard error again.
void send_to(std::function<void(std::string_view line)> sink);

/// Waits until what was written is out. At the end of the program.
void flush();

}  // namespace twinrail::log
