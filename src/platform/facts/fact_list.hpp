#pragma once

#include "platform/facts/facts.hpp"

/// The dictionary of facts as a page shows it.
namespace twinrail {

struct FactView {
  std::string code;
  std::string module;
  std::string unit;
  FactGrain grain = FactGrain::unit_day;
  bool available = true;  ///< false: its module is off
};
DESCRIBE(FactView, code, module, unit, grain, available);

struct FactList {
  std::vector<FactView> items;
};
DESCRIBE(FactList, items);

class FactService {
 public:
  /// `off` says which modules are off in a company.
  FactService(const Facts& facts, std::function<std::set<std::string>(Read&)> off)
      : facts_(facts), off_(std::move(off)) {}
  /// The facts whose permission the viewer holds, and those of modules that are off.
  FactList list(const Context& ctx, Read& db, const NoRequest&);

 private:
  const Facts& facts_;
  std::function<std::set<std::string>(Read&)> off_;
};

void fact_routes(Router& router, FactService& service);

}  // namespace twinrail
