#pragma once

#include <cstdlib>
#include <string_view>

#include "base/error.hpp"

namespace twinrail::fuzz {

/// Ends the run with the input that did it.
inline void require(bool holds) {
  if (!holds) std::abort();
}

/// Runs a reader. A refusal in words is an answer; whatever else it throws ends the run.
template <class Read>
void read(const Read& reader) {
  try {
    reader();
  } catch (const Error&) {
  }
}

inline std::string_view text_of(const unsigned char* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace twinrail::fuzz
