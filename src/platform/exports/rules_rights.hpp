#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/describe.hpp"

/// What somebody may see, as it is kept beside a file that was made of it.
namespace twinrail::exports::rules {

/// A permission, or the number of a class of fields or of a unit, and through which relations.
struct HeldRight {
  std::string name;
  std::int64_t relations = 0;
  friend bool operator==(const HeldRight&, const HeldRight&) = default;
};
DESCRIBE(HeldRight, name, relations);

struct Reached {
  std::int64_t unit = 0;
  std::int64_t relations = 0;
  friend bool operator==(const Reached&, const Reached&) = default;
};
DESCRIBE(Reached, unit, relations);

/// All that decides which rows and fields of a list somebody sees.
struct Grasp {
  std::int64_t person = 0;
  std::vector<HeldRight> held;     ///< permissions, those that are held at all
  std::vector<std::int64_t> seen;  ///< relations by class of fields
  std::vector<Reached> reach;      ///< sorted by unit
  friend bool operator==(const Grasp&, const Grasp&) = default;
};
DESCRIBE(Grasp, person, held, seen, reach);

/// What is left of the rights of now for somebody who asked with those of then: a token that may do
/// less than its account gets no more by waiting. Nothing at all where it is another person; units
/// are those of now.
[[nodiscard]] Grasp left_of(const Grasp& then, const Grasp& now);

/// Whether each right of then is held now as well. Rights that were added do not matter.
[[nodiscard]] bool still_held(const Grasp& then, const Grasp& now);

}  // namespace twinrail::exports::rules
