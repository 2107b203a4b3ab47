#include "platform/facts/facts.hpp"

#include <algorithm>

namespace twinrail {

void Facts::add(const std::string& module, const std::vector<Fact>& facts) {
  for (const Fact& fact : facts) {
    if (!fact.code.starts_with(module + "."))
      throw Error(Fault::internal, "facts.foreign",
                  Arguments{{"fact", fact.code}, {"module", module}});
    if (std::ranges::any_of(rows_, [&](const Row& r) { return r.fact.code == fact.code; }))
      throw Error(Fault::internal, "facts.twice", Arguments{{"fact", fact.code}});
    rows_.push_back({module, fact});
  }
}

const Facts::Row& Facts::row(std::string_view code) const {
  const auto found = std::ranges::find(rows_, code, [](const Row& r) { return r.fact.code; });
  if (found == rows_.end())
    throw Error(Fault::not_found, "facts.unknown", Arguments{{"fact", std::string(code)}});
  return *found;
}

std::vector<FactValue> Facts::read_all(Read& db, std::string_view code, const FactQuery& query,
                                       const std::set<std::string>& off) const {
  const Row& found = row(code);
  if (off.contains(found.module))
    throw Error(Fault::conflict, "facts.not_available", Arguments{{"fact", found.fact.code}});
  return found.fact.read(db, query);
}

std::vector<FactValue> Facts::read(const Context& ctx, Read& db, std::string_view code,
                                   const FactQuery& query, const std::set<std::string>& off) const {
  const Permission permission = row(code).fact.permission;
  ctx.require(permission);
  std::vector<FactValue> values = read_all(db, code, query, off);
  std::erase_if(values,
                [&](const FactValue& v) { return !ctx.may(permission, v.org_unit, v.person); });
  return values;
}

}  // namespace twinrail
