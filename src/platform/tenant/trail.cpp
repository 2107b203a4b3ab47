#include <filesystem>

#include "platform/db/migrate.hpp"
#include "platform/tenant/store_tenant.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

const Actor look_actor{.name = "command:audit"};

audit::HeadState state_of(Read& db, const std::string& code, const audit::Keeper* keeper,
                          const std::string& given) {
  using audit::HeadState;
  if (std::filesystem::is_regular_file(given) && keeper)
    return keeper->compare(db, code, audit::read_head(given));
  return audit::has_head(db, given) ? HeadState::stands : HeadState::gone;
}

}  // namespace

const audit::Key& Tenants::key() const {
  static const audit::Key none;
  return place_.keeper ? place_.keeper->key() : none;
}

void Tenants::prepare_to_look(const std::string& code, TenantEngine at, Engine& engine) const {
  require_own(code, at, engine);
  in_place(code, at, [&] {
    const auto connection = engine.open_writer();
    in_transaction(*connection, look_actor, "look", [&](Tx& tx) {
      migrate_in(tx);
      if (!audit::is_current(tx, watched_)) audit::install(tx, watched_, key());
    });
  });
}

TrailReport Tenants::look_at_trail(const std::string& code, const std::string& head) {
  const auto [entry, at] = entry_of(code);
  const std::unique_ptr<Engine> engine = engine_of(code, at);
  prepare_to_look(code, at, *engine);
  TrailReport report;
  in_place(code, at, [&] {
    const auto reader = engine->open_reader();
    reader->begin_read();
    Read db(*reader);
    report.verdict = audit::verify(db, key());
    report.recording = audit::is_recording(db, watched_);
    for (const Comparison& compare : watched_.comparisons)
      if (!report.differs) report.differs = compare(db);
    const auto kept = place_.keeper ? place_.keeper->kept(code) : std::nullopt;
    if (kept) report.kept = place_.keeper->compare(db, code, *kept);
    if (!head.empty()) report.given = state_of(db, code, place_.keeper, head);
    reader->commit();
  });
  return report;
}

audit::Head Tenants::head_of(const std::string& code, Date day) {
  const auto [entry, at] = entry_of(code);
  const std::unique_ptr<Engine> engine = engine_of(code, at);
  prepare_to_look(code, at, *engine);
  const auto reader = engine->open_reader();
  reader->begin_read();
  Read db(*reader);
  audit::Head head = place_.keeper->head_of(db, code, day);
  reader->commit();
  return head;
}

}  // namespace twinrail
