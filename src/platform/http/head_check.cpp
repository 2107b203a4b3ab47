#include "platform/http/head_check.hpp"

#include <algorithm>

#include <arpa/inet.h>

namespace twinrail {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

/// What a header says, and how often it is there.
struct Said {
  int times = 0;
  std::string_view value;
};

Said said(const Request& request, std::string_view name) {
  Said found;
  for (const auto& [key, value] : request.headers) {
    if (!same_word(key, name)) continue;
    ++found.times;
    found.value = value;
  }
  return found;
}

/// "[::1]:8080" → "::1", "name:8080" → "name".
std::string without_port(std::string_view host) {
  if (host.starts_with('[')) return std::string(host.substr(1, host.find(']') - 1));
  return std::string(host.substr(0, host.find(':')));
}

bool is_address(const std::string& text) {
  in6_addr read{};
  return ::inet_pton(AF_INET, text.c_str(), &read) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &read) == 1;
}

}  // namespace

bool is_known_host(std::string_view host, const std::vector<std::string>& names) {
  std::string name = without_port(lower(host));
  if (name.ends_with('.')) name.pop_back();
  if (name == "localhost" || name.ends_with(".localhost") || is_address(name)) return true;
  return std::ranges::any_of(names, [&](const std::string& one) { return lower(one) == name; });
}

std::optional<Error> head_problem(const Request& request, const HeadRules& rules) {
  const Said host = said(request, "host");
  if (host.times > 1 || (host.times == 0 && rules.must_name_host))
    return Error(Fault::invalid, "request.one_host");
  if (host.times == 1 && !rules.any_host && !is_known_host(host.value, *rules.names))
    return Error(Fault::invalid, "request.unknown_host",
                 Arguments{{"host", std::string(host.value)}});
  const Said coding = said(request, "transfer-encoding");
  if (coding.times > 1 || (coding.times == 1 && !same_word(coding.value, "chunked")))
    return Error(Fault::invalid, "request.unknown_coding");
  // The parser takes a length that is said twice alike; who stands in front may take the other one.
  if (said(request, "content-length").times + coding.times > 1)
    return Error(Fault::invalid, "request.one_length");
  if (said(request, "content-encoding").times > 0)
    return Error(Fault::unsupported, "request.encoded_body");
  return std::nullopt;
}

}  // namespace twinrail
