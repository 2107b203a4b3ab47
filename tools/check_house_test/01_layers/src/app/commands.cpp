#include "modules/kpi/kpi.hpp"
#include "modules/okr/okr.hpp"
#include "modules/people/people.hpp"
