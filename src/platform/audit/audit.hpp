#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/table.hpp"
#include "platform/audit/key.hpp"
#include "platform/db/db.hpp"

namespace twinrail {

/// A column whose values are of a class: who may not see the field sees it in no trail either.
struct ClassedColumn {
  std::string column;
  FieldClass field_class = FieldClass::open;
};

/// A table whose changes are audited: every column, except those that hold secrets.
struct Audited {
  std::string table;
  std::vector<std::string> without = {};
  std::vector<ClassedColumn> classes = {};
};

/// A table whose rows never change: the database itself refuses to update or to delete one.
struct AppendOnly {
  std::string table;
  std::string pruned_by = {};  ///< the one use case that may delete old rows; empty: none
  std::string marked_in = {};  ///< the one column that may be set, once; empty: none
};

/// Compares what a module's batches brought (`audit::batches`) with what stands in its tables, and
/// names the first row of the trail that does not fit; 0: rows stand there that no batch brought.
using Comparison = std::function<std::optional<std::int64_t>(Read&)>;

/// The table of a described row, with the classes that its attributes give to columns.
template <Tabled Row>
[[nodiscard]] Audited audited(std::vector<std::string> without = {}) {
  Audited made{std::string(table<Row>.name), std::move(without), {}};
  for (const FieldInfo& field : type_of<Row>().fields)
    if (field.attributes.field_class != FieldClass::open)
      made.classes.push_back({std::string(field.name), field.attributes.field_class});
  return made;
}

}  // namespace twinrail

namespace twinrail::audit {

/// What the trail looks after, as the manifests of the modules say.
struct Watched {
  std::vector<Audited> audited;
  std::vector<AppendOnly> append_only = {};
  std::vector<Comparison> comparisons = {};
};

/// Makes the triggers that write the audit trail and keep append-only tables so, and replaces those
/// of an older list. What the database itself says of its triggers counts: when some were removed
/// or altered since, they are made again, and the trail keeps that ("switched_on").
void install(Tx& tx, const Watched& watched, const Key& key = {});
/// Whether the triggers were last made from this list.
[[nodiscard]] bool is_current(Read& db, const Watched& watched);

/// Rows that whoever had the database open before did not seal and would have: on PostgreSQL of a
/// program that was killed, or added behind our back; on SQLite only that. Asked for before
/// anything is changed.
[[nodiscard]] std::int64_t left_unsealed(Read& db);
/// Goes on with a chain under this key. What was left unsealed is noted; a chain that another key
/// has sealed is walked, noted with a hash of this key over all of it ("sealed_anew"), and cannot
/// be changed from then on.
void take_up(Tx& tx, std::int64_t left, const Key& key);

/// From here on nothing that is audited can be changed in this place: the tenant lives elsewhere.
/// `install` opens it again.
void close(Tx& tx);

/// One row for a whole batch of append-only rows that carry actor and source themselves: its count
/// and a hash, or whatever else `values` (JSON) says. `place` is a table, `key` what was changed in
/// it, `request` the number of the request that brought it.
void note(Tx& tx, const std::string& request, std::string_view place, std::string_view key,
          const std::string& values);

/// What happened that changes no row of an audited table, such as a sign-in; of the transaction's
/// own request.
struct Note {
  std::string_view op;
  std::string_view place;
  std::string_view key;
  std::string_view values;  ///< JSON
};
void note(Tx& tx, const Note& note);

/// Takes the values of a row of the trail away, as the erasure of a person does, and keeps that and
/// why. The database refuses to delete them in any other way.
void erase_values(Tx& tx, std::int64_t row, std::string_view why);

/// A row of the trail that stands for a batch.
struct Batch {
  std::int64_t id = 0;
  std::string key;
  std::string said;  ///< JSON; empty when it was erased
};
DESCRIBE(Batch, id, key, said);
/// The next batches of a table, in the order in which they were made; at most `limit`.
[[nodiscard]] std::vector<Batch> batches(Read& db, std::string_view place, std::int64_t after,
                                         std::int64_t limit);

/// The values of a row of the trail (JSON, by column) as somebody may see them: those of a class
/// that is not to be seen of `subject` are null.
[[nodiscard]] std::string shown_values(const Audited& of, std::string_view values,
                                       const Sight& sight, const Subject& subject);

/// Adds what is not sealed yet to the hash chain. SQLite's writer calls it before a commit, that of
/// PostgreSQL within a second.
void seal(Tx& tx, const Key& key = {});

/// What a walk along the whole chain found.
struct Verdict {
  std::int64_t rows = 0;
  std::int64_t sealed = 0;
  std::int64_t unsealed = 0;
  std::int64_t stale = 0;   ///< of these, such as a running program would have sealed by now
  std::int64_t erased = 0;  ///< sealed rows whose values are gone
  std::optional<std::int64_t> first_erased;  ///< of these, by nobody: no row says that it was done
  std::optional<std::int64_t> first_broken;  ///< the first row that is not what was sealed
  std::optional<std::int64_t> first_gap;     ///< before it, recording was switched off for a while
  std::optional<std::int64_t> first_added;   ///< says that rows were added behind our back
  std::optional<std::int64_t> first_late;    ///< says that a killed program left rows unsealed
  std::int64_t without_key = 0;              ///< sealed without a key, as 0.2.0 did
  std::int64_t of_other_keys = 0;            ///< sealed by keys that are not ours
  std::int64_t unchecked = 0;                ///< of these, such as no row of ours has taken over
  std::string other_key;                     ///< fingerprint of the newest of those keys
  std::string head;                          ///< the newest hash
  /// Whether all is as it was recorded.
  [[nodiscard]] bool well() const {
    return rows > 0 && stale == 0 && unchecked == 0 && !first_erased && !first_broken &&
           !first_gap && !first_added;
  }
};

[[nodiscard]] Verdict verify(Read& db, const Key& key = {});
/// Whether every change of these tables leaves a row of the trail now, and append-only ones refuse
/// theirs: each trigger stands in the database as we write it, and no other one of ours beside it.
[[nodiscard]] bool is_recording(Read& db, const Watched& watched);
/// Whether a hash that was kept elsewhere still stands in the chain: when it does not, the end was
/// cut off, or the chain was computed anew.
[[nodiscard]] bool has_head(Read& db, const std::string& head);

}  // namespace twinrail::audit
