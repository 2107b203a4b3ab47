#pragma once

#include <array>
#include <string>
#include <string_view>

/// Replies that are files: what kind of file a route answers stands in the type of its reply.
namespace twinrail {

/// A kind of file, by the name that HTTP has for it.
struct Media {
  std::string_view name;
  bool is_text = false;

  [[nodiscard]] std::string content_type() const {
    return std::string(name) + (is_text ? "; charset=utf-8" : "");
  }
};

namespace media {
inline constexpr Media csv{"text/csv", true};
inline constexpr Media workbook{
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};
inline constexpr Media pdf{"application/pdf"};
}  // namespace media

/// A file. Its type names in `kinds` what it may be, and it is one of these. The name is of
/// letters, digits, dots and dashes: "people.csv".
struct FileReply {
  Media kind;
  std::string name;
  std::string content;
};

/// A table, as text or as workbook.
struct TableFile : FileReply {
  static constexpr std::array kinds{media::csv, media::workbook};
};

/// A document for printing.
struct PdfFile : FileReply {
  static constexpr std::array kinds{media::pdf};
};

}  // namespace twinrail
