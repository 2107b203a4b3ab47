#pragma once

#include <iosfwd>
#include <string>
#include <vector>

/// `twinrail check`: worked cases through the same functions that the server calls.
namespace twinrail {

/// Runs every line of the files and writes one line for each that failed (file, line, id, what was
/// expected, what came out), then `N passed, M failed`. A line that is no case, an operation that
/// is not known or stops, a file that cannot be read or holds no case: each counts as failed.
/// Returns the exit status: 0 when nothing failed, else 1.
[[nodiscard]] int run_check(const std::vector<std::string>& files, std::ostream& out);

/// Writes for each operation the function of the rules that a case runs through.
void list_operations(std::ostream& out);

}  // namespace twinrail
