#include "platform/inlets/inlets.hpp"

#include <algorithm>
#include <utility>

namespace twinrail {

void Inlets::add(Inlet inlet) {
  if (find(inlet.code) != nullptr || inlet.columns.empty() || !inlet.read || !inlet.accept) {
    throw Error(Fault::internal, "inlet.misdescribed", Arguments{{"inlet", inlet.code}});
  }
  for (auto at = inlet.columns.begin(); at != inlet.columns.end(); ++at) {
    const auto same = [&](const InletColumn& other) { return other.name == at->name; };
    if (at->name.empty() || std::any_of(std::next(at), inlet.columns.end(), same)) {
      throw Error(Fault::internal, "inlet.misdescribed",
                  Arguments{{"inlet", inlet.code}, {"column", at->name}});
    }
  }
  inlets_.push_back(std::move(inlet));
}

const Inlet* Inlets::find(std::string_view code) const {
  const auto found = std::ranges::find(inlets_, code, &Inlet::code);
  return found == inlets_.end() ? nullptr : &*found;
}

}  // namespace twinrail
