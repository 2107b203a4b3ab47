#include "platform/mail/message.hpp"

#include <algorithm>
#include <ctime>

#include <sodium.h>

#include "base/error.hpp"

namespace twinrail::mail {
namespace {

constexpr std::size_t address_most = 254;  // RFC 5321
/// Bytes of a word in a head: with its frame below the 75 characters of RFC 2047.
constexpr std::size_t word_most = 45;
/// Characters of a line of a part, RFC 2045.
constexpr std::size_t line_most = 76;
constexpr std::string_view end = "\r\n";

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the zero at its end
  return text;
}

bool is_inside_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

/// Words of a head, RFC 2047: no character is cut, and what would end the line is inside.
std::string words_of(std::string_view text) {
  std::string all;
  while (!text.empty()) {
    std::size_t length = std::min(text.size(), word_most);
    while (length < text.size() && length > 1 && is_inside_character(text[length])) --length;
    if (!all.empty()) all += "\r\n ";
    all += "=?UTF-8?B?" + base64(text.substr(0, length)) + "?=";
    text.remove_prefix(length);
  }
  return all;
}

/// RFC 5322, in UTC.
std::string date_of(Instant at) {
  const std::time_t seconds = at.seconds();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  const std::size_t length =
      std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &parts);
  return {text, length};
}

std::string part_of(std::string_view type, std::string_view content) {
  std::string part = "Content-Type: " + std::string(type) + "; charset=utf-8\r\n";
  part += "Content-Transfer-Encoding: base64\r\n\r\n";
  const std::string letters = base64(content);
  for (std::size_t at = 0; at < letters.size(); at += line_most)
    part.append(letters.substr(at, line_most)).append(end);
  return part;
}

std::string head(std::string_view name, std::string_view value) {
  return std::string(name).append(": ").append(value).append(end);
}

}  // namespace

bool is_address(std::string_view text) {
  constexpr std::string_view refused = "<>()[]\\,;:\"";
  const auto odd = [&](char c) {
    return c <= ' ' || c > '~' || refused.find(c) != std::string_view::npos;
  };
  const auto at = text.find('@');
  return text.size() <= address_most && at != std::string_view::npos && at > 0 &&
         at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos &&
         std::ranges::none_of(text, odd);
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  return safe;
}

std::string message_of(const Mail& mail) {
  for (const std::string* address : {&mail.from, &mail.to})
    if (!is_address(*address))
      throw Error(Fault::invalid, "smtp.bad_address", Arguments{{"address", *address}});
  const std::string domain = mail.from.substr(mail.from.find('@') + 1);
  const std::string boundary = "=_twinrail_" + mail.id;
  std::string all = head("From", "Twinrail <" + mail.from + ">");
  all += head("To", "<" + mail.to + ">");
  all += head("Subject", words_of(mail.subject));
  all += head("Date", date_of(mail.at));
  all += head("Message-ID", "<" + mail.id + "@" + domain + ">");
  all += head("Content-Language", mail.language);
  all += head("Auto-Submitted", "auto-generated");
  all += head("MIME-Version", "1.0");
  all += head("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
  const std::string rule = "--" + boundary;
  all.append(end).append(rule).append(end).append(part_of("text/plain", mail.text));
  all.append(rule).append(end).append(part_of("text/html", mail.html));
  return all.append(rule).append("--").append(end);
}

}  // namespace twinrail::mail
