#include "platform/settings/store_setting.hpp"

#include "platform/db/table.hpp"

namespace twinrail::settings::store {

std::optional<SettingRow> find(Read& db, const std::string& module) {
  return by_key<SettingRow>(db, module);
}

void save(Tx& tx, const SettingRow& row) { upsert(tx, row); }

}  // namespace twinrail::settings::store
