#include "app/serving.hpp"

#include <algorithm>
#include <csignal>
#include <string_view>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

namespace twinrail {
namespace {

/// Twice what running requests get to finish.
constexpr unsigned end_seconds = 20;

extern "C" void end_now(int) {
  static constexpr std::string_view why =
      "twinrail: the end took too long, a database does not answer\n";
  const auto written = ::write(STDERR_FILENO, why.data(), why.size());
  ::_exit(written < 0 ? 2 : 1);
}

std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    std::string part(list.substr(0, end));
    std::erase(part, ' ');
    if (!part.empty()) parts.push_back(std::move(part));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

}  // namespace

void prepare_process() {
  std::signal(SIGPIPE, SIG_IGN);
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &files);
}

ServerOptions server_options(const Config& config) {
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  ServerOptions options;
  options.address = config.listen;
  options.port = config.port;
  options.threads = config.threads > 0 ? config.threads : std::clamp(cores, 1, 4);
  options.metrics_port = config.metrics_port;
  options.tls_certificate = config.tls_certificate;
  options.tls_key = config.tls_key;
  options.web = config.web;
  options.address_connections_max = config.address_connections;
  options.trusted_proxies = config.trusted_proxies;
  options.answer_deadline = std::chrono::seconds(config.answer_seconds);
  options.bodies_max = static_cast<std::size_t>(config.body_memory) << 20U;
  options.names = parts_of(config.names);
  return options;
}

void end_soon() {
  std::signal(SIGALRM, end_now);
  ::alarm(end_seconds);
}

}  // namespace twinrail
