#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.hpp"
#include "platform/context.hpp"
#include "platform/http/router.hpp"
#include "platform/inlets/table_writer.hpp"

/// Every list as a table: what a GET route answers page by page, as one file.
namespace twinrail {

/// A column of an exported list: a field of its rows, or a field of an object in them.
struct ExportColumn {
  std::vector<const FieldInfo*> path;  ///< from the row inwards
  std::string_view part;               ///< of a name in both languages: "zh" or "en"
  const TypeInfo* type = nullptr;      ///< of the cells
  bool is_list = false;                ///< several values in one cell
};

/// What a list's rows have as columns. Left out: numbers that only the program knows things by,
/// versions, and lists of objects. Units are named by their codes.
[[nodiscard]] std::vector<ExportColumn> export_columns(const TypeInfo& row);
/// The key of the word for each part of a column's head, from the row inwards.
[[nodiscard]] std::vector<std::string> head_words(const ExportColumn& column);

/// The rows' description of a list that can be exported: a GET route whose answer is `items`, each
/// an object. Null for every other route.
[[nodiscard]] const TypeInfo* exported_row(const Route& route);

struct ExportRequest {
  Text<1000> list;  ///< the list's own path and filters: "/people?unit=3"
  std::optional<FileFormat> format{};
};
DESCRIBE(ExportRequest, list, format);

/// What exports ask of the rest of the program.
struct ExportHooks {
  std::function<bool(const Context&, const std::string& module)> module_on;
  /// Codes of units, by number.
  std::function<std::map<OrgUnitId, std::string>(Read&, const std::vector<OrgUnitId>&)> units;
};

class ExportService {
 public:
  /// More rows than that are refused: a filter makes the list shorter.
  static constexpr std::int64_t rows_most = 50'000;

  ExportService(const Router& router, ExportHooks hooks, std::int64_t most = rows_most)
      : router_(router), hooks_(std::move(hooks)), most_(most) {}

  /// The whole list as its route would give it to this caller, page after page. Throws Error as
  /// that route would, "export.no_list" for what is none, "export.too_many" for one that is too
  /// long. Each export leaves a row in the audit trail.
  CsvFile table(const Context& ctx, Lanes& lanes, const ExportRequest& request);

 private:
  struct Asked;
  [[nodiscard]] Asked asked(const Context& ctx, const std::string& list) const;
  std::int64_t write_pages(const Context& ctx, Read& db, const Asked& list,
                           inlets::TableWriter& writer) const;

  const Router& router_;
  ExportHooks hooks_;
  std::int64_t most_;
};

/// GET /exports.
void export_routes(Router& router, ExportService& service);

}  // namespace twinrail
