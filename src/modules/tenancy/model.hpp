#pragma once

#include "modules/tenancy/tenancy.hpp"

namespace twinrail::tenancy {

struct ModuleState {
  std::string name;
  bool on = true;
  bool optional = false;
};
DESCRIBE(ModuleState, name, on, optional);

struct ModuleList {
  std::vector<ModuleState> items;
};
DESCRIBE(ModuleList, items);

struct SwitchModule {
  Text<40> module;
  bool on = true;
};
DESCRIBE(SwitchModule, module, on);

}  // namespace twinrail::tenancy
