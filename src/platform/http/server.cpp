#include "platform/http/server.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "platform/http/static_files.hpp"

namespace twinrail {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Code = beast::error_code;

/// A client that is slower than this to send a request, or to take its answer, is let go.
constexpr auto request_deadline = std::chrono::seconds(30);
constexpr auto idle_deadline = std::chrono::seconds(75);
constexpr auto heartbeat = std::chrono::seconds(15);
constexpr auto stop_deadline = std::chrono::seconds(10);
constexpr std::uint32_t header_max = 16 * 1024;

constexpr std::string_view content_policy =
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get: return Method::get;
    case http::verb::post: return Method::post;
    case http::verb::put: return Method::put;
    case http::verb::patch: return Method::patch;
    case http::verb::delete_: return Method::del;
    case http::verb::head: return Method::head;
    case http::verb::options: return Method::options;
    default: return Method::other;
  }
}

struct Counters {
  std::atomic<std::int64_t> requests{0};
  std::atomic<std::int64_t> errors{0};
  std::atomic<std::int64_t> connections{0};
};

/// What all connections share.
struct Shared {
  ServerOptions options;
  Front& front;
  LiveHub& live;
  ServerHooks hooks;
  Counters counters;
  std::atomic<bool> stopping{false};
};

template <class Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(Stream stream, Shared& shared, std::string client)
      : stream_(std::move(stream)), shared_(shared), client_(std::move(client)), timer_(stream_.get_executor()) {
    ++shared_.counters.connections;
  }
  ~Session() {
    if (live_) live_->close();
    --shared_.counters.connections;
  }

  void start() {
    if constexpr (requires { stream_.handshake_type; }) {}
    if constexpr (!std::is_same_v<Stream, beast::tcp_stream>) {
      lowest().expires_after(request_deadline);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](Code failed) {
                                if (!failed) self->read_head();
                              });
    } else {
      read_head();
    }
  }

 private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  void read_head() {
    if (shared_.stopping) return close();
    parser_.emplace();
    parser_->header_limit(header_max);
    parser_->body_limit(boost::none);  // set by route, once the head is known
    lowest().expires_after(idle_deadline);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](Code failed, std::size_t) {
                              if (!failed) return self->read_body();
                              if (failed == http::error::header_limit) return self->refuse(431);
                              if (failed.category() == http::make_error_code(http::error::bad_method).category() &&
                                  failed != http::error::end_of_stream && failed != http::error::partial_message)
                                return self->refuse(400);
                              self->close();
                            });
  }

  void read_body() {
    const auto& head = parser_->get();
    const std::string_view target(head.target().data(), head.target().size());
    const std::size_t limit =
        std::max<std::size_t>(shared_.front.body_limit(method_of(head.method()), target.substr(0, target.find('?'))), 1024);
    parser_->body_limit(limit);
    if (const auto length = parser_->content_length(); length && *length > limit) return refuse(413);
    lowest().expires_after(request_deadline);
    if (head[http::field::expect] == "100-continue") return send_continue();
    read_rest();
  }

  void send_continue() {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(go_on), [self = this->shared_from_this()](Code failed, std::size_t) {
      if (!failed) self->read_rest();
    });
  }

  void read_rest() {
    http::async_read(stream_, buffer_, *parser_, [self = this->shared_from_this()](Code failed, std::size_t) {
      if (!failed) return self->dispatch();
      if (failed == http::error::body_limit) return self->refuse(413);
      if (failed == http::error::partial_message) return self->close();
      if (failed.category() == http::make_error_code(http::error::bad_method).category()) return self->refuse(400);
      self->close();
    });
  }

  /// An answer before there is a request: the connection ends with it.
  void refuse(int status) {
    keep_alive_ = false;
    const Fault fault = status == 413 ? Fault::too_large : Fault::invalid;
    const char* key = status == 413 ? "request.too_large" : status == 431 ? "request.head_too_large" : "request.malformed_http";
    Response response = problem_response(Error(fault, key), Locale::zh, "");
    response.status = status;
    send(std::move(response));
  }

  std::shared_ptr<Request> taken() {
    auto& message = parser_->get();
    auto request = std::make_shared<Request>();
    request->method = method_of(message.method());
    request->target = std::string(message.target());
    for (const auto& field : message)
      request->headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    request->body = std::move(message.body());
    request->client = client_;
    request->secure = !shared_.options.tls_certificate.empty();
    keep_alive_ = message.keep_alive();
    is_head_ = request->method == Method::head;
    version_ = message.version();
    return request;
  }

  void dispatch() {
    auto request = taken();
    ++shared_.counters.requests;
    lowest().expires_never();
    const std::string_view path = request->path();
    if (path == "/healthz") return send(plain(200, "ok\n"));
    if (path == "/readyz") {
      const bool ready = shared_.hooks.ready && shared_.hooks.ready();
      return send(plain(ready ? 200 : 503, ready ? "ready\n" : "not ready\n"));
    }
    if (path == "/api/v1/live" && request->method == Method::get) return open_live(std::move(request));
    if (!path.starts_with("/api/")) return send(static_file(*request, shared_.options.web));
    shared_.front.handle(std::move(request), [self = this->shared_from_this()](Response response) mutable {
      asio::post(self->stream_.get_executor(), [self, r = std::move(response)]() mutable { self->send(std::move(r)); });
    });
  }

  static Response plain(int status, std::string body) {
    Response response;
    response.status = status;
    response.content_type = "text/plain";
    response.body = std::move(body);
    return response;
  }

  void head_fields(http::fields& fields, const Response& response) {
    fields.set(http::field::content_type, response.content_type);
    fields.set(http::field::server, "twinrail");
    fields.set("X-Content-Type-Options", "nosniff");
    fields.set("Referrer-Policy", "same-origin");
    fields.set("Content-Security-Policy", content_policy);
    if (!shared_.options.tls_certificate.empty()) fields.set("Strict-Transport-Security", "max-age=31536000");
    for (const auto& [name, value] : response.headers) fields.insert(name, value);
  }

  void send(Response response) {
    if (response.status >= 500) ++shared_.counters.errors;
    auto message = std::make_shared<http::response<http::string_body>>(
        static_cast<http::status>(response.status), version_);
    head_fields(*message, response);
    message->keep_alive(keep_alive_ && !shared_.stopping);
    message->body() = std::move(response.body);
    message->prepare_payload();
    if (is_head_) message->body().clear();
    lowest().expires_after(request_deadline);
    http::async_write(stream_, *message, [self = this->shared_from_this(), message](Code failed, std::size_t) {
      if (failed || !message->keep_alive()) return self->close();
      self->read_head();
    });
  }

  void close() {
    Code ignored;
    lowest().socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  // --- live stream ---

  void open_live(std::shared_ptr<Request> request) {
    std::optional<std::int64_t> after;
    const std::string_view last = request->header("last-event-id");
    std::int64_t id = 0;
    if (std::from_chars(last.data(), last.data() + last.size(), id).ec == std::errc{} && !last.empty()) after = id;
    shared_.front.hooks().identify(*request, true, [self = this->shared_from_this(), after](Identity identity, std::exception_ptr failed) {
      asio::post(self->stream_.get_executor(), [self, after, identity = std::move(identity), failed]() mutable {
        if (failed) return self->send(problem_response(failed, Locale::zh, "", {}));
        self->start_live(std::move(identity), after);
      });
    });
  }

  void start_live(Identity identity, std::optional<std::int64_t> after) {
    Response response;
    response.content_type = "text/event-stream";
    response.headers.emplace_back("Cache-Control", "no-store");
    auto message = std::make_shared<http::response<http::empty_body>>(http::status::ok, version_);
    head_fields(*message, response);
    message->keep_alive(false);
    auto serializer = std::make_shared<http::response_serializer<http::empty_body>>(*message);
    http::async_write_header(stream_, *serializer, [self = this->shared_from_this(), message, serializer, identity = std::move(identity), after](Code failed, std::size_t) mutable {
      if (failed) return;
      self->lowest().expires_never();
      std::weak_ptr<Session> weak = self;
      self->live_ = self->shared_.live.open(std::move(identity), after, [weak, executor = self->stream_.get_executor()] {
        asio::post(executor, [weak] {
          if (auto session = weak.lock()) session->write_live();
        });
      });
      self->watch_end();
      self->beat();
      self->write_live();
    });
  }

  /// A stream reads nothing; what comes is the end.
  void watch_end() {
    stream_.async_read_some(asio::buffer(&sink_, 1), [self = this->shared_from_this()](Code failed, std::size_t) {
      if (!failed) return self->watch_end();
      self->ended_ = true;
      self->timer_.cancel();
    });
  }

  void beat() {
    timer_.expires_after(heartbeat);
    timer_.async_wait([self = this->shared_from_this()](Code failed) {
      if (failed || self->ended_ || self->shared_.stopping) return self->close();
      self->live_->push(": beat\n\n");
      self->beat();
    });
  }

  void write_live() {
    if (writing_ || ended_ || !live_) return;
    outgoing_ = live_->take();
    if (outgoing_.empty()) return;
    writing_ = true;
    asio::async_write(stream_, asio::buffer(outgoing_), [self = this->shared_from_this()](Code failed, std::size_t) {
      self->writing_ = false;
      if (failed) {
        self->ended_ = true;
        return self->timer_.cancel(), void();
      }
      self->write_live();
    });
  }

  Stream stream_;
  Shared& shared_;
  std::string client_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  bool keep_alive_ = false;
  bool is_head_ = false;
  unsigned version_ = 11;
  asio::steady_timer timer_;
  std::shared_ptr<LiveStream> live_;
  std::string outgoing_;
  char sink_ = 0;
  bool writing_ = false;
  bool ended_ = false;
};

}  // namespace

