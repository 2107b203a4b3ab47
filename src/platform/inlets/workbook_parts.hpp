#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "platform/inlets/workbook.hpp"

/// The archive that a workbook is, and the XML in it.
namespace twinrail::inlets {

/// What stands in a part of a workbook, from its beginning to its end. Names come without the
/// prefix of their namespace.
struct XmlReader {
  using Attributes = std::map<std::string, std::string, std::less<>>;
  virtual ~XmlReader() = default;
  virtual void open(std::string_view name, const Attributes& attributes) = 0;
  virtual void text(std::string_view text) = 0;
  virtual void close(std::string_view name) = 0;
};

/// Whether the element has the attribute with one of the words for yes.
[[nodiscard]] bool says_yes(const XmlReader::Attributes& attributes, std::string_view name);
[[nodiscard]] std::string value_of(const XmlReader::Attributes& attributes, std::string_view name);

/// Throws Error "workbook.damaged" with the part that is.
[[noreturn]] void damaged(const std::string& part);

/// An archive in memory. `bytes` outlive it.
class Parts {
 public:
  /// Throws Error "workbook.damaged" for what is no archive.
  Parts(std::string_view bytes, const WorkbookLimits& limits);
  ~Parts();
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  [[nodiscard]] bool has(const std::string& part) const;
  /// Unpacks a part piece by piece and reads it. Throws Error: "workbook.damaged" for what is no
  /// XML or names entities, "workbook.too_large" past a bound, "workbook.encrypted".
  void read(const std::string& part, XmlReader& reader) const;

 private:
  void* archive_;  // zip_t: its header stays out of here
  const WorkbookLimits& limits_;
};

}  // namespace twinrail::inlets
