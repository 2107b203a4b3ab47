#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace twinrail {

/// A typed row id. Two ids of different things do not compare and do not convert. 0 means "none
/// yet".
template <class Tag>
struct Id {
  using tag = Tag;
  std::int64_t value = 0;
  friend auto operator<=>(const Id&, const Id&) = default;
  explicit operator bool() const { return value != 0; }
};

using OrgUnitId = Id<struct OrgUnitTag>;
using PersonId = Id<struct PersonTag>;
using AccountId = Id<struct AccountTag>;

}  // namespace twinrail

template <class Tag>
struct std::hash<twinrail::Id<Tag>> {
  std::size_t operator()(const twinrail::Id<Tag>& id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
