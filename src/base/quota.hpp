#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace twinrail {

/// How many of one kind there may be at a time. `key` is what who wants one more is told; its words
/// have the number as {most}.
struct Quota {
  std::string_view key;
  std::int64_t most = 0;

  /// Throws Error (conflict) `key` when `have` of them leave no room for another.
  void require_room(std::int64_t have) const {
    if (have >= most)
      throw Error(Fault::conflict, std::string(key), Arguments{{"most", std::to_string(most)}});
  }
};

}  // namespace twinrail
