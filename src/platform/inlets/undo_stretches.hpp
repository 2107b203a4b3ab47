#pragma once

#include <cstdint>
#include <vector>

#include "platform/inlets/undo.hpp"

namespace twinrail::inlets {

/// What several stretches cover together, and a quick answer whether a number lies in it: an import
/// has hundreds of parts, and is asked for each of its rows. Pure.
class Stretches {
 public:
  Stretches() = default;
  /// They may lie in any order, overlap and be empty.
  explicit Stretches(std::vector<Stretch> any);

  [[nodiscard]] bool has(std::int64_t number) const;
  /// Sorted, with a gap between any two.
  [[nodiscard]] const std::vector<Stretch>& all() const { return all_; }

 private:
  std::vector<Stretch> all_;
};

}  // namespace twinrail::inlets
