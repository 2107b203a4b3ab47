#include "modules/kpi/rules_breach.hpp"
#include "modules/kpi/store.hpp"
