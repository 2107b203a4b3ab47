#pragma once

// Beast lives here and in server.cpp, the only file that includes this one.

#include <array>
#include <atomic>
#include <charconv>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "platform/http/fixed_routes.hpp"
#include "platform/http/head.hpp"
#include "platform/http/server.hpp"
#include "platform/http/static_files.hpp"

namespace twinrail {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Code = beast::error_code;

struct Counters {
  std::atomic<std::int64_t> requests{0};
  std::atomic<std::int64_t> errors{0};
  std::atomic<std::int64_t> connections{0};
  std::atomic<std::int64_t> running{0};  ///< requests that are not answered yet
};

/// What all connections share.
struct Shared {
  ServerOptions options;
  Front& front;
  LiveHub& live;
  ServerHooks hooks;
  Counters counters;
  std::atomic<bool> stopping{false};

  [[nodiscard]] bool secure() const { return !options.tls_certificate.empty(); }
};

[[nodiscard]] inline Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::post:
      return Method::post;
    case http::verb::put:
      return Method::put;
    case http::verb::patch:
      return Method::patch;
    case http::verb::delete_:
      return Method::del;
    case http::verb::head:
      return Method::head;
    case http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

/// One connection: request after request, or one live stream. Everything runs on the thread of its
/// io_context; answers of other threads are posted there.
template <class Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(Stream stream, Shared& shared, std::string client)
      : stream_(std::move(stream)),
        shared_(shared),
        client_(std::move(client)),
        timer_(stream_.get_executor()) {
    ++shared_.counters.connections;
  }
  ~Session() {
    if (live_) live_->close();
    end_request();
    --shared_.counters.connections;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start() {
    if constexpr (is_plain) {
      read_first();
    } else {
      lowest().expires_after(shared_.options.request_deadline);
      stream_.async_handshake(asio::ssl::stream_base::server, [self = self_()](Code failed) {
        if (!failed) self->read_first();
      });
    }
  }

 private:
  static constexpr bool is_plain = std::is_same_v<Stream, beast::tcp_stream>;
  static constexpr std::size_t read_at_once = 4096;
  static constexpr std::uint32_t header_max = 16 * 1024;
  static constexpr std::size_t body_min = 1024;  ///< read of a body that no route asks for
  /// A refused client may still be sending: so much is read and dropped, so that it sees the
  /// answer.
  static constexpr std::size_t drained_max = 1 << 20;
  static constexpr auto drain_deadline = std::chrono::seconds(2);
  /// A stream's viewer is asked for again when this is over and something is to be sent.
  static constexpr auto proved_for = std::chrono::seconds(1);
  using Clock = std::chrono::steady_clock;

  std::shared_ptr<Session> self_() { return this->shared_from_this(); }
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  // --- a request comes in ---

  /// Waits for the first byte as long as an idle connection may; from there on a deadline runs.
  void read_first() {
    if (shared_.stopping) return close();
    parser_.emplace();
    parser_->header_limit(header_max);
    parser_->body_limit(boost::none);  // set by route, once the head is known
    if (buffer_.size() > 0) return read_head();
    lowest().expires_after(shared_.options.idle_deadline);
    stream_.async_read_some(buffer_.prepare(read_at_once),
                            [self = self_()](Code failed, std::size_t count) {
                              if (failed) return self->close();
                              self->buffer_.commit(count);
                              self->read_head();
                            });
  }

  void read_head() {
    lowest().expires_after(shared_.options.request_deadline);
    Code failed;
    buffer_.consume(parser_->put(buffer_.data(), failed));
    if (failed != http::error::need_more) return head_read(failed);
    http::async_read_header(stream_, buffer_, *parser_, [self = self_()](Code broken, std::size_t) {
      self->head_read(broken);
    });
  }

  void head_read(Code failed) {
    if (!failed) return read_body();
    if (failed == http::error::header_limit) return refuse(431, "request.head_too_large");
    if (is_syntax(failed)) return refuse(400, "request.malformed_http");
    close();
  }

  static bool is_syntax(Code failed) {
    return failed.category() == http::make_error_code(http::error::bad_method).category() &&
           failed != http::error::end_of_stream && failed != http::error::partial_message;
  }

  void read_body() {
    const auto& head = parser_->get();
    if (!head.target().starts_with('/')) return refuse(400, "request.malformed_http");
    if (parser_->is_done()) return dispatch();
    const std::string_view target(head.target().data(), head.target().size());
    const std::string_view path = target.substr(0, target.find('?'));
    const std::size_t limit =
        std::max(shared_.front.body_limit(method_of(head.method()), path), body_min);
    parser_->body_limit(limit);
    const auto length = parser_->content_length();
    if (length && *length > limit) return refuse(413, "request.too_large");
    if (beast::iequals(head[http::field::expect], "100-continue")) return send_continue();
    read_rest();
  }

  void send_continue() {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(go_on), [self = self_()](Code failed, std::size_t) {
      if (!failed) self->read_rest();
    });
  }

