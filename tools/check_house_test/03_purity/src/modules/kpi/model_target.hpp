#pragma once

#include "modules/kpi/store.hpp"

struct Target {
  float goal = 0;
};
