#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/audit/audit.hpp"
#include "platform/audit/store_audit.hpp"

/// The trail as people read it: page by page from the newest, and what the last walk along the
/// chain has found.
namespace twinrail::audit {

/// Which rows somebody looks for. An empty text looks for all.
struct PageOf {
  std::string who;    ///< in the name of who did it, in whatever case
  std::string place;  ///< a table
  std::string key;    ///< of a row in it
  std::string what;   ///< what was done to it, or the use case
  std::optional<Instant> until;
  std::int64_t before = 0;  ///< only rows before this one; 0: from the newest
  std::int64_t limit = 50;
};

/// What one look found. It reads a bounded stretch of the trail: `rows` may be fewer than asked
/// for, or none, although `next` says where to look on (0: the trail ends here).
struct PageFound {
  std::vector<store::Row> rows;
  std::int64_t next = 0;
};
[[nodiscard]] PageFound page(Read& db, const PageOf& asked);
/// The number of the newest row, which is how many there were.
[[nodiscard]] std::int64_t rows(Read& db);

/// What a walk along the whole chain found, kept in the trail itself.
struct Proof {
  Instant at;
  std::int64_t rows = 0;
  bool well = false;
};
void keep_proof(Tx& tx, const Verdict& verdict);
[[nodiscard]] std::optional<Proof> last_proof(Read& db);

}  // namespace twinrail::audit