  void read_rest() {
    http::async_read(stream_, buffer_, *parser_, [self = self_()](Code failed, std::size_t) {
      if (!failed) return self->dispatch();
      if (failed == http::error::body_limit) return self->refuse(413, "request.too_large");
      if (is_syntax(failed)) return self->refuse(400, "request.malformed_http");
      self->close();
    });
  }

  /// An answer before there is a request: the connection ends with it.
  void refuse(int status, const char* key) {
    keep_alive_ = false;
    is_head_ = false;
    refused_ = true;
    const auto& head = parser_->get();
    const auto language = head[http::field::accept_language];
    const Error error(status == 413 ? Fault::too_large : Fault::invalid, key);
    send(problem_response(error, locale_of({language.data(), language.size()}), ""));
  }

  std::shared_ptr<Request> taken() {
    auto& message = parser_->get();
    auto request = std::make_shared<Request>();
    request->method = method_of(message.method());
    request->target = std::string(message.target());
    request->headers.reserve(16);  // what a browser sends
    for (const auto& field : message)
      request->headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    request->body = std::move(message.body());
    request->client = client_;
    request->secure = shared_.secure();
    keep_alive_ = message.keep_alive();
    is_head_ = request->method == Method::head;
    return request;
  }

  // --- and is answered ---

  void dispatch() {
    auto request = taken();
    ++shared_.counters.requests;
    ++shared_.counters.running;
    running_ = true;
    lowest().expires_never();
    const std::string_view path = request->path();
    if (path == fixed::health.path) return send(plain(200, "ok\n"));
    if (path == fixed::readiness.path) return answer_ready();
    if (path == fixed::live.path && request->method == Method::get)
      return prove(std::move(request));
    if (!path.starts_with("/api/")) return send(static_file(*request, shared_.options.web));
    shared_.front.handle(std::move(request), [self = self_()](Response response) mutable {
      go_back(self, [r = std::move(response)](Session& s) mutable { s.send(std::move(r)); });
    });
  }

  /// From another thread: goes on with `then` on this connection's own. The other thread gives its
  /// hold on the session away, so that a session never ends there, and not after the server.
  template <class Then>
  static void go_back(std::shared_ptr<Session>& self, Then then) {
    const auto executor = self->stream_.get_executor();
    asio::post(executor,
               [self = std::move(self), then = std::move(then)]() mutable { then(*self); });
  }

  /// Asks the database, so not on this thread.
  void answer_ready() {
    const bool asked = shared_.front.offload([self = self_()]() mutable {
      const bool ready = self->shared_.hooks.ready && self->shared_.hooks.ready();
      go_back(self, [ready](Session& s) {
        s.send(plain(ready ? 200 : 503, ready ? "ready\n" : "not ready\n"));
      });
    });
    if (!asked) send(plain(503, "busy\n"));
  }

  static Response plain(int status, std::string body) {
    return {.status = status,
            .content_type = std::string(fixed::health.media),
            .body = std::move(body)};
  }

  void send(Response response) {
    if (response.status >= 500) ++shared_.counters.errors;
    keep_alive_ = keep_alive_ && !shared_.stopping;
    head_ = response_head(response, {.keep_alive = keep_alive_, .secure = shared_.secure()});
    body_ = std::move(response.body);
    if (is_head_ || has_no_body(response.status)) body_.clear();
    lowest().expires_after(shared_.options.request_deadline);
    const std::array<asio::const_buffer, 2> whole{asio::buffer(head_), asio::buffer(body_)};
    asio::async_write(stream_, whole, [self = self_()](Code failed, std::size_t) {
      self->end_request();
      if (!failed && self->keep_alive_) return self->read_first();
      if (!failed && self->refused_) return self->drain();
      self->close();
    });
  }

  void end_request() {
    if (running_) --shared_.counters.running;
    running_ = false;
  }

