#include "platform/http/front_input.hpp"

#include <algorithm>
#include <charconv>

#include <sodium.h>

#include "platform/http/cursor.hpp"
#include "platform/json/document.hpp"

namespace twinrail {
namespace {

/// What strangers may send: a form to sign in.
constexpr std::size_t open_body_max = std::size_t{64} * 1024;

/// The parameters of a query string. Throws Error "request.bad_escape".
void add_query(std::vector<Parameter>& parameters, std::string_view query) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) throw Error(Fault::invalid, "request.bad_escape");
    parameters.push_back({std::move(*name), std::move(*value)});
  }
}

/// A cursor that this list has not given is refused, whatever a use case would make of it.
void open_cursors(const Route& route, std::vector<Parameter>& parameters) {
  for (Parameter& p : parameters) {
    if (p.name != "cursor") continue;
    auto place = opened_cursor(route.name, p.value);
    if (!place)
      throw Error(Fault::invalid, "request.invalid",
                  std::vector<Problem>{{"/cursor", "request.bad_cursor", {}}});
    p.value = std::move(*place);
  }
}

bool reads_json(const Route& route) {
  return !route.takes_upload && writes(route.method) && route.method != Method::del;
}

}  // namespace

bool writes(Method method) {
  return method != Method::get && method != Method::head && method != Method::options;
}

std::size_t body_max(const Route& route) {
  if (!reads_json(route) && !route.takes_upload) return 0;
  return route.is_open ? std::min(route.body_limit, open_body_max) : route.body_limit;
}

std::optional<std::int64_t> version_in(std::string_view if_match) {
  // Our tags are "v<number>".
  if (if_match.size() < 4 || !if_match.starts_with("\"v") || !if_match.ends_with("\""))
    return std::nullopt;
  std::int64_t version = 0;
  const char* end = if_match.data() + if_match.size() - 1;
  const auto [stop, bad] = std::from_chars(if_match.data() + 2, end, version);
  if (bad != std::errc{} || stop != end) return std::nullopt;
  return version;
}

std::shared_ptr<void> parsed(const Route& route, const Router::Match& match, Request& request) {
  std::shared_ptr<void> target = route.make_request();
  std::vector<Parameter> parameters;
  for (const auto& [name, value] : match.names) parameters.push_back({std::string(name), value});
  if (reads_json(route)) {
    if (!request.query().empty())
      throw Error(Fault::invalid, "request.invalid",
                  std::vector<Problem>{
                      {"?", "request.unknown_field", {{"field", std::string(request.query())}}}});
    if (!request.body.empty() && !request.header("content-type").starts_with("application/json"))
      throw Error(Fault::unsupported, "request.not_json");
    const std::string_view body =
        request.body.empty() ? std::string_view("{}") : std::string_view(request.body);
    read_request(*route.request, target.get(), parameters, &body);
    return target;
  }
  add_query(parameters, request.query());
  open_cursors(route, parameters);
  read_request(*route.request, target.get(), parameters, nullptr);
  if (route.takes_upload)
    route.set_upload(target.get(),
                     {std::string(request.header("content-type")), std::move(request.body)});
  return target;
}

std::optional<std::int64_t> version_of(const std::string& reply) {
  const json::Document document = json::Document::parse(reply);
  for (const json::Value member : document.root()) {
    if (member.name() != "version") continue;
    return std::strtoll(std::string(member.text()).c_str(), nullptr, 10);
  }
  return std::nullopt;
}

std::string hash_of(const Route& route, const Request& request) {
  crypto_generichash_state state;
  unsigned char digest[16];
  crypto_generichash_init(&state, nullptr, 0, sizeof digest);
  for (const std::string& part : {route.name + '\n', request.target + '\n'})
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(request.body.data()),
                            request.body.size());
  crypto_generichash_final(&state, digest, sizeof digest);
  char hex[33];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
}

}  // namespace twinrail
