#include <algorithm>

#include "platform/json/json.hpp"

namespace twinrail {
namespace {

/// Deeper texts are an attack, not a request; it also bounds the recursion.
constexpr int depth_max = 32;

/// A strict reader of one JSON text (RFC 8259). Boost.JSON's parser would do, but its numbers are
/// binary or its handler is as long as this; see docs/decisions/0016.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  JsonValue run() {
    JsonValue value = read(0);
    blanks();
    if (at_ != text_.size()) fail("text after the value");
    return value;
  }

 private:
  [[noreturn]] void fail(const char* why) const {
    const std::string_view before = text_.substr(0, at_);
    const auto line = std::ranges::count(before, '\n') + 1;
    const auto start = before.rfind('\n');
    const auto column = start == std::string_view::npos ? at_ + 1 : at_ - start;
    throw Error(Fault::invalid, "json.malformed",
                Arguments{{"line", std::to_string(line)},
                          {"column", std::to_string(column)},
                          {"why", why}});
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }

  JsonValue read(int depth) {
    if (depth > depth_max) fail("too deep");
    blanks();
    JsonValue value;
    switch (peek()) {
      case '{': read_object(value, depth); return value;
      case '[': read_list(value, depth); return value;
      case '"':
        value.kind = JsonValue::Kind::text;
        value.text = read_text();
        return value;
      case 't': return word("true", JsonValue::Kind::boolean, true);
      case 'f': return word("false", JsonValue::Kind::boolean, false);
      case 'n': return word("null", JsonValue::Kind::null, false);
      default: return read_number();
    }
  }

  JsonValue word(std::string_view expected, JsonValue::Kind kind, bool flag) {
    if (!text_.substr(at_).starts_with(expected)) fail("no value");
    at_ += expected.size();
    JsonValue value;
    value.kind = kind;
    value.flag = flag;
    return value;
  }

  void digits() {
    if (peek() < '0' || peek() > '9') fail("no number");
    while (peek() >= '0' && peek() <= '9') ++at_;
  }

  JsonValue read_number() {
    const std::size_t start = at_;
    if (peek() == '-') ++at_;
    const bool zero = peek() == '0';
    digits();
    if (zero && at_ - start > (text_[start] == '-' ? 2U : 1U)) fail("a number begins with 0");
    if (peek() == '.') {
      ++at_;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      digits();
    }
    JsonValue value;
    value.kind = JsonValue::Kind::number;
    value.text = std::string(text_.substr(start, at_ - start));
    return value;
  }

  void read_list(JsonValue& value, int depth) {
    value.kind = JsonValue::Kind::list;
    ++at_;
    blanks();
    if (peek() == ']') {
      ++at_;
      return;
    }
    for (;;) {
      value.items.push_back(read(depth + 1));
      blanks();
      if (peek() == ']') break;
      if (peek() != ',') fail("a list goes on with , or ends with ]");
      ++at_;
    }
    ++at_;
  }

  void read_object(JsonValue& value, int depth) {
    value.kind = JsonValue::Kind::object;
    ++at_;
    blanks();
    if (peek() == '}') {
      ++at_;
      return;
    }
    for (;;) {
      blanks();
      if (peek() != '"') fail("a member begins with its name");
      std::string name = read_text();
      if (value.find(name)) fail("a name stands twice");
      blanks();
      if (peek() != ':') fail("a name is followed by :");
      ++at_;
      value.names.push_back(std::move(name));
      value.items.push_back(read(depth + 1));
      blanks();
      if (peek() == '}') break;
      if (peek() != ',') fail("an object goes on with , or ends with }");
      ++at_;
    }
    ++at_;
  }

  std::string read_text() {
    std::string out;
    ++at_;
    for (;;) {
      if (at_ >= text_.size()) fail("a text without an end");
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == '"') break;
      if (byte < 0x20) fail("a control character in a text");
      if (byte == '\\') escape(out);
      else if (byte < 0x80) out += text_[at_++];
      else utf8(out);
    }
    ++at_;
    return out;
  }

  unsigned hex4() {
    if (at_ + 4 > text_.size()) fail("a text without an end");
    unsigned code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) fail("no hexadecimal digit");
      code = code * 16 + static_cast<unsigned>(digit);
    }
    return code;
  }

  void escape(std::string& out) {
    static constexpr std::string_view marks = "\"\\/bfnrt";
    static constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    ++at_;
    const char mark = peek();
    if (const auto i = marks.find(mark); mark != '\0' && i != std::string_view::npos) {
      out += meant[i];
      ++at_;
      return;
    }
    if (mark != 'u') fail("an unknown escape");
    ++at_;
    unsigned code = hex4();
    if (code >= 0xdc00 && code <= 0xdfff) fail("half a character");
    if (code >= 0xd800 && code <= 0xdbff) {
      if (!text_.substr(at_).starts_with("\\u")) fail("half a character");
      at_ += 2;
      const unsigned low = hex4();
      if (low < 0xdc00 || low > 0xdfff) fail("half a character");
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    if (code == 0) fail("a zero byte in a text");  // PostgreSQL cannot keep one
    append(out, code);
  }

  static void append(std::string& out, unsigned code) {
    const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xc0 | code >> 6);
      put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      put(0xe0 | code >> 12);
      put(0x80 | (code >> 6 & 0x3f));
      put(0x80 | (code & 0x3f));
    } else {
      put(0xf0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3f));
      put(0x80 | (code >> 6 & 0x3f));
      put(0x80 | (code & 0x3f));
    }
  }

  void utf8(std::string& out) {
    const auto first = static_cast<unsigned char>(text_[at_]);
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at_ + length > text_.size()) fail("no UTF-8");
    unsigned code = first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(text_[at_ + i]);
      if ((next & 0xc0) != 0x80) fail("no UTF-8");
      code = code << 6 | (next & 0x3fU);
    }
    const unsigned least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) fail("no UTF-8");
    out.append(text_.substr(at_, length));
    at_ += length;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return &items[i];
  return nullptr;
}

JsonValue parse_json(std::string_view text) { return Parser(text).run(); }

}  // namespace twinrail
