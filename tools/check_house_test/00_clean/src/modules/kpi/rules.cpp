#include "modules/kpi/rules.hpp"

int big() { return 1'000'000; }
