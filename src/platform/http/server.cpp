#include "platform/http/server.hpp"

#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "platform/http/session.hpp"
#include "platform/log/log.hpp"

namespace twinrail {
namespace {

/// After an accept that failed (no file descriptors are left, say) the next try waits.
constexpr auto accept_pause = std::chrono::milliseconds(50);

/// A mistake in one connection ends neither the thread nor the others.
void run_guarded(asio::io_context& context) {
  while (!context.stopped()) {
    try {
      context.run();
    } catch (const std::exception& e) {
      log::write(log::Level::error, "connection", {{"why", e.what()}});
    } catch (...) {
      log::write(log::Level::error, "connection");
    }
  }
}

}  // namespace

void add_metric(std::string& text, std::string_view name, std::string_view type,
                std::int64_t value) {
  const std::string full = "twinrail_" + std::string(name);
  text += "# TYPE " + full + " " + std::string(type) + "\n";
  text += full + " " + std::to_string(value) + "\n";
}

struct Server::Impl {
  Shared shared;
  asio::ssl::context tls{asio::ssl::context::tls_server};
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards;
  std::vector<std::thread> threads;
  std::unique_ptr<tcp::acceptor> acceptor;
  std::unique_ptr<tcp::acceptor> metrics;
  std::unique_ptr<asio::steady_timer> pause;
  std::size_t next = 0;

  Impl(ServerOptions options, Front& front, LiveHub& live, ServerHooks hooks)
      : shared{.options = std::move(options),
               .front = front,
               .live = live,
               .hooks = std::move(hooks)} {}

  std::unique_ptr<tcp::acceptor> listen(std::uint16_t port) {
    try {
      const tcp::endpoint at(asio::ip::make_address(shared.options.address), port);
      return std::make_unique<tcp::acceptor>(*contexts.front(), at);
    } catch (const boost::system::system_error& e) {
      const Arguments place{{"address", shared.options.address}, {"port", std::to_string(port)}};
      if (e.code() == asio::error::address_in_use)
        throw Error(Fault::unavailable, "server.port_in_use", place);
      if (e.code() == asio::error::access_denied)
        throw Error(Fault::unavailable, "server.port_forbidden", place);
      throw Error(Fault::unavailable, "server.cannot_listen",
                  Arguments{{"address", shared.options.address},
                            {"port", std::to_string(port)},
                            {"why", e.code().message()}});
    }
  }

  void use_certificate() {
    const ServerOptions& o = shared.options;
    try {
      tls.use_certificate_chain_file(o.tls_certificate);
      tls.use_private_key_file(o.tls_key, asio::ssl::context::pem);
    } catch (const boost::system::system_error& e) {
      throw Error(Fault::unavailable, "server.bad_certificate", Arguments{{"why", e.what()}});
    }
    use_new_ciphers();
  }

