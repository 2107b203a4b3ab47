#include "changes.hpp"

#include <algorithm>

#include "engines.hpp"

namespace bare {
namespace {

Shape shape_of(Sqlite& db, const std::string& table) {
  Shape shape{table, {}, {}, {}};
  for (const Row& row :
       all(db, "SELECT name, type, pk FROM pragma_table_info('" + table + "') ORDER BY cid")) {
    shape.columns.push_back(std::get<std::string>(row[0]));
    shape.is_text.push_back(std::get<std::string>(row[1]) == "TEXT");
    if (std::get<std::int64_t>(row[2]) > 0) shape.key.push_back(shape.columns.back());
  }
  return shape;
}

}  // namespace

Changes::Changes(const std::string& before_file, const std::string& after_file,
                 const std::vector<std::string>& tables) {
  Sqlite db(after_file);
  db.run("ATTACH '" + before_file + "' AS base");
  for (const Row& row :
       all(db, "SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY rowid")) {
    const std::string& table = std::get<std::string>(row[0]);
    if (std::find(tables.begin(), tables.end(), table) == tables.end()) continue;
    auto rows = all(db, "SELECT * FROM main." + table + " EXCEPT SELECT * FROM base." + table);
    if (rows.empty()) continue;
    shapes_.push_back(shape_of(db, table));
    transaction_.push_back({&shapes_.back(), std::move(rows)});
  }
  if (transaction_.empty()) die("nothing was written between the two files");
}

}  // namespace bare
