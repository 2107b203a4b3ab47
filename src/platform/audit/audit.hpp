#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/table.hpp"
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

/// Makes the triggers that write the audit trail, and replaces those of an older list. What the
/// database itself says of its triggers counts: when some were removed or altered since, they are
/// made again, and the trail keeps that ("switched_on").
void install(Tx& tx, std::span<const Audited> tables);

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
/// The values of a row of the trail (JSON, by column) as somebody may see them: those of a class
/// that is not to be seen of `subject` are null.
[[nodiscard]] std::string shown_values(const Audited& of, std::string_view values,
                                       const Sight& sight, const Subject& subject);
/// BLAKE2b of a text, as 64 hexadecimal digits.
[[nodiscard]] std::string hash_of(std::string_view text);

/// Adds what is not sealed yet to the hash chain. SQLite's writer calls it before a commit, that of
/// PostgreSQL within a second.
void seal(Tx& tx);

/// What a walk along the whole chain found.
struct Verdict {
  std::int64_t rows = 0;
  std::int64_t sealed = 0;
  std::int64_t unsealed = 0;
  std::int64_t erased = 0;                   ///< sealed rows whose values are gone, as erasing does
  std::optional<std::int64_t> first_broken;  ///< the first row that is not what was sealed
  std::optional<std::int64_t> first_gap;     ///< before it, recording was switched off for a while
  std::string head;  ///< the newest hash: kept elsewhere, it shows a cut end
};
DESCRIBE(Verdict, rows, sealed, unsealed, erased, first_broken, first_gap, head);

[[nodiscard]] Verdict verify(Read& db);
/// Whether every change of these tables leaves a row of the trail now: each trigger stands in the
/// database as we write it, and no other one of ours beside it.
[[nodiscard]] bool is_recording(Read& db, std::span<const Audited> tables);
/// Whether a head that was kept elsewhere still stands in the chain: when it does not, the end was
/// cut off, or the chain was computed anew.
[[nodiscard]] bool has_head(Read& db, const std::string& head);

}  // namespace twinrail::audit
