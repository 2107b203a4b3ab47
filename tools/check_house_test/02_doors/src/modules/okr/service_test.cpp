#include "modules/review/review.hpp"
#include "modules/kpi/store.hpp"
