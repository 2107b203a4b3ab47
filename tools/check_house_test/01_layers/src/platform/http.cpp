#include "base/date.hpp"
#include "modules/kpi/kpi.hpp"
