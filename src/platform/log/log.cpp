#include "platform/log/log.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include <date/date.h>
#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "platform/clock.hpp"
#include "platform/json/document.hpp"

namespace twinrail::log {
namespace {

/// Lines that wait for the writing thread; about 0.4 MB at most.
constexpr std::size_t waiting_max = 1024;

class Writer {
 public:
  Writer()
      : pool_(std::make_shared<spdlog::details::thread_pool>(waiting_max, 1)),
        logger_(std::make_shared<spdlog::async_logger>(
            "twinrail", std::make_shared<spdlog::sinks::stderr_sink_mt>(), pool_,
            spdlog::async_overflow_policy::overrun_oldest)) {
    logger_->set_pattern("%v");
  }
  void write(std::string_view line) {
    logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  }
  void flush() { logger_->flush(); }

 private:
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

Writer& writer() {
  static Writer one;
  return one;
}

std::mutex sink_mutex;
std::function<void(std::string_view)> sink;

/// The date and time to the second are formatted once a second and thread.
std::string moment() {
  thread_local std::chrono::sys_seconds at{};
  thread_local std::string text;
  const auto now = std::chrono::sys_time<std::chrono::milliseconds>(
      std::chrono::floor<std::chrono::milliseconds>(
          std::chrono::microseconds(machine_now().micros())));
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  if (text.empty() || second != at) {
    at = second;
    text = date::format("%FT%T", second);
  }
  const std::string millis = std::to_string(1000 + (now - second).count());
  return text + "." + millis.substr(1) + "Z";
}

void member(std::string& out, std::string_view name, std::string_view text) {
  if (out.size() > 1) out += ',';
  json::write_text(out, name);
  out += ':';
  json::write_text(out, text);
}

}  // namespace

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  static constexpr std::array<std::string_view, 3> names{"info", "warn", "error"};
  std::string line = "{";
  member(line, "at", moment());
  member(line, "level", names.at(static_cast<std::size_t>(level)));
  member(line, "event", event);
  for (const Field& field : fields) {
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
      member(line, field.name, *text);
      continue;
    }
    line += ',';
    json::write_text(line, field.name);
    line += ':';
    line += std::to_string(std::get<std::int64_t>(field.value));
  }
  line += '}';
  const std::lock_guard lock(sink_mutex);
  if (sink)
    sink(line);
  else
    writer().write(line);
}

void send_to(std::function<void(std::string_view)> to) {
  const std::lock_guard lock(sink_mutex);
  sink = std::move(to);
}

void flush() { writer().flush(); }

}  // namespace twinrail::log
