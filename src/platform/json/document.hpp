#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace twinrail::json {

/// Deeper than any request of ours; it bounds the recursion of everything that walks a document.
inline constexpr std::size_t depth_max = 32;

enum class ValueKind : std::uint8_t { null, boolean, number, text, list, object };

/// What the parser leaves of one value. The children of a value follow it directly.
struct Node {
  ValueKind kind = ValueKind::null;
  bool flag = false;
  std::string_view name;    ///< of a member
  std::string_view text;    ///< of a text or a number, as it was written
  std::uint32_t count = 0;  ///< children
  std::uint32_t end = 0;    ///< index after the last descendant, the next sibling if there is one
};

class Document;

/// A place in a document; valid as long as the document.
class Value {
 public:
  Value(const std::vector<Node>& nodes, std::size_t index) : nodes_(&nodes), index_(index) {}

  [[nodiscard]] ValueKind kind() const { return node().kind; }
  [[nodiscard]] bool flag() const { return node().flag; }
  [[nodiscard]] std::string_view name() const { return node().name; }
  [[nodiscard]] std::string_view text() const { return node().text; }
  [[nodiscard]] std::size_t size() const { return node().count; }

  class Iterator {
   public:
    Iterator(const std::vector<Node>& nodes, std::size_t index) : nodes_(&nodes), index_(index) {}
    Value operator*() const { return {*nodes_, index_}; }
    Iterator& operator++() {
      index_ = (*nodes_)[index_].end;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const std::vector<Node>* nodes_;
    std::size_t index_;
  };
  /// The items of a list or the members of an object, in order.
  [[nodiscard]] Iterator begin() const { return {*nodes_, index_ + 1}; }
  [[nodiscard]] Iterator end() const { return {*nodes_, node().end}; }

  /// Writes the value as JSON without blanks; numbers as they were written.
  void write(std::string& out) const;

 private:
  [[nodiscard]] const Node& node() const { return (*nodes_)[index_]; }
  const std::vector<Node>* nodes_;
  std::size_t index_;
};

/// A JSON text that was read. Numbers stay text: no binary float ever sees them. Texts without
/// escapes point into what was read, so that has to outlive the document.
class Document {
 public:
  /// Throws Error "json.malformed" with line and column for what is no JSON, for bytes that are no
  /// UTF-8, for text after the value and for more than `depth_max` levels; Error "request.invalid"
  /// with "request.repeated_field" for a member that is there twice.
  [[nodiscard]] static Document parse(std::string_view text);

  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  [[nodiscard]] Value root() const { return {nodes_, 0}; }

 private:
  friend struct DocumentBuilder;
  Document() = default;
  std::vector<Node> nodes_;
  std::deque<std::string> unescaped_;  ///< texts that did not stand in the input as they are
};

/// Writes a text in quotes, with what JSON wants escaped.
void write_text(std::string& out, std::string_view text);

/// `token` as a step of a JSON pointer (RFC 6901): "/" + token with ~ and / escaped.
[[nodiscard]] std::string pointer_step(std::string_view token);

}  // namespace twinrail::json