  /// Lets a client that still sends see why it was refused; a connection closed at once would be
  /// reset, and the answer lost.
  void drain() {
    Code ignored;
    lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    lowest().expires_after(drain_deadline);
    drain_more(0);
  }
  void drain_more(std::size_t so_far) {
    if (so_far > drained_max) return close();
    buffer_.clear();
    lowest().async_read_some(buffer_.prepare(64 * 1024),
                             [self = self_(), so_far](Code failed, std::size_t count) {
                               if (failed) return self->close();
                               self->drain_more(so_far + count);
                             });
  }

  void close() {
    ended_ = true;
    timer_.cancel();
    Code ignored;
    lowest().socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  // --- live stream ---

  /// Finds out who asks; the stream begins, or goes on, when that is known.
  void prove(std::shared_ptr<Request> request) {
    live_request_ = std::move(request);
    proving_ = true;
    auto known = [self = self_()](Identity identity, std::exception_ptr failed) mutable {
      go_back(self,
              [identity = std::move(identity), failed](Session& s) { s.proved(identity, failed); });
    };
    try {
      // A stream that is open is not ended by wrong secrets that others of its address show.
      if (live_)
        shared_.front.hooks().identify(*live_request_, true, known);
      else
        shared_.front.identify(*live_request_, true, known);
    } catch (...) {
      known({}, std::current_exception());
    }
  }

  void proved(const Identity& identity, std::exception_ptr failed) {
    proving_ = false;
    if (failed && live_) return close();  // signed out, or the rights are gone
    if (failed) {
      const Locale locale = locale_of(live_request_->header("accept-language"));
      return send(problem_response(failed, locale, "", shared_.front.hooks().log));
    }
    proved_at_ = Clock::now();
    if (!live_) return start_live(identity);
    live_->renew(identity.viewer);
    write_live();
  }

  std::optional<std::int64_t> last_event_id() const {
    const std::string_view last = live_request_->header("last-event-id");
    std::int64_t id = 0;
    const auto [end, broken] = std::from_chars(last.data(), last.data() + last.size(), id);
    if (broken != std::errc{} || end != last.data() + last.size() || id < 0) return std::nullopt;
    return id;
  }

  void start_live(const Identity& identity) {
    Response response;
    response.content_type = fixed::live.media;
    response.headers.emplace_back("Cache-Control", "no-store");
    head_ = response_head(response,
                          {.keep_alive = false, .secure = shared_.secure(), .streamed = true});
    lowest().expires_after(shared_.options.request_deadline);
    asio::async_write(stream_, asio::buffer(head_),
                      [self = self_(), identity](Code failed, std::size_t) {
                        self->end_request();
                        if (failed) return self->close();
                        self->lowest().expires_never();
                        self->follow(identity);
                      });
  }

  void follow(const Identity& identity) {
    const auto wake = [weak = std::weak_ptr<Session>(self_()), at = stream_.get_executor()] {
      asio::post(at, [weak] {
        if (const auto session = weak.lock()) session->write_live();
      });
    };
    live_ = shared_.live.open(identity, last_event_id(), wake);
    watch_end();
    beat();
    write_live();
  }

  /// A stream reads nothing; what comes is the end.
  void watch_end() {
    stream_.async_read_some(asio::buffer(sink_), [self = self_()](Code failed, std::size_t) {
      if (failed) return self->close();
      self->watch_end();
    });
  }

  void beat() {
    timer_.expires_after(shared_.options.heartbeat);
    timer_.async_wait([self = self_()](Code failed) {
      if (failed || self->ended_) return;
      if (self->shared_.stopping) return self->close();
      self->live_->push({0, ": beat\n\n"});
      self->beat();
    });
  }

  void write_live() {
    if (writing_ || proving_ || ended_) return;
    if (Clock::now() - proved_at_ > proved_for) return prove(live_request_);
    body_ = live_->take();
    if (body_.empty()) return;
    writing_ = true;
    lowest().expires_after(shared_.options.request_deadline);
    asio::async_write(stream_, asio::buffer(body_), [self = self_()](Code failed, std::size_t) {
      self->writing_ = false;
      if (failed) return self->close();
      self->lowest().expires_never();
      self->write_live();
    });
  }

  Stream stream_;
  Shared& shared_;
  std::string client_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string head_;
  std::string body_;
  asio::steady_timer timer_;
  std::shared_ptr<LiveStream> live_;
  std::shared_ptr<Request> live_request_;
  Clock::time_point proved_at_;
  std::array<char, 64> sink_{};
  bool keep_alive_ = false;
  bool is_head_ = false;
  bool refused_ = false;
  bool running_ = false;
  bool proving_ = false;
  bool writing_ = false;
  bool ended_ = false;
};

}  // namespace twinrail
