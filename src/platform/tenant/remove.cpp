#include <filesystem>

#include "platform/db/postgres.hpp"
#include "platform/tenant/held_place.hpp"
#include "platform/tenant/part_file.hpp"
#include "platform/tenant/store_tenant.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

const Actor remove_actor{.name = "command:tenant remove"};

}  // namespace

void Tenants::require_closed(const std::string& code) {
  if (opened(code, Visit::job))
    throw Error(Fault::conflict, "tenant.in_use", Arguments{{"code", code}});
}

/// The entry goes first: what follows can be done again by the next try, and no server opens the
/// company meanwhile.
bool Tenants::remove(const std::string& code, const std::string& last_backup,
                     const std::function<void()>& before_drop) {
  require_closed(code);
  std::optional<tenant::store::RemovingRow> begun;
  in_directory([&](Tx& tx) { begun = tenant::store::removing(tx, code); });
  if (begun) {
    drop_places(*begun);
    return false;
  }
  const auto [entry, at] = entry_of(code);
  const std::unique_ptr<Engine> engine = engine_of(code, at);
  std::optional<HeldPlace> held;
  if (!last_backup.empty()) {
    prepare(code, at, *engine);
    held.emplace(*engine, remove_actor, "tenant remove");
    backup(code, last_backup);
  }
  const auto row = begin_removing(code, at);
  if (held) held->close_place();
  held.reset();
  if (before_drop) before_drop();
  drop_places(row);
  return !last_backup.empty();
}

/// A company that has moved has left its old place behind, which goes as well.
tenant::store::RemovingRow Tenants::begin_removing(const std::string& code, TenantEngine at) {
  tenant::store::RemovingRow row{code, at, false};
  in_directory([&](Tx& tx) {
    row.moved = tenant::store::engine_of(tx, code).has_value();
    tenant::store::add(tx, row);
    tenant::store::remove(tx, code);
  });
  return row;
}

void Tenants::drop_places(const tenant::store::RemovingRow& row) {
  const auto lies_in = [&](TenantEngine place) { return row.moved || row.engine == place; };
  if (lies_in(TenantEngine::sqlite)) remove_for_good(file_of(row.code));
  if (row.engine == TenantEngine::postgres && place_.postgres.empty())
    throw Error(Fault::unavailable, "tenant.no_postgres");
  if (lies_in(TenantEngine::postgres) && !place_.postgres.empty())
    drop_postgres_schema(place_.postgres, schema_of(row.code));
  if (row.moved && !place_.postgres.empty() && fs::exists(directory_file()))
    in_folder_directory([&](Tx& tx) { tenant::store::remove(tx, row.code); });
  in_directory([&](Tx& tx) { tenant::store::end_removing(tx, row.code); });
  if (place_.keeper) place_.keeper->forget(row.code);
  const std::lock_guard lock(mutex_);
  broken_.erase(row.code);
}

void Tenants::close_removed() {
  std::vector<std::string> known;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [code, one] : open_) known.push_back(code);
    for (const auto& [code, why] : broken_) known.push_back(code);
  }
  if (known.empty()) return;
  std::set<std::string> there;
  in_directory([&](Tx& tx) {
    for (std::string& code : tenant::store::known(tx, known)) there.insert(std::move(code));
  });
  std::unique_lock lock(mutex_);
  std::erase_if(broken_, [&](const auto& one) { return !there.contains(one.first); });
  const auto gone = [&](const std::string& code) { return !there.contains(code); };
  while (close_one(lock, Clock::time_point::max(), gone)) {
  }
}

}  // namespace twinrail
