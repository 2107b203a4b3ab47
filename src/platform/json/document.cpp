#include "platform/json/document.hpp"

#include <algorithm>
#include <limits>

#include <boost/json/basic_parser_impl.hpp>

namespace twinrail::json {

/// Builds a document from the parser's events. The names are those that Boost.JSON calls.
struct DocumentBuilder {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using Code = boost::json::error_code;
  using Piece = boost::json::string_view;

  std::string_view input;
  Document document;
  std::vector<std::size_t> open;  ///< objects and lists around the place we are at
  std::string part;               ///< what came so far of a text in several pieces
  std::string_view name;          ///< of the member that follows
  std::vector<Problem> problems;

  explicit DocumentBuilder(std::string_view text) : input(text) {
    document.nodes_.reserve(text.size() / 12 + 1);
  }

  std::string_view keep(Piece last) {
    if (part.empty()) {
      const std::less_equal<const char*> no_later;
      const bool inside = no_later(input.data(), last.data()) &&
                          no_later(last.data() + last.size(), input.data() + input.size());
      if (inside) return {last.data(), last.size()};
    }
    part.append(last.data(), last.size());
    document.unescaped_.push_back(std::move(part));
    part.clear();
    return document.unescaped_.back();
  }

  bool add(ValueKind kind, std::string_view text = {}, bool flag = false) {
    auto& nodes = document.nodes_;
    if (!open.empty()) ++nodes[open.back()].count;
    const auto end = static_cast<std::uint32_t>(nodes.size() + 1);
    nodes.push_back({.kind = kind, .flag = flag, .name = name, .text = text, .end = end});
    name = {};
    return true;
  }
  bool begin(ValueKind kind) {
    add(kind);
    open.push_back(document.nodes_.size() - 1);
    return true;
  }
  bool end() {
    const std::size_t index = open.back();
    Node& node = document.nodes_[index];
    node.end = static_cast<std::uint32_t>(document.nodes_.size());
    if (node.kind == ValueKind::object) find_repeated(Value(document.nodes_, index));
    open.pop_back();
    return true;
  }

  void find_repeated(Value object) {
    if (object.size() < 2) return;
    std::vector<std::string_view> names;
    names.reserve(object.size());
    for (const Value member : object) names.push_back(member.name());
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice == names.end() || problems.size() >= 100) return;
    problems.push_back({pointer() + pointer_step(*twice), "request.repeated_field", {}});
  }

  /// Of the innermost open object; its own count is not part of the way to it.
  [[nodiscard]] std::string pointer() const {
    std::string way;
    for (std::size_t i = 0; i + 1 < open.size(); ++i) {
      const Node& outer = document.nodes_[open[i]];
      way += outer.kind == ValueKind::list ? pointer_step(std::to_string(outer.count - 1))
                                           : pointer_step(document.nodes_[open[i + 1]].name);
    }
    return way;
  }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return begin(ValueKind::object); }
  bool on_object_end(std::size_t, Code&) { return end(); }
  bool on_array_begin(Code&) { return begin(ValueKind::list); }
  bool on_array_end(std::size_t, Code&) { return end(); }
  bool collect(Piece piece) {
    part.append(piece.data(), piece.size());
    return true;
  }
  bool on_key_part(Piece piece, std::size_t, Code&) { return collect(piece); }
  bool on_key(Piece piece, std::size_t, Code&) {
    name = keep(piece);
    return true;
  }
  bool on_string_part(Piece piece, std::size_t, Code&) { return collect(piece); }
  bool on_string(Piece piece, std::size_t, Code&) { return add(ValueKind::text, keep(piece)); }
  bool on_number_part(Piece piece, Code&) { return collect(piece); }
  bool on_int64(std::int64_t, Piece piece, Code&) { return add(ValueKind::number, keep(piece)); }
  bool on_uint64(std::uint64_t, Piece piece, Code&) { return add(ValueKind::number, keep(piece)); }
  bool on_double(double, Piece piece, Code&) { return add(ValueKind::number, keep(piece)); }
  bool on_bool(bool flag, Code&) { return add(ValueKind::boolean, {}, flag); }
  bool on_null(Code&) { return add(ValueKind::null); }
  bool on_comment_part(Piece, Code&) { return true; }
  bool on_comment(Piece, Code&) { return true; }

  Document take() { return std::move(document); }
};

namespace {

/// The place of a byte, counted from 1 as editors do; the column counts bytes.
Error malformed(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto start = before.rfind('\n');
  const std::size_t column = start == std::string_view::npos ? at + 1 : at - start;
  return {Fault::invalid, "json.malformed",
          Arguments{{"line", std::to_string(line)}, {"column", std::to_string(column)}}};
}

}  // namespace

Document Document::parse(std::string_view text) {
  if (text.size() >= std::numeric_limits<std::uint32_t>::max()) throw malformed({}, 0);
  boost::json::parse_options options;
  options.max_depth = depth_max;
  boost::json::basic_parser<DocumentBuilder> parser(options, text);
  boost::json::error_code code;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
  if (code || read < text.size()) throw malformed(text, std::min(read, text.size()));
  DocumentBuilder& builder = parser.handler();
  if (!builder.problems.empty()) {
    throw Error(Fault::invalid, "request.invalid", std::move(builder.problems));
  }
  return builder.take();
}

void Value::write(std::string& out) const {
  switch (kind()) {
    case ValueKind::null:
      out += "null";
      return;
    case ValueKind::boolean:
      out += flag() ? "true" : "false";
      return;
    case ValueKind::number:
      out += text();
      return;
    case ValueKind::text:
      write_text(out, text());
      return;
    case ValueKind::list:
    case ValueKind::object:
      break;
  }
  const bool named = kind() == ValueKind::object;
  out += named ? '{' : '[';
  bool first = true;
  for (const Value child : *this) {
    if (!first) out += ',';
    first = false;
    if (named) {
      write_text(out, child.name());
      out += ':';
    }
    child.write(out);
  }
  out += named ? '}' : ']';
}

void write_text(std::string& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out += text.substr(done, i - done);
    done = i + 1;
    if (byte >= 0x20) {
      out += '\\';
      out += text[i];
    } else if (byte == '\n') {
      out += "\\n";
    } else {
      out += "\\u00";
      out += hex[byte / 16];
      out += hex[byte % 16];
    }
  }
  out += text.substr(done);
  out += '"';
}

std::string pointer_step(std::string_view token) {
  std::string step = "/";
  for (const char c : token) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

}  // namespace twinrail::json
