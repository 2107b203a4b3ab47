#pragma once

#include <optional>
#include <string>

#include "base/table.hpp"
#include "platform/db/db.hpp"

/// SQL of settings.
namespace twinrail::settings::store {

struct SettingRow {
  std::string module;
  std::string settings;  ///< JSON
  Instant changed_at;
  std::int64_t version = 1;
};
DESCRIBE(SettingRow, module, settings, changed_at, version);
TABLE(SettingRow, "setting", module);

std::optional<SettingRow> find(Read& db, const std::string& module);
void save(Tx& tx, const SettingRow& row);

}  // namespace twinrail::settings::store
