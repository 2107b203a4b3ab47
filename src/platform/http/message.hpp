#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinrail {

enum class Method { get, post, put, patch, del, head, options, other };

/// What a client sent, whole. Header names are compared without case.
struct Request {
  Method method = Method::get;
  std::string target;  ///< path and query as sent
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string client;  ///< address of the peer, for rate limits
  bool secure = false;
  std::shared_ptr<const void> held;  ///< the memory that the body takes of the server's

  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] std::string_view path() const;
  [[nodiscard]] std::string_view query() const;
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Names of headers and their key words do not care about case.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);

using Respond = std::function<void(Response)>;

/// "%E4%BD%A0" → "你"; nothing for a broken escape, a zero byte or what is no UTF-8.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);

}  // namespace twinrail
