#include <algorithm>

#include "platform/db/connection.hpp"
#include "platform/http/front.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/json/document.hpp"

namespace twinrail {
namespace {

void member(std::string& out, std::string_view name, std::string_view text) {
  out += out.back() == '{' ? "" : ",";
  json::write_text(out, name);
  out += ':';
  json::write_text(out, text);
}

void write_problems(std::string& out, const std::vector<Problem>& problems, Locale locale) {
  out += ",\"errors\":[";
  for (const Problem& p : problems) {
    out += out.back() == '[' ? "{" : ",{";
    member(out, "pointer", p.pointer);
    member(out, "key", p.key);
    member(out, "detail", i18n::text(locale, p.key, p.args));
    out += '}';
  }
  out += ']';
}

/// Of "en;q=0.25", in thousandths: 250. Without a weight 1000.
int weight_of(std::string_view language) {
  const auto q = language.find("q=");
  if (q == std::string_view::npos) return 1000;
  std::string_view digits = language.substr(q + 2);
  int weight = 0;
  int place = 1000;
  for (const char c : digits) {
    if (c == '.') continue;
    if (c < '0' || c > '9' || place == 0) break;
    weight += (c - '0') * place;
    place /= 10;
  }
  return weight;
}

}  // namespace

int status_of(Fault fault) {
  switch (fault) {
    case Fault::invalid:
      return 400;
    case Fault::unauthenticated:
      return 401;
    case Fault::forbidden:
      return 403;
    case Fault::not_found:
      return 404;
    case Fault::conflict:
      return 409;
    case Fault::stale:
      return 412;
    case Fault::too_large:
      return 413;
    case Fault::unsupported:
      return 415;
    case Fault::unprocessable:
      return 422;
    case Fault::precondition_required:
      return 428;
    case Fault::too_many:
      return 429;
    case Fault::unavailable:
      return 503;
    case Fault::internal:
      return 500;
  }
  return 500;
}

/// Some answers that only a server of HTTP gives have no fault of their own.
int status_of(const Error& error) {
  if (error.key() == "request.unknown_coding") return 501;
  if (error.key() == "request.unknown_host") return 421;
  if (error.key() == "request.no_such_method") return 405;
  if (error.key() == "request.head_too_large") return 431;
  return status_of(error.fault());
}

Locale locale_of(std::string_view accept_language) {
  Locale best = Locale::zh;
  int best_weight = 0;
  while (!accept_language.empty()) {
    const auto end = std::min(accept_language.find(','), accept_language.size());
    std::string_view one = accept_language.substr(0, end);
    accept_language.remove_prefix(std::min(end + 1, accept_language.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    const int weight = weight_of(one);
    const bool known = one.starts_with("zh") || one.starts_with("en");
    if (!known || weight <= best_weight) continue;
    best = one.starts_with("en") ? Locale::en : Locale::zh;
    best_weight = weight;
  }
  return best;
}

Response problem_response(const Error& error, Locale locale, const std::string& request_id) {
  Response response;
  response.status = status_of(error);
  response.content_type = "application/problem+json";
  std::string& out = response.body;
  out = "{";
  member(out, "type", "https://twinrail.org/problems/" + error.key());
  member(out, "title", i18n::text(locale, error.key(), error.args()));
  out += ",\"status\":" + std::to_string(response.status);
  if (!request_id.empty()) member(out, "request_id", request_id);
  write_problems(out, error.problems(), locale);
  out += '}';
  if (response.status == 503 || response.status == 429) {
    std::string seconds = "1";
    for (const auto& [name, value] : error.args())
      if (name == "seconds") seconds = value;
    response.headers.emplace_back("Retry-After", seconds);
  }
  return response;
}

Response problem_response(std::exception_ptr failed, Locale locale, const std::string& request_id,
                          const std::function<void(const std::string&)>& log) {
  try {
    std::rethrow_exception(failed);
  } catch (const DbError& e) {
    if (log) log("database: " + e.detail() + " request " + request_id);
    return problem_response(e, locale, request_id);
  } catch (const Error& e) {
    if (log && e.fault() == Fault::internal) log("internal: " + e.key() + " request " + request_id);
    return problem_response(e, locale, request_id);
  } catch (const std::exception& e) {
    if (log) log(std::string("unexpected: ") + e.what() + " request " + request_id);
  } catch (...) {
    if (log) log("unexpected: request " + request_id);
  }
  return problem_response(Error(Fault::internal, "request.internal"), locale, request_id);
}

}  // namespace twinrail