  /// Of TLS 1.2 only what keeps old recordings closed when the key is lost, and is no CBC; all of
  /// TLS 1.3 is so.
  void use_new_ciphers() {
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    if (SSL_CTX_set_cipher_list(tls.native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
      throw Error(Fault::internal, "request.internal");
  }

  void accept() {
    asio::io_context& context = *contexts[next++ % contexts.size()];
    acceptor->async_accept(context, [this](Code failed, tcp::socket socket) {
      if (failed == asio::error::operation_aborted) return;
      if (failed) return accept_later();
      if (shared.counters.connections < shared.options.connections_max) serve(std::move(socket));
      accept();
    });
  }

  void accept_later() {
    pause->expires_after(accept_pause);
    pause->async_wait([this](Code failed) {
      if (!failed) accept();
    });
  }

  void serve(tcp::socket socket) {
    Code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto peer = socket.remote_endpoint(ignored);
    std::string client = ignored ? std::string() : peer.address().to_string();
    const auto executor = socket.get_executor();
    asio::post(executor, [this, s = std::move(socket), client = std::move(client)]() mutable {
      if (!shared.addresses.enter(client)) return;
      if (!shared.secure()) {
        using Plain = Session<beast::tcp_stream>;
        std::make_shared<Plain>(beast::tcp_stream(std::move(s)), shared, client)->start();
      } else {
        using Tls = beast::ssl_stream<beast::tcp_stream>;
        std::make_shared<Session<Tls>>(Tls(std::move(s), tls), shared, client)->start();
      }
    });
  }

  std::string metrics_text() const {
    const Counters& c = shared.counters;
    std::string text;
    add_metric(text, "requests_total", "counter", c.requests);
    add_metric(text, "errors_total", "counter", c.errors);
    add_metric(text, "requests_running", "gauge", c.running);
    add_metric(text, "connections", "gauge", c.connections);
    add_metric(text, "body_bytes", "gauge", static_cast<std::int64_t>(shared.bodies->used()));
    add_metric(text, "live_streams", "gauge", static_cast<std::int64_t>(shared.live.streams()));
    return shared.hooks.metrics ? text + shared.hooks.metrics() : text;
  }

  void accept_metrics() {
    metrics->async_accept([this](Code failed, tcp::socket socket) {
      if (failed == asio::error::operation_aborted) return;
      if (!failed) answer_metrics(std::make_shared<beast::tcp_stream>(std::move(socket)));
      accept_metrics();
    });
  }

  void answer_metrics(const std::shared_ptr<beast::tcp_stream>& stream) {
    auto buffer = std::make_shared<beast::flat_buffer>();
    auto request = std::make_shared<http::request<http::empty_body>>();
    stream->expires_after(shared.options.request_deadline);
    http::async_read(*stream, *buffer, *request,
                     [this, stream, buffer, request](Code failed, std::size_t) {
                       if (!failed) send_metrics(stream, request->target() == "/metrics");
                     });
  }

  void send_metrics(const std::shared_ptr<beast::tcp_stream>& stream, bool known) {
    Response response;
    response.status = known ? 200 : 404;
    response.content_type = "text/plain; version=0.0.4";
    if (known) response.body = metrics_text();
    auto whole = std::make_shared<std::string>(response_head(response, {.keep_alive = false}));
    *whole += response.body;
    asio::async_write(*stream, asio::buffer(*whole), [stream, whole](Code, std::size_t) {
      Code ignored;
      stream->socket().shutdown(tcp::socket::shutdown_send, ignored);
    });
  }

  /// Throws Error "server.no_thread" when the system gives none; those it gave are ended then.
  void start_threads() {
    try {
      for (const auto& context : contexts)
        threads.emplace_back([&io = *context] { run_guarded(io); });
    } catch (const std::system_error&) {
      end_threads();
      throw Error(Fault::unavailable, "server.no_thread");
    }
  }
  void end_threads() {
    guards.clear();
    for (const auto& context : contexts) context->stop();
    for (std::thread& t : threads) t.join();
    threads.clear();
  }

  void close_acceptors() {
    Code ignored;
    acceptor->close(ignored);
    if (metrics) metrics->close(ignored);
    pause->cancel();
  }
};

Server::Server(ServerOptions options, Front& front, LiveHub& live, ServerHooks hooks)
    : impl_(std::make_unique<Impl>(std::move(options), front, live, std::move(hooks))) {
  const ServerOptions& o = impl_->shared.options;
  for (int i = 0; i < std::max(1, o.threads); ++i) {
    impl_->contexts.push_back(std::make_unique<asio::io_context>(1));
    impl_->guards.push_back(asio::make_work_guard(*impl_->contexts.back()));
  }
  impl_->pause = std::make_unique<asio::steady_timer>(*impl_->contexts.front());
  if (impl_->shared.secure()) impl_->use_certificate();
  impl_->acceptor = impl_->listen(o.port);
  if (o.metrics_port >= 0) {
    impl_->metrics = impl_->listen(static_cast<std::uint16_t>(o.metrics_port));
    impl_->accept_metrics();
  }
  impl_->accept();
  impl_->start_threads();
}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return impl_->acceptor->local_endpoint().port(); }

int Server::metrics_port() const {
  return impl_->metrics ? impl_->metrics->local_endpoint().port() : -1;
}

std::size_t Server::body_bytes() const { return impl_->shared.bodies->used(); }

void Server::stop() {
  if (impl_->threads.empty()) return;
  impl_->shared.stopping = true;
  asio::post(*impl_->contexts.front(), [this] { impl_->close_acceptors(); });
  const auto until = std::chrono::steady_clock::now() + impl_->shared.options.stop_deadline;
  while (impl_->shared.counters.running > 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  impl_->end_threads();
}

}  // namespace twinrail
