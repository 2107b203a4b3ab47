#include "app/export_fixture.hpp"

#include "app/tables.hpp"
#include "platform/exports/store_export.hpp"

namespace twinrail::testing {

int make_files(Application& app, Tenant& north, const FileMaking& how, int turns) {
  ExportHooks hooks = export_hooks(
      app.services(), [](const std::string&, const std::string&) { return true; },
      [](const std::string&) {});
  if (how.meanwhile)
    hooks.context = [inner = hooks.context, &how](Read& db, const std::string& tenant,
                                                  AccountId account) {
      auto ctx = inner(db, tenant, account);
      how.meanwhile();
      return ctx;
    };
  ExportFiles files(app.router(), hooks, how.now, how.sizes);
  JobRunner runner("test", {.now = how.now, .stopping = how.stopping},
                   {.pause_first = std::chrono::milliseconds(0)});
  int failed = 0;
  for (int turn = 0; turn < turns; ++turn) {
    (void)runner.run_due(north.lanes(), {files.job("north")}, how.now().utc_date(),
                         [&](const std::string&, const std::string&) { ++failed; });
    bool waits = false;
    north.lanes().read([&](Read& db) { waits = exports::store::next_to_make(db).has_value(); });
    if (!waits) break;
  }
  return failed;
}

}  // namespace twinrail::testing