struct Server::Impl {
  Shared shared;
  asio::ssl::context tls{asio::ssl::context::tls_server};
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards;
  std::vector<std::thread> threads;
  std::unique_ptr<tcp::acceptor> acceptor;
  std::unique_ptr<tcp::acceptor> metrics;
  std::size_t next = 0;

  Impl(ServerOptions options, Front& front, LiveHub& live, ServerHooks hooks)
      : shared{std::move(options), front, live, std::move(hooks), {}, {}} {}

  std::unique_ptr<tcp::acceptor> listen(std::uint16_t port) {
    try {
      const tcp::endpoint at(asio::ip::make_address(shared.options.address), port);
      return std::make_unique<tcp::acceptor>(*contexts.front(), at);
    } catch (const boost::system::system_error& e) {
      throw Error(Fault::unavailable, "server.cannot_listen",
                  Arguments{{"address", shared.options.address}, {"port", std::to_string(port)}, {"why", e.what()}});
    }
  }

  void accept() {
    asio::io_context& context = *contexts[next++ % contexts.size()];
    acceptor->async_accept(context, [this](Code failed, tcp::socket socket) {
      if (failed == asio::error::operation_aborted) return;
      if (!failed) serve(std::move(socket));
      accept();
    });
  }

  void serve(tcp::socket socket) {
    Code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto peer = socket.remote_endpoint(ignored);
    std::string client = ignored ? std::string() : peer.address().to_string();
    const auto executor = socket.get_executor();
    asio::post(executor, [this, s = std::move(socket), client = std::move(client)]() mutable {
      if (shared.options.tls_certificate.empty()) {
        std::make_shared<Session<beast::tcp_stream>>(beast::tcp_stream(std::move(s)), shared, std::move(client))->start();
      } else {
        using Tls = beast::ssl_stream<beast::tcp_stream>;
        std::make_shared<Session<Tls>>(Tls(std::move(s), tls), shared, std::move(client))->start();
      }
    });
  }

