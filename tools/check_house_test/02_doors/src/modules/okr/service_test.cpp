#include "modules/review/review.hpp"
#include "modules/kpi/model.hpp"
