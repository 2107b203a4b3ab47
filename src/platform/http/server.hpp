#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/http/front.hpp"
#include "platform/http/live.hpp"

namespace twinrail {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 takes a free one
  int threads = 2;
  int metrics_port = -1;  ///< -1 = off, 0 = a free one
  std::string tls_certificate;
  std::string tls_key;
  std::string web;  ///< folder with the client; empty = the one the program carries

  /// A client that is slower than this to send a request, or to take its answer, is let go.
  std::chrono::milliseconds request_deadline = std::chrono::seconds(30);
  /// A connection without a request for this long is closed.
  std::chrono::milliseconds idle_deadline = std::chrono::seconds(75);
  /// At the end, running requests get this long to finish.
  std::chrono::milliseconds stop_deadline = std::chrono::seconds(10);
  std::chrono::milliseconds heartbeat = std::chrono::seconds(15);  ///< of a live stream
  std::int64_t connections_max = 10'000;       ///< further ones are closed at once
  std::int64_t address_connections_max = 256;  ///< of one address that is not this machine's
  /// Proxies speak for everybody: what one of these has open is not counted.
  std::vector<std::string> trusted_proxies = {};
  /// A request that the program has not answered after this is answered 503 and its connection
  /// closed: a database hangs.
  std::chrono::milliseconds answer_deadline = std::chrono::seconds(30);
  /// Memory for the bodies of all requests that are under way.
  std::size_t bodies_max = std::size_t{256} << 20U;
  /// What the service is called beside its addresses; with a certificate, that says it.
  std::vector<std::string> names;
};

/// Whether requests can be answered, and what is to be said of it beside that.
struct Readiness {
  bool ready = false;
  std::string notes;  ///< lines
};

/// What the server asks beside the routes.
struct ServerHooks {
  std::function<Readiness()> ready;      ///< may wait
  std::function<std::string()> metrics;  ///< further lines for /metrics, by `add_metric`
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
  /// Memory that the bodies of requests take at the moment.
  [[nodiscard]] std::size_t body_bytes() const;
  /// Takes no more connections, lets the running requests finish, and returns. Where some did not
  /// within the deadline, the front and the lanes have to be stopped before the server is
  /// destroyed.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Adds a figure in the format of Prometheus.
void add_metric(std::string& text, std::string_view name, std::string_view type,
                std::int64_t value);

}  // namespace twinrail
