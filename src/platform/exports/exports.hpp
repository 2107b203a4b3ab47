#pragma once

#include "platform/exports/export_list.hpp"

/// Every list as a table: what a GET route answers page by page, as one file.
namespace twinrail {

struct ExportRequest {
  Text<1000> list;  ///< the list's own path and filters: "/people?unit=3"
  std::optional<FileFormat> format{};
};
DESCRIBE(ExportRequest, list, format);

class ExportService {
 public:
  /// More than `most` rows are refused.
  ExportService(const Router& router, ExportHooks hooks, std::int64_t most = export_rows_most)
      : router_(router), hooks_(std::move(hooks)), most_(most) {}

  /// The whole list as its route would give it to this caller, page after page. Throws Error as
  /// that route would, "export.no_list" for what is none, "export.too_many" for one that is too
  /// long. Each export leaves a row in the audit trail.
  TableFile table(const Context& ctx, Lanes& lanes, const ExportRequest& request);

 private:
  const Router& router_;
  ExportHooks hooks_;
  std::int64_t most_;
};

/// GET /exports.
void export_routes(Router& router, ExportService& service);

}  // namespace twinrail
