#pragma once

// Beast lives here, in counted_body.hpp and in server.cpp, the only file that includes this one.

#include <array>
#include <charconv>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "platform/http/counted_body.hpp"
#include "platform/http/fixed_routes.hpp"
#include "platform/http/head.hpp"
#include "platform/http/head_check.hpp"
#include "platform/http/server_shared.hpp"
#include "platform/http/static_files.hpp"

namespace twinrail {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Code = beast::error_code;

/// One connection: request after request, or one live stream. Everything runs on the thread of its
/// io_context; answers of other threads are posted there.
template <class Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(Stream stream, Shared& shared, std::string client)
      : stream_(std::move(stream)),
        shared_(shared),
        client_(std::move(client)),
        timer_(stream_.get_executor()),
        watch_(stream_.get_executor()) {
    ++shared_.counters.connections;
  }
  ~Session() {
    if (live_) live_->close();
    end_request();
    shared_.addresses.leave(client_);
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
  /// Whoever asks whether we are ready does not wait long to hear that we are not.
  static constexpr auto ready_deadline = std::chrono::seconds(5);
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
    if (!failed) return head_known();
    if (failed == http::error::header_limit)
      return refuse(Error(Fault::invalid, "request.head_too_large"));
    if (is_syntax(failed)) return refuse(malformed());
    close();
  }

  static bool is_syntax(Code failed) {
    return failed.category() == http::make_error_code(http::error::bad_method).category() &&
           failed != http::error::end_of_stream && failed != http::error::partial_message;
  }
  static Error malformed() { return {Fault::invalid, "request.malformed_http"}; }

  /// The headers are taken here, so that trailers behind a body never become any. What the front
  /// answers is let in before a byte of its body is read.
  void head_known() {
    const auto& head = parser_->get();
    if (!head.target().starts_with('/')) return refuse(malformed());
    request_ = taken();
    if (const auto wrong = head_problem(*request_, {.must_name_host = head.version() >= 11,
                                                    .any_host = shared_.secure(),
                                                    .names = &shared_.options.names}))
      return refuse(*wrong);
    ++shared_.counters.requests;
    entry_ = {};
    if (parser_->is_done()) return dispatch();
    if (!is_front(request_->path())) return allow_body(body_min);
    await_answer(shared_.options.answer_deadline);
    shared_.front.begin(request_, responder(), [self = self_()](Front::Entry entry) mutable {
      go_back(self, [entry = std::move(entry)](Session& s) mutable { s.let_in(std::move(entry)); });
    });
  }

  static bool is_front(std::string_view path) {
    return path.starts_with("/api/") && path != fixed::live.path;
  }

  void let_in(Front::Entry entry) {
    if (given_up_) return;
    awaited_ = false;
    end_request();  // who is slow to send a body does not hold up the end of the server
    entry_ = std::move(entry);
    allow_body(std::max(entry_.body_max, body_min));
  }

  void allow_body(std::size_t limit) {
    parser_->body_limit(limit);
    const auto length = parser_->content_length();
    if (length && *length > limit) return refuse(too_large());
    parser_->get().body().share = std::make_shared<BodyBudget::Share>(shared_.bodies);
    lowest().expires_after(shared_.options.request_deadline);
    if (same_word(request_->header("expect"), "100-continue")) return send_continue();
    read_rest();
  }
  static Error too_large() { return {Fault::too_large, "request.too_large"}; }

