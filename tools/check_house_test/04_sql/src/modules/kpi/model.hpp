#pragma once

#include "base/table.hpp"

TABLE(PointRow, "kpi_point", id);
TABLE(GradeRow, "okr_grade", id);
