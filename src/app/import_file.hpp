#pragma once

#include <string>

#include "platform/context.hpp"
#include "platform/inlets/csv.hpp"
#include "platform/inlets/inlets.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {

struct FileImport {
  std::int64_t rows = 0;
  std::int64_t stored = 0;
  std::int64_t corrected = 0;
  std::int64_t known = 0;
  std::vector<CsvProblem> problems;  ///< with any, nothing was written
};

/// Takes a CSV file in through an inlet in one transaction, all or nothing. A dry run does the same and
/// undoes it. Throws Error "inlet.unknown".
[[nodiscard]] FileImport import_file(const Inlets& inlets, Tenant& tenant, const Context& ctx,
                                     const std::string& inlet, const std::string& bytes, bool dry_run);

}  // namespace twinrail
