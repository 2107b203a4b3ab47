#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "platform/mail/message.hpp"

namespace twinrail::mail {

/// How the line to the server is closed to others: not at all (a loopback address only), after the
/// greeting, or from the first byte.
enum class Cover { none, starttls, tls };

/// The server that takes what we send.
struct SmtpServer {
  std::string host;
  std::uint16_t port = 587;
  Cover cover = Cover::starttls;
  std::string user;      ///< empty: it asks for none
  std::string password;  ///< never in an error, a log or a letter
  /// For one mail from beginning to end; well below the lease of a letter.
  std::chrono::seconds longest = std::chrono::seconds(60);
};

/// Hands one mail to the server, and returns when it has said that it took it. The server's
/// certificate must be good for `host`. Throws Error (unavailable) "smtp.no_answer",
/// "smtp.bad_certificate", "smtp.no_tls" and "smtp.not_let_in" where nothing leaves through that
/// server, "smtp.refused" where it refuses this mail, and (invalid) "smtp.bad_address".
void send(const SmtpServer& server, const Mail& mail);

/// Whether mail leaves, as far as this process has tried.
class Health {
 public:
  void went_well();
  void failed(const std::string& why);
  /// Why the last one did not leave; empty when it did, or none was tried.
  [[nodiscard]] std::string failure();

 private:
  std::mutex mutex_;
  std::string why_;
};

}  // namespace twinrail::mail
