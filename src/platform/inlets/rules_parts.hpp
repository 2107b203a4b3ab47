#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// In which order the rows of a file are written whose rows name each other. Pure: no database.
namespace twinrail::inlets::rules {

/// What a row is about, and whom it names; empty: nobody.
struct NamingRow {
  std::string_view key;
  std::string_view named;
};

using Group = std::vector<std::size_t>;

/// The rows in groups, so that whatever a row names is in its own group or in one before it, as far
/// as it is in the file. Rows of one key are one group, and so are those that name each other in a
/// circle. Of two groups that may stand either way the one that begins further up comes first;
/// within a group the rows stand as in the file. Costs no more than the rows' number, but for the
/// sorting of names.
[[nodiscard]] std::vector<Group> groups_of(std::span<const NamingRow> rows);

/// Where a part ends that begins with the group `from`: it takes whole groups, one at least, and
/// another only while the part has no more than `most` rows with it.
[[nodiscard]] std::size_t part_end(std::span<const Group> groups, std::size_t from,
                                   std::size_t most);

}  // namespace twinrail::inlets::rules