  std::string metrics_text() const {
    const Counters& c = shared.counters;
    std::string text = "# TYPE twinrail_requests_total counter\ntwinrail_requests_total " + std::to_string(c.requests) +
                       "\n# TYPE twinrail_errors_total counter\ntwinrail_errors_total " + std::to_string(c.errors) +
                       "\n# TYPE twinrail_connections gauge\ntwinrail_connections " + std::to_string(c.connections) +
                       "\n# TYPE twinrail_live_streams gauge\ntwinrail_live_streams " + std::to_string(shared.live.streams()) + "\n";
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
    stream->expires_after(request_deadline);
    http::async_read(*stream, *buffer, *request, [this, stream, buffer, request](Code failed, std::size_t) {
      if (failed) return;
      const bool known = request->target() == "/metrics";
      auto reply = std::make_shared<http::response<http::string_body>>(known ? http::status::ok : http::status::not_found, 11);
      reply->set(http::field::content_type, "text/plain; version=0.0.4");
      if (known) reply->body() = metrics_text();
      reply->keep_alive(false);
      reply->prepare_payload();
      http::async_write(*stream, *reply, [stream, reply](Code, std::size_t) {
        Code ignored;
        stream->socket().shutdown(tcp::socket::shutdown_send, ignored);
      });
    });
  }
};

