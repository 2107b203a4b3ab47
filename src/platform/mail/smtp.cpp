#include "platform/mail/smtp.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <openssl/x509v3.h>
#include <sodium.h>

#include "base/error.hpp"

namespace twinrail::mail {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Bytes of one answer; no server says more.
constexpr std::size_t answer_most = 64U << 10;
/// Bytes of an answer that an error keeps.
constexpr std::size_t kept_most = 300;

std::string name_of(const SmtpServer& server) {
  return server.host + ":" + std::to_string(server.port);
}

Error no_answer(const SmtpServer& server, const std::string& why) {
  return {Fault::unavailable, "smtp.no_answer",
          Arguments{{"server", name_of(server)}, {"why", why}}};
}

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

/// A line to the server. Every step has what is left of the time for the whole mail.
class Line {
 public:
  explicit Line(const SmtpServer& server)
      : server_(server), until_(std::chrono::steady_clock::now() + server.longest) {
    tls_.set_default_verify_paths();
    // Of the stream: it took over what the context demanded when it was made, which was nothing.
    stream_.set_verify_mode(asio::ssl::verify_peer);
  }

  void connect() {
    tcp::resolver resolver(io_);
    tcp::resolver::results_type found;
    wait([&](auto done) {
      resolver.async_resolve(server_.host, std::to_string(server_.port),
                             [&found, done](const auto& e, auto results) {
                               found = std::move(results);
                               done(e);
                             });
    });
    wait([&](auto done) {
      asio::async_connect(stream_.next_layer(), found,
                          [done](const auto& e, const auto&) { done(e); });
    });
  }

  /// Throws Error (unavailable) "smtp.bad_certificate" where it is not one of this host's.
  void cover() {
    demand_name();
    in_.clear();  // what came before the cover counts for nothing
    try {
      wait([&](auto done) {
        stream_.async_handshake(asio::ssl::stream_base::client, [done](const auto& e) { done(e); });
      });
    } catch (const Error&) {
      const long found = SSL_get_verify_result(stream_.native_handle());
      if (found == X509_V_OK) throw;
      throw Error(
          Fault::unavailable, "smtp.bad_certificate",
          Arguments{{"server", name_of(server_)}, {"why", X509_verify_cert_error_string(found)}});
    }
    covered_ = true;
  }

  /// The last line begins with the answer's number; those before with the same and a hyphen.
  std::string answer() {
    std::string all;
    for (;;) {
      const std::string line = read_line();
      all += line;
      if (line.size() < 4 || line[3] != '-') return all;
      if (all.size() > answer_most) throw no_answer(server_, "too long an answer");
    }
  }

  void write(const std::string& bytes) {
    wait([&](auto done) {
      const auto end = [done](const auto& e, std::size_t) { done(e); };
      if (covered_)
        asio::async_write(stream_, asio::buffer(bytes), end);
      else
        asio::async_write(stream_.next_layer(), asio::buffer(bytes), end);
    });
  }

 private:
  /// The certificate has to name the host, or the address where that is how it is called.
  void demand_name() {
    SSL* tls = stream_.native_handle();
    const char* host = server_.host.c_str();
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host) == 1) return;
    if (SSL_set1_host(tls, host) != 1 || SSL_set_tlsext_host_name(tls, host) != 1)
      throw no_answer(server_, "tls");
  }

  std::string read_line() {
    std::size_t length = 0;
    wait([&](auto done) {
      const auto end = [&length, done](const auto& e, std::size_t n) {
        length = n;
        done(e);
      };
      if (covered_)
        asio::async_read_until(stream_, asio::dynamic_buffer(in_, answer_most), '\n', end);
      else
        asio::async_read_until(stream_.next_layer(), asio::dynamic_buffer(in_, answer_most), '\n',
                               end);
    });
    std::string line = in_.substr(0, length);
    in_.erase(0, length);
    return line;
  }

  /// Begins something and waits for its end, or for the end of the time.
  template <class Begin>
  void wait(Begin begin) {
    std::optional<boost::system::error_code> ended;
    begin([&ended](const boost::system::error_code& e) { ended = e; });
    io_.restart();
    io_.run_until(until_);
    if (!ended) {
      boost::system::error_code ignored;
      stream_.next_layer().close(ignored);
      io_.restart();
      io_.run();  // what was begun ends before what it writes to does
      throw no_answer(server_, "too slow");
    }
    if (*ended) throw no_answer(server_, ended->message());
  }

  const SmtpServer& server_;
  std::chrono::steady_clock::time_point until_;
  asio::io_context io_{1};
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  asio::ssl::stream<tcp::socket> stream_{io_, tls_};
  std::string in_;
  bool covered_ = false;
};

