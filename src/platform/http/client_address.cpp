#include "platform/http/client_address.hpp"

#include <algorithm>
#include <ranges>
#include <string_view>
#include <vector>

namespace twinrail {
namespace {

constexpr std::string_view forwarded_for = "x-forwarded-for";

bool is_forwarded_for(std::string_view name) {
  return std::ranges::equal(name, forwarded_for, [](char a, char b) {
    return static_cast<char>(a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
  });
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

/// A socket that serves both families writes an IPv4 peer as ::ffff:192.0.2.1.
std::string_view plain(std::string_view address) {
  constexpr std::string_view mapped = "::ffff:";
  return address.starts_with(mapped) && address.find('.') != std::string_view::npos
             ? address.substr(mapped.size())
             : address;
}

std::vector<std::string_view> addresses_of(const Request& request) {
  std::vector<std::string_view> found;
  for (const auto& [name, value] : request.headers) {
    if (!is_forwarded_for(name)) continue;
    for (const auto part : std::views::split(std::string_view(value), ','))
      if (const auto one = trimmed({part.begin(), part.end()}); !one.empty()) found.push_back(one);
  }
  return found;
}

}  // namespace

std::string client_address(const Request& request, std::span<const std::string> trusted_proxies) {
  const auto trusted = [&](std::string_view address) {
    return std::ranges::find(trusted_proxies, plain(address)) != trusted_proxies.end();
  };
  std::string_view client = request.client;
  if (trusted_proxies.empty() || !trusted(client)) return std::string(client);
  const auto forwarded = addresses_of(request);
  for (const std::string_view one : std::views::reverse(forwarded)) {
    client = one;
    if (!trusted(one)) break;
  }
  return std::string(plain(client));
}

}  // namespace twinrail