Server::Server(ServerOptions options, Front& front, LiveHub& live, ServerHooks hooks)
    : impl_(std::make_unique<Impl>(std::move(options), front, live, std::move(hooks))) {
  const ServerOptions& o = impl_->shared.options;
  for (int i = 0; i < std::max(1, o.threads); ++i) {
    impl_->contexts.push_back(std::make_unique<asio::io_context>(1));
    impl_->guards.push_back(asio::make_work_guard(*impl_->contexts.back()));
  }
  if (!o.tls_certificate.empty()) {
    impl_->tls.use_certificate_chain_file(o.tls_certificate);
    impl_->tls.use_private_key_file(o.tls_key, asio::ssl::context::pem);
    SSL_CTX_set_min_proto_version(impl_->tls.native_handle(), TLS1_2_VERSION);
  }
  impl_->acceptor = impl_->listen(o.port);
  if (o.metrics_port >= 0) impl_->metrics = impl_->listen(static_cast<std::uint16_t>(o.metrics_port));
  impl_->accept();
  if (impl_->metrics) impl_->accept_metrics();
  for (const auto& context : impl_->contexts)
    impl_->threads.emplace_back([&io = *context] { io.run(); });
}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return impl_->acceptor->local_endpoint().port(); }

int Server::metrics_port() const {
  return impl_->metrics ? impl_->metrics->local_endpoint().port() : -1;
}

void Server::stop() {
  if (impl_->threads.empty()) return;
  impl_->shared.stopping = true;
  asio::post(*impl_->contexts.front(), [this] {
    Code ignored;
    impl_->acceptor->close(ignored);
    if (impl_->metrics) impl_->metrics->close(ignored);
  });
  const auto until = std::chrono::steady_clock::now() + stop_deadline;
  const auto open = [this] {
    return impl_->shared.counters.connections > static_cast<std::int64_t>(impl_->shared.live.streams());
  };
  // Idle connections end with their next request or here; running ones get time to finish.
  while (open() && std::chrono::steady_clock::now() < until && impl_->shared.counters.connections > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (std::chrono::steady_clock::now() > until - stop_deadline + std::chrono::milliseconds(500)) break;
  }
  impl_->guards.clear();
  for (const auto& context : impl_->contexts) context->stop();
  for (std::thread& t : impl_->threads) t.join();
  impl_->threads.clear();
}

}  // namespace twinrail
