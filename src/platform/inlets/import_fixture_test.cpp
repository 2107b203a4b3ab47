#include "platform/inlets/import_fixture.hpp"

#include "platform/http/store_idempotency.hpp"

namespace twinrail::testing {
namespace {

struct ProbeRow {
  std::string key;
  std::string body;
};
DESCRIBE(ProbeRow, key, body);

}  // namespace

InletVerdict take_probe(Tx& tx, const ProbeRecord& record) {
  const std::string& code = record.code;
  const std::string amount = record.amount.to_string();
  if (code.starts_with("no")) return refused("code", "inlet.unknown", {{"inlet", code}});
  const auto there = idempotency::store::find(tx, importer, code);
  if (there && there->body == amount) return {Verdict::known, {}, {}, {}};
  if (!there) {
    idempotency::store::save(tx, importer, code, {"", 200, amount}, {});
    return {Verdict::stored, {}, {}, {}};
  }
  tx.run("UPDATE idempotency SET body = ? WHERE key = ?"_sql, amount, code);
  return {Verdict::corrected, {}, {}, {}};
}

std::map<std::string, std::string> rows_there(Lanes& lanes) {
  std::map<std::string, std::string> rows;
  lanes.read([&](Read& db) {
    for (ProbeRow& row : db.all<ProbeRow>("SELECT key, body FROM idempotency"_sql))
      rows[row.key] = row.body;
  });
  return rows;
}

}  // namespace twinrail::testing