  void send_continue() {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(go_on), [self = self_()](Code failed, std::size_t) {
      if (!failed) self->read_rest();
    });
  }

  void read_rest() {
    http::async_read(stream_, buffer_, *parser_, [self = self_()](Code failed, std::size_t) {
      if (!failed) return self->body_read();
      if (failed == http::error::body_limit) return self->refuse(too_large());
      if (failed == CountedBody::no_room())
        return self->refuse(Error(Fault::unavailable, "server.no_room"));
      if (is_syntax(failed)) return self->refuse(malformed());
      self->close();
    });
  }

  void body_read() {
    auto& body = parser_->get().body();
    request_->body = std::move(body.bytes);
    request_->held = std::move(body.share);
    dispatch();
  }

  /// An answer before there is a whole request: the connection ends with it.
  void refuse(const Error& error) {
    keep_alive_ = false;
    refused_ = true;
    send(problem_response(error, language(), ""));
  }
  [[nodiscard]] Locale language() const {
    const auto said = parser_->get()[http::field::accept_language];
    return locale_of({said.data(), said.size()});
  }

  std::shared_ptr<Request> taken() {
    auto& message = parser_->get();
    auto request = std::make_shared<Request>();
    request->method = method_of(message.method());
    request->target = std::string(message.target());
    request->headers.reserve(16);  // what a browser sends
    for (const auto& field : message)
      request->headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    request->client = client_;
    request->secure = shared_.secure();
    keep_alive_ = message.keep_alive();
    is_head_ = request->method == Method::head;
    return request;
  }

  // --- and is answered ---

  void dispatch() {
    lowest().expires_never();
    await_answer(shared_.options.answer_deadline);
    const std::string_view path = request_->path();
    if (path == fixed::health.path) return send(plain(200, "ok\n"));
    if (path == fixed::readiness.path) return answer_ready();
    if (path == fixed::live.path && request_->method == Method::get)
      return prove(std::move(request_));
    if (!path.starts_with("/api/")) return send(static_file(*request_, shared_.options.web));
    if (entry_.call) return shared_.front.go_on(std::exchange(entry_, {}), responder());
    shared_.front.handle(std::move(request_), responder());
  }

  Respond responder() {
    return [self = self_()](Response response) mutable {
      go_back(self, [r = std::move(response)](Session& s) mutable {
        if (!s.given_up_) s.send(std::move(r));
      });
    };
  }

  // --- a database that does not answer holds no connection ---

  void await_answer(std::chrono::milliseconds longest) {
    if (!running_) ++shared_.counters.running;
    running_ = true;
    awaited_ = true;
    answer_due_ = Clock::now() + longest;
    if (!watching_ || answer_due_ < watch_.expiry()) watch();
  }

  /// One timer a connection, looked at now and then, instead of one a request.
  void watch() {
    watching_ = true;
    watch_.expires_at(answer_due_);
    watch_.async_wait([weak = this->weak_from_this()](Code failed) {
      const auto self = weak.lock();
      if (!self || failed) return;
      self->watching_ = false;
      if (!self->awaited_) return;
      if (Clock::now() < self->answer_due_) return self->watch();
      self->give_up();
    });
  }

  void give_up() {
    given_up_ = true;
    keep_alive_ = false;
    send(problem_response(Error(Fault::unavailable, "server.no_answer"), language(), ""));
  }

  /// From another thread: goes on with `then` on this connection's own. The other thread gives its
  /// hold on the session away, so that a session never ends there, and not after the server.
  template <class Then>
  static void go_back(std::shared_ptr<Session>& self, Then then) {
    const auto executor = self->stream_.get_executor();
    asio::dispatch(executor,
                   [self = std::move(self), then = std::move(then)]() mutable { then(*self); });
  }

  /// Asks the database, so not on this thread, and on one that waits for nothing else.
  void answer_ready() {
    await_answer(
        std::min<std::chrono::milliseconds>(ready_deadline, shared_.options.answer_deadline));
    const bool asked = shared_.front.ask_apart([self = self_()]() mutable {
      const auto& asked = self->shared_.hooks.ready;
      const Readiness found = asked ? asked() : Readiness();
      go_back(self, [found](Session& s) {
        if (s.given_up_) return;
        s.send(plain(found.ready ? 200 : 503,
                     (found.ready ? "ready\n" : "not ready\n") + found.notes));
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
    awaited_ = false;
    request_.reset();
    refused_ = refused_ || !parser_->is_done();  // what is left of a body is no next request
    keep_alive_ = keep_alive_ && !refused_ && !shared_.stopping;
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
    watch_.cancel();
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
    if (given_up_) return;
    awaited_ = false;
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
    try {
      live_place_ = shared_.live.take_place(identity);
    } catch (const Error& e) {
      return send(problem_response(e, identity.locale, ""));
    }
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
  std::optional<http::request_parser<CountedBody>> parser_;
  std::shared_ptr<Request> request_;
  Front::Entry entry_;
  std::string head_;
  std::string body_;
  asio::steady_timer timer_;
  LivePlace live_place_;
  std::shared_ptr<LiveStream> live_;
  std::shared_ptr<Request> live_request_;
  Clock::time_point proved_at_;
  asio::steady_timer watch_;
  Clock::time_point answer_due_;
  std::array<char, 64> sink_{};
  bool keep_alive_ = false;
  bool is_head_ = false;
  bool refused_ = false;
  bool running_ = false;  ///< counted among the requests that the end of the server waits for
  bool awaited_ = false;  ///< somebody else has the request and will answer
  bool watching_ = false;
  bool given_up_ = false;  ///< answered in time instead of by whoever has it; the connection ends
  bool proving_ = false;
  bool writing_ = false;
  bool ended_ = false;
};

}  // namespace twinrail
