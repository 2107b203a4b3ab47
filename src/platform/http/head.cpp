#include "platform/http/head.hpp"

#include <charconv>
#include <chrono>

#include <date/date.h>

#include "platform/clock.hpp"

namespace twinrail {
namespace {

constexpr std::string_view every_answer =
    "Server: twinrail\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Content-Security-Policy: default-src 'self'; img-src 'self' data:; "
    "style-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'; "
    // No text becomes a page or a program: the client's one policy lets only the empty text pass.
    "require-trusted-types-for 'script'; trusted-types default\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(self), microphone=(), payment=(), usb=()\r\n";

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Answer";
  }
}

void add_number(std::string& out, std::size_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end.ptr);
}

/// The Date header changes once a second: formatted once a second and thread.
std::string_view date_line() {
  thread_local std::chrono::sys_seconds at{};
  thread_local std::string line;
  const auto now = std::chrono::sys_seconds(std::chrono::seconds(machine_now().seconds()));
  if (line.empty() || now != at) {
    at = now;
    line = "Date: " + date::format("%a, %d %b %Y %H:%M:%S GMT", now) + "\r\n";
  }
  return line;
}

}  // namespace

bool has_no_body(int status) { return status == 304 || status == 204; }

std::string response_head(const Response& response, const Travel& travel) {
  std::string head;
  head.reserve(1024);  // the fixed headers take about 600 bytes
  head += "HTTP/1.1 ";
  add_number(head, static_cast<std::size_t>(response.status));
  head += ' ';
  head += reason_of(response.status);
  head += "\r\n";
  if (!response.content_type.empty() && !has_no_body(response.status)) {
    (head += "Content-Type: ") += response.content_type;
    head += "\r\n";
  }
  if (!travel.streamed && !has_no_body(response.status)) {
    head += "Content-Length: ";
    add_number(head, response.body.size());
    head += "\r\n";
  }
  head += travel.keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
  head += date_line();
  head += every_answer;
  if (travel.secure) head += "Strict-Transport-Security: max-age=31536000\r\n";
  for (const auto& [name, value] : response.headers) {
    ((head += name) += ": ") += value;
    head += "\r\n";
  }
  head += "\r\n";
  return head;
}

}  // namespace twinrail
