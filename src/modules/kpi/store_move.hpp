#pragma once

#include "base/feed.hpp"
#include "modules/kpi/model_row.hpp"
#include "platform/db/db.hpp"

/// SQL of what moved since a day, newest first.
namespace twinrail::kpi::store {

/// The judged points whose periods end from a day on, each assignment's last one before that too,
/// by assignment and time.
std::vector<PointRow> points_ending_from(Read& db, const std::vector<AssignmentId>& ids, Date day);

std::vector<BreachRow> acknowledged(Read& db, const std::vector<AssignmentId>& ids,
                                    const FeedSpan& span, std::int64_t id_below);

/// A further revision of a figure beside the one whose place it took.
struct CorrectedRow {
  std::int64_t id = 0;
  MeasureId measure;
  OrgUnitId org_unit;
  Date day;
  Decimal before;
  Decimal after;
  Instant recorded_at;
  std::optional<std::string> reason;
};
DESCRIBE(CorrectedRow, id, measure, org_unit, day, before, after, recorded_at, reason);
std::vector<CorrectedRow> corrected(Read& db, const std::vector<OrgUnitId>& units,
                                    const FeedSpan& span, std::int64_t id_below);

/// A target that took the place of an earlier, other one.
struct RetargetedRow {
  std::int64_t id = 0;
  AssignmentId assignment;
  Date valid_from;
  std::optional<Decimal> before;
  std::optional<Decimal> after;
  Instant recorded_at;
};
DESCRIBE(RetargetedRow, id, assignment, valid_from, before, after, recorded_at);
std::vector<RetargetedRow> retargeted(Read& db, const std::vector<AssignmentId>& ids,
                                      const FeedSpan& span, std::int64_t id_below);

}  // namespace twinrail::kpi::store
