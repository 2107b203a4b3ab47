// The reader of tables: any bytes are rows and problems, and rows that are written are read again
// as the same.
#include "platform/inlets/csv.hpp"

#include <algorithm>

#include "fuzz/fuzz.hpp"

namespace twinrail::fuzz {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view bytes) {
  Rows rows;
  CsvReader reader(bytes, {.rows = 1000, .columns = 20, .cell_bytes = 100, .problems = 10});
  while (const CsvRow* row = reader.next()) {
    require(row->cells.size() <= 20);
    rows.emplace_back(row->cells.begin(), row->cells.end());
  }
  require(reader.position() <= bytes.size());
  require(static_cast<std::int64_t>(reader.problems().size()) <= reader.problem_count());
  return rows;
}

/// A row of one empty cell is an empty line, which is left out.
bool is_blank(const std::vector<std::string>& row) { return row.size() == 1 && row[0].empty(); }

std::string written(const Rows& rows) {
  CsvWriter writer;
  for (const auto& row : rows) writer.row(row);
  return writer.take();
}

void read_again(Rows rows) {
  std::erase_if(rows, is_blank);
  Rows again = rows_of(written(rows));
  for (auto& row : again)
    for (std::string& cell : row) cell = unguard_formula(cell);
  Rows plain = rows;
  for (auto& row : plain)
    for (std::string& cell : row) cell = unguard_formula(guard_formula(cell));
  require(plain == rows);
  // A guarded cell may pass the bound of a cell by its apostrophe.
  const auto is_long = [](const auto& row) {
    return std::ranges::any_of(row, [](const std::string& cell) { return cell.size() >= 99; });
  };
  if (std::ranges::none_of(rows, is_long)) require(again == rows);
}

}  // namespace
}  // namespace twinrail::fuzz

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace twinrail;
  const std::string_view bytes = fuzz::text_of(data, size);
  fuzz::read([&] {
    if (encoding_problem(bytes)) return;
    fuzz::read_again(fuzz::rows_of(bytes));
  });
  return 0;
}
