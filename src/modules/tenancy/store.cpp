#include "modules/tenancy/store.hpp"

namespace twinrail::tenancy::store {

std::vector<std::string> off(Read& db) {
  return db.all<std::string>("SELECT name FROM tenancy_module WHERE is_on = 0 ORDER BY name"_sql);
}

void set(Tx& tx, const std::string& name, bool on) {
  tx.run(R"(
    INSERT INTO tenancy_module (name, is_on) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET is_on = excluded.is_on)"_sql,
         name, on);
}

}  // namespace twinrail::tenancy::store
