#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.hpp"

/// SQL of the directory, which says which tenants there are.
namespace twinrail::tenant::store {

struct EntryRow {
  std::string code;
  std::string name_zh;
  std::string name_en;
};
DESCRIBE(EntryRow, code, name_zh, name_en);

void make_directory(Connection& directory);
std::optional<EntryRow> find(Read& db, const std::string& code);
std::vector<EntryRow> list(Read& db);
void add(Tx& tx, const EntryRow& row);

}  // namespace twinrail::tenant::store
