#include "app/import_file.hpp"

#include <algorithm>

namespace twinrail {
namespace {

/// Thrown out of the transaction so that nothing of a refused file stays.
Error refused() { return {Fault::unprocessable, "inlet.refused"}; }

std::vector<InletRow> rows_of(const Inlet& inlet, const std::string& bytes, FileImport& result) {
  std::vector<InletRow> rows;
  if (const auto problem = encoding_problem(bytes)) {
    result.problems.push_back(*problem);
    return rows;
  }
  CsvReader reader(bytes);
  if (!reader.next()) {
    result.problems.push_back({1, "", "csv.empty", {}});
    return rows;
  }
  std::vector<std::size_t> place;  // of a file's column among the inlet's
  for (const std::string& head : reader.head()) {
    const auto found = std::ranges::find(inlet.columns, head, &InletColumn::name);
    if (found == inlet.columns.end()) result.problems.push_back({1, head, "inlet.unknown_column", {{"column", head}}});
    place.push_back(static_cast<std::size_t>(found - inlet.columns.begin()));
  }
  for (const InletColumn& column : inlet.columns)
    if (column.required && std::ranges::find(reader.head(), column.name) == reader.head().end())
      result.problems.push_back({1, column.name, "inlet.missing_column", {{"column", column.name}}});
  if (!result.problems.empty()) return rows;
  while (const CsvRow* row = reader.next()) {
    InletRow& taken = rows.emplace_back();
    taken.line = row->row;
    taken.values.resize(inlet.columns.size());
    for (std::size_t i = 0; i < row->cells.size() && i < place.size(); ++i)
      taken.values[place[i]] = std::string(unguard_formula(row->cells[i]));
    for (std::size_t i = 0; i < inlet.columns.size(); ++i)
      if (inlet.columns[i].required && taken.values[i].empty())
        result.problems.push_back({row->row, inlet.columns[i].name, "inlet.missing_value", {}});
  }
  result.problems.insert(result.problems.end(), reader.problems().begin(), reader.problems().end());
  return rows;
}

void count(FileImport& result, const std::vector<InletRow>& rows, const std::vector<InletVerdict>& verdicts) {
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    result.stored += verdicts[i].verdict == Verdict::stored;
    result.corrected += verdicts[i].verdict == Verdict::corrected;
    result.known += verdicts[i].verdict == Verdict::known;
    if (verdicts[i].verdict == Verdict::refused)
      result.problems.push_back({rows[i].line, verdicts[i].column, verdicts[i].key, verdicts[i].args});
  }
}

}  // namespace

FileImport import_file(const Inlets& inlets, Tenant& tenant, const Context& ctx, const std::string& code,
                       const std::string& bytes, bool dry_run) {
  const Inlet* inlet = inlets.find(code);
  if (!inlet) throw Error(Fault::not_found, "inlet.unknown", Arguments{{"inlet", code}});
  ctx.require(inlet->permission);
  FileImport result;
  const std::vector<InletRow> rows = rows_of(*inlet, bytes, result);
  result.rows = static_cast<std::int64_t>(rows.size());
  if (!result.problems.empty() || rows.empty()) return result;
  const Actor actor{ctx.viewer().account, ctx.viewer().login, ctx.request_id};
  const auto job = [&](Tx& tx) {
    count(result, rows, inlet->accept(ctx, tx, rows));
    if (!result.problems.empty()) throw refused();
  };
  try {
    if (dry_run) tenant.lanes().rehearse(actor, "import " + code, job);
    else tenant.lanes().write(actor, "import " + code, job);
  } catch (const Error& e) {
    if (e.key() != "inlet.refused") throw;
  }
  return result;
}

}  // namespace twinrail
