#pragma once

#include <string>
#include <string_view>

#include "base/date.hpp"

/// A mail, and how it is written down for another server to read.
namespace twinrail::mail {

struct Mail {
  std::string id;  ///< of the same thing always the same: "notice-17.main"
  std::string from;
  std::string to;
  std::string subject;
  std::string text;
  std::string html;
  std::string language;  ///< "zh", "en"
  Instant at;
};

/// An address that can stand in a command and a head as it is: one @, printable ASCII, no blank,
/// bracket, comma or quote, 254 characters at most.
[[nodiscard]] bool is_address(std::string_view text);
/// Its letters for a page.
[[nodiscard]] std::string escaped(std::string_view text);
/// The whole message with its heads, lines ended by CR LF and of 998 bytes at most; nothing in a
/// subject or a text can begin a head. Throws Error (invalid) "smtp.bad_address".
[[nodiscard]] std::string message_of(const Mail& mail);

}  // namespace twinrail::mail
