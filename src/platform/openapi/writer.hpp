#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace twinrail::openapi {

/// Writes JSON with line breaks and an indent of two, member by member.
class Writer {
 public:
  Writer& object() { return open('{'); }
  Writer& list() { return open('['); }
  Writer& object(std::string_view key) { return name(key).object(); }
  Writer& list(std::string_view key) { return name(key).list(); }
  Writer& close();  ///< the innermost object or list

  /// The name of the member that follows.
  Writer& name(std::string_view key);
  Writer& text(std::string_view value);
  Writer& number(std::int64_t value);
  Writer& flag(bool value);
  /// JSON that is already written.
  Writer& raw(std::string_view json);

  Writer& text(std::string_view key, std::string_view value) { return name(key).text(value); }
  Writer& number(std::string_view key, std::int64_t value) { return name(key).number(value); }
  Writer& flag(std::string_view key, bool value) { return name(key).flag(value); }

  [[nodiscard]] const std::string& written() const { return out_; }

 private:
  Writer& open(char bracket);
  void begin_value();
  void new_line();

  std::string out_;
  std::string closing_;  ///< brackets that are still to be closed
  bool first_ = true;    ///< nothing stands in the innermost bracket yet
  bool named_ = false;   ///< a name was written, its value follows
};

}  // namespace twinrail::openapi
