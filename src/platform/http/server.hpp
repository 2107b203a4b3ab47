#pragma once

#include <functional>
#include <memory>
#include <string>

#include "platform/http/front.hpp"
#include "platform/http/live.hpp"

namespace twinrail {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 takes a free one
  int threads = 2;
  int metrics_port = -1;   ///< -1 = off, 0 = a free one
  std::string tls_certificate;
  std::string tls_key;
  std::string web;         ///< folder with the client; empty = the one the program carries
};

/// What the server asks beside the routes.
struct ServerHooks {
  std::function<bool()> ready;             ///< the database answers, the schema is up to date
  std::function<std::string()> metrics;    ///< further lines for /metrics
};

/// The HTTP server: connections, limits, deadlines, static files, live streams. Everything under
/// /api/v1 goes through the front. Beast stays inside server.cpp.
class Server {
 public:
  /// Binds at once. Throws Error "server.cannot_listen".
  Server(ServerOptions options, Front& front, LiveHub& live, ServerHooks hooks);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] int metrics_port() const;
  /// Takes no more connections, lets the running requests finish (10 s at most), and returns.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace twinrail
