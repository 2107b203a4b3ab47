#include "platform/audit/chain.hpp"

#include <algorithm>
#include <set>

#include "platform/audit/audit.hpp"
#include "platform/audit/hash.hpp"
#include "platform/clock.hpp"
#include "platform/json/json.hpp"

namespace twinrail::audit {
namespace {

using store::Row;
using store::Seal;

/// A program that runs has sealed a row by then, on PostgreSQL.
constexpr std::int64_t sealed_within_seconds = 10;
/// Rows that nobody had sealed when the company was opened: added behind our back, or left by a
/// program that was killed.
constexpr std::string_view found_unsealed = "found_unsealed";
constexpr std::string_view sealed_late = "sealed_late";
/// A chain that another key had sealed goes on under ours.
constexpr std::string_view sealed_anew = "sealed_anew";
constexpr std::string_view seal_place = "audit_seal";

/// What a row says that takes a chain over: whose it was, up to which row, and our hash over all
/// rows up to that one.
struct Takeover {
  std::string key;
  std::int64_t row = 0;
  std::string hash;
};
DESCRIBE(Takeover, key, row, hash);

std::string value_hash(const Row& row) {
  return Hash().add(row.salt).add(row.old_values).add(row.new_values).hex();
}

std::string chain_hash(const Key& key, const std::string& before, const Row& row,
                       const std::string& values) {
  return Hash(key)
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

/// Calls `each` with every seal in order and its row, until that says no. An inserted row may claim
/// the number 0. A seal without its row, or a row that was never sealed between others, is broken.
template <class Each>
std::optional<std::int64_t> walk(Read& db, Each&& each) {
  for (std::int64_t last = INT64_MIN;;) {
    const std::vector<Seal> seals = store::seals_after(db, last, chunk);
    if (seals.empty()) return std::nullopt;
    const std::vector<Row> rows = store::rows_between(db, last + 1, seals.back().id);
    std::size_t at = 0;
    for (const Seal& seal : seals) {
      if (at < rows.size() && rows[at].id < seal.id) return rows[at].id;
      if (at >= rows.size() || rows[at].id != seal.id || !each(seal, rows[at])) return seal.id;
      ++at;
    }
    last = seals.back().id;
  }
}

/// Compares the chain with its rows.
class Check {
 public:
  Check(Read& db, const Key& key, Verdict& verdict) : key_(key), verdict_(verdict) {
    for (const store::TakenOver& row : store::taken_over(db, sealed_anew, seal_place))
      if (!key.none() && row.sealed_by == key.fingerprint())
        takeovers_.push_back(from_json<Takeover>(row.said));
  }

  bool operator()(const Seal& seal, const Row& row) {
    if (!is_right(seal, row)) return false;
    note_erasure(row);
    verdict_.head = seal.hash;
    ++verdict_.sealed;
    return take_over(seal, row);
  }

  void finish() {
    for (const std::int64_t row : erased_)
      if (!recorded_.contains(row)) {
        verdict_.first_erased = row;
        return;
      }
  }

 private:
  bool is_right(const Seal& seal, const Row& row) {
    if (row.salt && seal.value_hash != value_hash(row)) return false;
    if (seal.sealed_by.empty()) {
      ++verdict_.without_key;
      return !keyed_ && seal.hash == chain_hash({}, verdict_.head, row, seal.value_hash);
    }
    keyed_ = true;
    if (seal.sealed_by == key_.fingerprint())
      return seal.hash == chain_hash(key_, verdict_.head, row, seal.value_hash);
    ++verdict_.of_other_keys;
    ++verdict_.unchecked;
    verdict_.other_key = seal.sealed_by;
    return true;
  }

  void note_erasure(const Row& row) {
    if (row.place == store::erased_place && row.op == store::erased_op)
      recorded_.insert(std::strtoll(row.key.c_str(), nullptr, 10));
    if (row.salt) return;
    ++verdict_.erased;
    erased_.push_back(row.id);
  }

  /// Our own hash goes along as far as a row of ours has taken over.
  bool take_over(const Seal& seal, const Row& row) {
    if (takeovers_.empty()) return true;
    ours_ = chain_hash(key_, ours_, row, seal.value_hash);
    if (row.id != takeovers_.front().row) return row.id < takeovers_.front().row;
    if (ours_ != takeovers_.front().hash) return false;
    takeovers_.erase(takeovers_.begin());
    verdict_.unchecked = 0;
    return true;
  }

  const Key& key_;
  Verdict& verdict_;
  bool keyed_ = false;
  std::vector<Takeover> takeovers_;
  std::string ours_;
  std::vector<std::int64_t> erased_;
  std::set<std::int64_t> recorded_;
};

/// Our hash over every row up to the last seal.
std::string hash_of_all(Read& db, const Key& key) {
  std::string hash;
  (void)walk(db, [&](const Seal& seal, const Row& row) {
    hash = chain_hash(key, hash, row, seal.value_hash);
    return true;
  });
  return hash;
}

void take_over_chain(Tx& tx, const Seal& last, const Key& key) {
  const std::string said = to_json(Takeover{last.sealed_by, last.id, hash_of_all(tx, key)});
  note(tx, {.op = sealed_anew, .place = seal_place, .key = last.sealed_by, .values = said});
}

}  // namespace

std::int64_t left_unsealed(Read& db) {
  const std::int64_t last = store::last_sealed(db);
  if (!db.connection().is_postgres()) return store::count_rows_after(db, last);
  const Instant at = now_utc();
  return store::count_rows_outside(db, last, at.plus_seconds(-sealed_within_seconds),
                                   at.plus_seconds(sealed_within_seconds));
}

void take_up(Tx& tx, std::int64_t left, const Key& key) {
  const bool on_postgres = tx.connection().is_postgres();
  const auto last = store::last_seal(tx);
  const bool foreign = last && !last->sealed_by.empty() && last->sealed_by != key.fingerprint();
  if (foreign && !key.none()) take_over_chain(tx, *last, key);
  if (left > 0)
    note(tx, {.op = on_postgres ? sealed_late : found_unsealed,
              .place = seal_place,
              .key = "",
              .values = "{\"rows\":" + std::to_string(left) + "}"});
  if (!on_postgres || foreign || left > 0) seal(tx, key);
}

void seal(Tx& tx, const Key& key) {
  for (bool more = true; more;) {
    const auto last = store::last_seal(tx);
    std::string before = last ? last->hash : "";
    const std::vector<Row> rows = store::rows_after(tx, last ? last->id : 0, chunk);
    std::vector<Seal> seals;
    for (const Row& row : rows) {
      const std::string values = value_hash(row);
      before = chain_hash(key, before, row, values);
      seals.push_back({row.id, values, before, key.fingerprint()});
    }
    store::add(tx, seals);
    more = static_cast<std::int64_t>(rows.size()) == chunk;
  }
}

Verdict verify(Read& db, const Key& key) {
  Verdict verdict;
  Check check(db, key, verdict);
  verdict.first_broken = walk(db, check);
  check.finish();
  verdict.rows = store::count_rows(db);
  verdict.unsealed = store::count_rows_after(db, store::last_sealed(db));
  verdict.stale = verdict.unsealed > 0 ? left_unsealed(db) : 0;
  verdict.first_gap = store::first_of(db, switched_on, trigger_place);
  verdict.first_added = store::first_of(db, found_unsealed, seal_place);
  verdict.first_late = store::first_of(db, sealed_late, seal_place);
  return verdict;
}

}  // namespace twinrail::audit
