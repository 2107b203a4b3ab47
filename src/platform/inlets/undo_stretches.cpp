#include "platform/inlets/undo_stretches.hpp"

#include <algorithm>

namespace twinrail::inlets {

Stretches::Stretches(std::vector<Stretch> any) {
  std::erase_if(any, [](const Stretch& s) { return s.to <= s.after; });
  std::ranges::sort(any, {}, &Stretch::after);
  for (const Stretch& s : any) {
    if (all_.empty() || all_.back().to < s.after)
      all_.push_back(s);
    else
      all_.back().to = std::max(all_.back().to, s.to);
  }
}

bool Stretches::has(std::int64_t number) const {
  const auto first = std::ranges::lower_bound(all_, number, {}, &Stretch::to);
  return first != all_.end() && first->has(number);
}

}  // namespace twinrail::inlets
