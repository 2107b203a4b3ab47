#include "platform/audit/audit.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "platform/audit/chain.hpp"
#include "platform/audit/hash.hpp"
#include "platform/clock.hpp"
#include "platform/json/document.hpp"

namespace twinrail::audit {
namespace {

constexpr std::size_t salt_bytes = 16;

std::vector<store::Column> columns_of(Read& db, const std::string& table) {
  auto columns = store::columns(db, table);
  if (columns.empty()) throw Error(Fault::internal, "trail.no_table", Arguments{{"table", table}});
  return columns;
}

/// The triggers of all tables, as we write them.
std::string script_of(Read& db, const Watched& watched) {
  const bool on_postgres = db.connection().is_postgres();
  std::string text = store::guards(on_postgres);
  for (const Audited& table : watched.audited)
    text += store::triggers(table.table, columns_of(db, table.table), table.without, on_postgres);
  for (const AppendOnly& table : watched.append_only) {
    text += store::guard_of(table, columns_of(db, table.table), on_postgres);
  }
  return text;
}

/// What the installed triggers are known by.
std::string hash_of_script(Read& db, const std::string& script) {
  return Hash().add(script).add(store::migrations(db)).hex();
}

void keep(Tx& tx, std::string_view request, const Note& note) {
  std::array<unsigned char, salt_bytes> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  const std::string salt = hex_of(bytes);
  store::note(tx, {.at = now_utc(),
                   .request = request,
                   .place = note.place,
                   .key = note.key,
                   .op = note.op,
                   .salt = salt,
                   .values = note.values});
  tx.connection().mark_to_seal();
}

}  // namespace

void install(Tx& tx, const Watched& watched, const Key& key) {
  const bool on_postgres = tx.connection().is_postgres();
  const std::string text = script_of(tx, watched);
  const std::string hash = hash_of_script(tx, text);
  const auto expected = store::expected_triggers(text, on_postgres);
  const bool was_on = store::trigger_hash(tx) == hash;
  if (store::found_triggers(tx) == expected) {
    if (!was_on) store::set_trigger_hash(tx, hash);
    return;
  }
  store::drop_triggers(tx);
  tx.connection().script(text);
  store::set_trigger_hash(tx, hash);
  if (!was_on) return;
  note(tx, {.op = switched_on, .place = trigger_place, .key = "", .values = "{}"});
  seal(tx, key);  // nothing else may change here for a long time
}

bool is_current(Read& db, const Watched& watched) {
  return store::trigger_hash(db) == hash_of_script(db, script_of(db, watched));
}

bool is_recording(Read& db, const Watched& watched) {
  const bool on_postgres = db.connection().is_postgres();
  return store::found_triggers(db) == store::expected_triggers(script_of(db, watched), on_postgres);
}

bool has_head(Read& db, const std::string& head) { return store::has_hash(db, head); }

void close(Tx& tx) {
  tx.connection().script(store::closing(tx.connection().is_postgres()));
  store::set_trigger_hash(tx, "");
}

void note(Tx& tx, const std::string& request, std::string_view place, std::string_view key,
          const std::string& values) {
  keep(tx, request, {.op = "batch", .place = place, .key = key, .values = values});
}

void note(Tx& tx, const Note& note) { keep(tx, tx.actor().request_id, note); }

void erase_values(Tx& tx, std::int64_t row, std::string_view why) {
  std::string values = "{\"why\":";
  json::write_text(values, why);
  values += '}';
  note(tx, {.op = store::erased_op,
            .place = store::erased_place,
            .key = std::to_string(row),
            .values = values});
  store::remove_values(tx, row);
}

std::vector<Batch> batches(Read& db, std::string_view place, std::int64_t after,
                           std::int64_t limit) {
  return store::batches(db, place, after, limit);
}

std::string shown_values(const Audited& of, std::string_view values, const Sight& sight,
                         const Subject& subject) {
  const json::Document document = json::Document::parse(values);
  std::string shown = "{";
  for (const json::Value value : document.root()) {
    if (shown.size() > 1) shown += ',';
    json::write_text(shown, value.name());
    shown += ':';
    const auto classed = std::ranges::find(of.classes, value.name(), &ClassedColumn::column);
    if (classed == of.classes.end() || sight.sees(classed->field_class, subject))
      value.write(shown);
    else
      shown += "null";
  }
  return shown + "}";
}

}  // namespace twinrail::audit
