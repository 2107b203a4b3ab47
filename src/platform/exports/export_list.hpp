#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.hpp"
#include "platform/access/rights.hpp"
#include "platform/context.hpp"
#include "platform/http/router.hpp"
#include "platform/inlets/table_writer.hpp"

/// A list as rows of a table: what its GET route answers, page by page.
namespace twinrail {

/// Of a list whose rows have parts: each part becomes a row of the table, beside what its row says.
struct ExportParts {
  std::string list;   ///< the field of the rows that holds the parts, a list of objects
  std::string along;  ///< the field of the answer that says what each part is of; may be empty
};

/// A column of an exported list: a field of its rows, or a field of an object in them.
struct ExportColumn {
  enum class Of : std::uint8_t { row, part, along };
  std::vector<const FieldInfo*> path;  ///< from the row inwards
  std::string_view part;               ///< of a name in both languages: "zh" or "en"
  const TypeInfo* type = nullptr;      ///< of the cells
  bool is_list = false;                ///< several values in one cell
  Of of = Of::row;                     ///< of a part, the path begins with the list of parts
};

/// What a list's rows have as columns. Left out: numbers that only the program knows things by,
/// versions, and lists of objects. Units are named by their codes.
[[nodiscard]] std::vector<ExportColumn> export_columns(const TypeInfo& row);
/// The same of a list with its parts, where `parts` names them.
[[nodiscard]] std::vector<ExportColumn> export_columns(const Route& route,
                                                       const ExportParts* parts);
/// The key of the word for each part of a column's head, from the row inwards.
[[nodiscard]] std::vector<std::string> head_words(const ExportColumn& column);

/// The rows' description of a list that can be exported: a GET route whose answer is `items`, each
/// an object. Null for every other route.
[[nodiscard]] const TypeInfo* exported_row(const Route& route);

/// What exports ask of the rest of the program.
struct ExportHooks {
  std::function<bool(const Context&, const std::string& module)> module_on;
  /// Codes of units, by number.
  std::function<std::map<OrgUnitId, std::string>(Read&, const std::vector<OrgUnitId>&)> units;
  /// Who an account is, with the rights of the moment that is read; nothing when it is gone.
  std::function<std::optional<Context>(Read&, const std::string& tenant, AccountId)> context{};
  /// Lists whose rows have parts, by the name of their route.
  std::map<std::string, ExportParts> parts{};
  /// There is something to do in a company.
  std::function<void(const std::string& tenant)> wake{};
  /// Permissions of all modules.
  const Rights* rights = nullptr;
};

/// More rows than that are not given in one answer; a longer list is made by a job.
inline constexpr std::int64_t export_rows_most = 50'000;

/// A list that somebody may see, from its first page to its last. One moment of the company is
/// shown when all pages are read of one `Read`.
class ExportList {
 public:
  /// Throws Error as the list's route would, "export.no_list" for what is none.
  ExportList(const Router& router, const ExportHooks& hooks, const Context& ctx,
             const std::string& list);

  /// Throws Error (invalid) for filters that the list does not take.
  void check() const;
  void most(std::int64_t rows) { most_ = rows; }
  void heads(Locale locale, inlets::TableWriter& writer) const;
  /// Writes the rows of the next page; false behind the last. Throws Error "export.too_many".
  [[nodiscard]] bool next(const Context& ctx, Read& db, inlets::TableWriter& writer);

  /// Rows of the table.
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] const Route& route() const { return *match_.route; }
  /// "people.csv" of "/api/v1/people", "measures-readings.csv" of ".../{measure}/readings".
  [[nodiscard]] std::string file_name(FileFormat format) const;

 private:
  const ExportHooks& hooks_;
  std::string target_;  ///< with its filters, without a cursor
  Router::Match match_;
  const ExportParts* parts_ = nullptr;
  std::vector<ExportColumn> columns_;
  std::optional<std::string> cursor_;
  std::int64_t rows_ = 0;
  std::int64_t most_ = export_rows_most;
};

/// What the trail says of an export.
struct ExportNote {
  std::string list;
  std::string format;
  std::int64_t rows = 0;
};
DESCRIBE(ExportNote, list, format, rows);

[[nodiscard]] inline std::string format_word(FileFormat format) {
  return format == FileFormat::xlsx ? "xlsx" : "csv";
}

}  // namespace twinrail
