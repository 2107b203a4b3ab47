// The head of a request, as the server takes it: any bytes are refused or have one reading of their
// length.
#include <algorithm>

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "fuzz/fuzz.hpp"
#include "platform/http/client_address.hpp"
#include "platform/http/head_check.hpp"

namespace twinrail::fuzz {
namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::empty_body>;
constexpr std::uint32_t head_max = 16 * 1024;

std::size_t times(const Request& request, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count_if(
      request.headers, [&](const auto& header) { return same_word(header.first, name); }));
}

Request taken(const Parser& parser) {
  Request request;
  request.target = std::string(parser.get().target());
  request.client = "127.0.0.1";
  for (const auto& field : parser.get())
    request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  return request;
}

void look_at(const Request& request) {
  const std::vector<std::string> names{"twinrail.example"}, proxies{"127.0.0.1"};
  const bool good = !head_problem(request, {.must_name_host = true, .names = &names});
  if (good) {
    require(times(request, "host") == 1);
    require(times(request, "content-length") + times(request, "transfer-encoding") <= 1);
  }
  require(request.path().size() + request.query().size() <= request.target.size());
  (void)request.cookie("session");
  (void)client_address(request, proxies);
  for (const bool plus : {false, true}) {
    const auto decoded = percent_decoded(request.query(), plus);
    require(!decoded || decoded->size() <= request.query().size());
  }
}

}  // namespace
}  // namespace twinrail::fuzz

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace twinrail::fuzz;
  Parser parser;
  parser.header_limit(head_max);
  boost::beast::error_code failed;
  const boost::asio::const_buffer bytes(data, size);
  require(parser.put(bytes, failed) <= size);
  if (failed || !parser.is_header_done()) return 0;
  look_at(taken(parser));
  return 0;
}
