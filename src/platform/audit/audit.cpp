#include "platform/audit/audit.hpp"

#include <algorithm>
#include <chrono>

#include <sodium.h>

#include "platform/audit/store_audit.hpp"
#include "platform/json/document.hpp"

namespace twinrail::audit {
namespace {

using store::Row;
using store::Seal;

/// Rows that are read at a time.
constexpr std::int64_t chunk = 2000;
constexpr std::size_t salt_bytes = 16;
/// The row that says that recording was found switched off, and was switched on again.
constexpr std::string_view switched_on = "switched_on";
constexpr std::string_view trigger_place = "audit_trigger";

std::string hex_of(std::span<const unsigned char> bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();
  return hex;
}

/// BLAKE2b over parts that each say how long they are, so that no two lists of parts look alike.
class Hash {
 public:
  Hash() { crypto_generichash_init(&state_, nullptr, 0, crypto_generichash_BYTES); }
  Hash& add(std::string_view part) {
    add_bytes(std::to_string(part.size()) + ":");
    return add_bytes(part);
  }
  Hash& add(const std::string& part) { return add(std::string_view(part)); }
  Hash& add(std::int64_t number) { return add(std::to_string(number)); }
  Hash& add(const std::optional<std::string>& part) {
    return part ? add_bytes("+").add(std::string_view(*part)) : add_bytes("-");
  }
  std::string hex() {
    std::array<unsigned char, crypto_generichash_BYTES> digest;
    crypto_generichash_final(&state_, digest.data(), digest.size());
    return hex_of(digest);
  }

 private:
  Hash& add_bytes(std::string_view text) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(text.data()),
                              text.size());
    return *this;
  }
  crypto_generichash_state state_;
};

std::string value_hash(const Row& row) {
  return Hash().add(row.salt).add(row.old_values).add(row.new_values).hex();
}

std::string chain_hash(const std::string& before, const Row& row, const std::string& values) {
  return Hash()
      .add(before)
      .add(row.id)
      .add(row.at)
      .add(row.account)
      .add(row.actor)
      .add(row.use_case)
      .add(row.request)
      .add(row.place)
      .add(row.key)
      .add(row.op)
      .add(values)
      .hex();
}

/// Compares a part of the chain with its rows. The verdict's `head` moves on to that part's end.
void check(const std::vector<Seal>& seals, const std::vector<Row>& rows, Verdict& verdict) {
  std::size_t at = 0;
  for (const Seal& seal : seals) {
    if (at < rows.size() && rows[at].id < seal.id) {  // a row that was never sealed stands between
      verdict.first_broken = rows[at].id;
      return;
    }
    if (at >= rows.size() || rows[at].id != seal.id ||
        seal.hash != chain_hash(verdict.head, rows[at], seal.value_hash) ||
        (rows[at].salt && seal.value_hash != value_hash(rows[at]))) {
      verdict.first_broken = seal.id;
      return;
    }
    if (!rows[at].salt) ++verdict.erased;
    verdict.head = seal.hash;
    ++verdict.sealed;
    ++at;
  }
}

/// The triggers of all tables, as we write them.
std::string script_of(Read& db, std::span<const Audited> tables) {
  const bool on_postgres = db.connection().is_postgres();
  std::string text = store::guards(on_postgres);
  for (const Audited& table : tables) {
    const auto columns = store::columns(db, table.table);
    if (columns.empty())
      throw Error(Fault::internal, "audit.no_table", Arguments{{"table", table.table}});
    text += store::triggers(table.table, columns, table.without, on_postgres);
  }
  return text;
}

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_micros(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

void keep(Tx& tx, std::string_view request, const Note& note) {
  std::array<unsigned char, salt_bytes> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  const std::string salt = hex_of(bytes);
  store::note(tx, {.at = now(),
                   .request = request,
                   .place = note.place,
                   .key = note.key,
                   .op = note.op,
                   .salt = salt,
                   .values = note.values});
  tx.connection().mark_to_seal();
}

}  // namespace

void install(Tx& tx, std::span<const Audited> tables) {
  const bool on_postgres = tx.connection().is_postgres();
  const std::string text = script_of(tx, tables);
  const std::string hash = Hash().add(text).add(store::migrations(tx)).hex();
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
  seal(tx);  // nothing else may change here for a long time
}

bool is_recording(Read& db, std::span<const Audited> tables) {
  const bool on_postgres = db.connection().is_postgres();
  return store::found_triggers(db) == store::expected_triggers(script_of(db, tables), on_postgres);
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

std::string hash_of(std::string_view text) { return Hash().add(text).hex(); }

void seal(Tx& tx) {
  for (bool more = true; more;) {
    const auto last = store::last_seal(tx);
    std::string before = last ? last->hash : "";
    const std::vector<Row> rows = store::rows_after(tx, last ? last->id : 0, chunk);
    std::vector<Seal> seals;
    for (const Row& row : rows) {
      const std::string values = value_hash(row);
      before = chain_hash(before, row, values);
      seals.push_back({row.id, values, before});
    }
    store::add(tx, seals);
    more = static_cast<std::int64_t>(rows.size()) == chunk;
  }
}

Verdict verify(Read& db) {
  Verdict verdict;
  std::int64_t last = INT64_MIN;  // an inserted row may claim the number 0
  while (!verdict.first_broken) {
    const std::vector<Seal> seals = store::seals_after(db, last, chunk);
    if (seals.empty()) break;
    check(seals, store::rows_between(db, last + 1, seals.back().id), verdict);
    last = seals.back().id;
  }
  verdict.rows = store::count_rows(db);
  verdict.unsealed = store::count_rows_after(db, last);
  verdict.first_gap = store::first_of(db, switched_on, trigger_place);
  return verdict;
}

}  // namespace twinrail::audit
