#include "platform/mail/message.hpp"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace twinrail::mail {
namespace {

Mail some() {
  return {.id = "notice-17.main",
          .from = "no-reply@twinrail.example",
          .to = "wang@example.com",
          .subject = "一组 合格率 80.0%",
          .text = "低于 90.0%",
          .html = "<p>低于 90.0%</p>",
          .language = "zh",
          .at = Instant::from_text("2026-05-10T04:00:00Z")};
}

TEST_CASE("only what can stand in a head as it is is an address") {
  for (const char* good : {"a@b", "first.last+x@example.co.uk"}) CHECK(is_address(good));
  for (const char* bad : {"", "@b", "a@", "a", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "a@b>", "<a@b",
                          "a@b,c", "\"a\"@b", "王@b"})
    CHECK_FALSE_MESSAGE(is_address(bad), bad);
  CHECK_FALSE(is_address(std::string(250, 'a') + "@b.cn"));
}

TEST_CASE("a subject cannot begin a head, and no character of it is cut") {
  Mail mail = some();
  mail.subject = "x\r\nBcc: other@example.com\r\n\r\nhello";
  CHECK(message_of(mail).find("Bcc") == std::string::npos);
  mail.subject = "a";  // then every character of three bytes lies across the bound of a word
  for (int i = 0; i < 40; ++i) mail.subject += "格";
  const std::string all = message_of(mail);
  const std::string head = all.substr(all.find("Subject: "), 300);
  CHECK(
      head.starts_with("Subject: =?UTF-8?B?YeagvOagvOagvOagvOagvOagvOagvOag"
                       "vOagvOagvOagvOagvOagvOagvA==?=\r\n =?UTF-8?B?5qC8"));
}

TEST_CASE("a mail says who wrote it, when, and that it is the same one") {
  const std::string all = message_of(some());
  CHECK(all.find("Message-ID: <notice-17.main@twinrail.example>\r\n") != std::string::npos);
  CHECK(all.find("Date: Sun, 10 May 2026 04:00:00 +0000\r\n") != std::string::npos);
  CHECK(all.find("To: <wang@example.com>\r\n") != std::string::npos);
  CHECK(all.find("Auto-Submitted: auto-generated\r\n") != std::string::npos);
  CHECK(all == message_of(some()));
  Mail bad = some();
  bad.to = "a@b\r\nRCPT TO:<c@d>";
  CHECK_THROWS_AS((void)message_of(bad), Error);
}

TEST_CASE("a long text has no long line, and none that begins with a dot") {
  Mail mail = some();
  mail.text = std::string(100'000, '.');
  const std::string all = message_of(mail);
  std::size_t longest = 0;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t line_end = all.find("\r\n", at);
    REQUIRE(line_end != std::string::npos);
    longest = std::max(longest, line_end - at);
    CHECK(all[at] != '.');
    at = line_end + 2;
  }
  CHECK(longest <= 100);
}

TEST_CASE("words are no marks of a page") {
  CHECK(escaped("<a & \"b\">") == "&lt;a &amp; &quot;b&quot;&gt;");
}

}  // namespace
}  // namespace twinrail::mail
