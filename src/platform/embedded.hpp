#pragma once

#include <span>
#include <string_view>

namespace twinrail {

/// A file that the binary carries: a schema file, words of a language, a part of the web client.
struct EmbeddedFile {
  /// Below src/ ("modules/kpi/schema/0001_tables.sql", "platform/i18n/zh.json"), or "web/…" for the
  /// built client ("web/index.html", "web/assets/app-1a2b.js.gz").
  std::string_view path;
  std::string_view content;  ///< followed by a zero byte that is not counted
};

/// All carried files, sorted by path. Filled by cmake/embed.py at build time.
std::span<const EmbeddedFile> embedded_files();

}  // namespace twinrail