/// The talk of RFC 5321.
class Talk {
 public:
  explicit Talk(const SmtpServer& server) : server_(server), line_(server) {}

  /// Whatever is refused here, it is not for the sake of one mail.
  void open(const Mail& mail) {
    line_.connect();
    if (server_.cover == Cover::tls) line_.cover();
    let_in("greeting", line_.answer());
    hello();
    if (server_.cover == Cover::starttls) cover();
    if (!server_.user.empty()) sign_in();
    line_.write("MAIL FROM:<" + mail.from + ">\r\n");
    let_in("MAIL", line_.answer());
  }

  void hand_over(const Mail& mail, const std::string& message) {
    ask('2', "RCPT TO:<" + mail.to + ">");
    ask('3', "DATA");
    line_.write(message + ".\r\n");  // no line of a message begins with a dot
    expect('2', "DATA", line_.answer());
    // It has the mail: whatever becomes of the line now, it is not to be sent again.
    try {
      line_.write("QUIT\r\n");
    } catch (const Error&) {
    }
  }

 private:
  void hello() {
    line_.write("EHLO twinrail\r\n");
    offers_ = let_in("EHLO", line_.answer());
  }

  /// Where the server offers no cover, nothing more is said to it.
  void cover() {
    line_.write("STARTTLS\r\n");
    const std::string answer = line_.answer();
    if (answer.empty() || answer.front() != '2')
      throw Error(Fault::unavailable, "smtp.no_tls",
                  Arguments{{"server", name_of(server_)}, {"answer", kept(answer)}});
    line_.cover();
    hello();
  }

  void sign_in() {
    const std::string zero(1, '\0');
    if (offers_.find("PLAIN") != std::string::npos) {
      line_.write("AUTH PLAIN " + base64(zero + server_.user + zero + server_.password) + "\r\n");
    } else {
      line_.write("AUTH LOGIN\r\n");
      let_in("AUTH", line_.answer(), '3');
      line_.write(base64(server_.user) + "\r\n");
      let_in("AUTH", line_.answer(), '3');
      line_.write(base64(server_.password) + "\r\n");
    }
    let_in("AUTH", line_.answer());
  }

  std::string let_in(const std::string& step, std::string answer, char wanted = '2') const {
    if (!answer.empty() && answer.front() == wanted) return answer;
    throw Error(Fault::unavailable, "smtp.not_let_in",
                Arguments{{"server", name_of(server_)}, {"step", step}, {"answer", kept(answer)}});
  }

  void ask(char wanted, const std::string& command) {
    line_.write(command + "\r\n");
    expect(wanted, command.substr(0, command.find_first_of(" :")), line_.answer());
  }

  static void expect(char wanted, const std::string& step, const std::string& answer) {
    if (!answer.empty() && answer.front() == wanted) return;
    throw Error(Fault::unavailable, "smtp.refused",
                Arguments{{"step", step}, {"answer", kept(answer)}});
  }

  static std::string kept(const std::string& answer) {
    return answer.substr(0, std::min(kept_most, answer.find_last_not_of("\r\n ") + 1));
  }

  const SmtpServer& server_;
  Line line_;
  std::string offers_;
};

}  // namespace

void send(const SmtpServer& server, const Mail& mail) {
  const std::string message = message_of(mail);
  Talk talk(server);
  talk.open(mail);
  talk.hand_over(mail, message);
}

void Health::went_well() { failed({}); }

void Health::failed(const std::string& why) {
  const std::lock_guard lock(mutex_);
  why_ = why;
}

std::string Health::failure() {
  const std::lock_guard lock(mutex_);
  return why_;
}

}  // namespace twinrail::mail
