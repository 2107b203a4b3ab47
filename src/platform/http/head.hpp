#pragma once

#include <string>

#include "platform/http/message.hpp"

namespace twinrail {

/// How an answer travels.
struct Travel {
  bool keep_alive = true;
  bool secure = false;    ///< over TLS
  bool streamed = false;  ///< of unknown length, until the connection ends
};

/// Everything of an answer before its body, ready to send: status line, the headers that every
/// answer carries (length, date, security policy) and its own.
[[nodiscard]] std::string response_head(const Response& response, const Travel& travel);
/// A 304 or 204 has no body, whatever was computed for it.
[[nodiscard]] bool has_no_body(int status);

}  // namespace twinrail
