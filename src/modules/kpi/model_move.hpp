#pragma once

#include "modules/kpi/model_row.hpp"

/// What moved on the KPI rail: told to pages that say what is new.
namespace twinrail::kpi {

/// `opened` and `over` are changes of light too: into a breach and out of it.
enum class MoveKind { opened, over, light, acknowledged, correction, target };

/// Where a kind stands among those of one moment. The first three come from one list.
[[nodiscard]] constexpr std::int64_t rank_of(MoveKind kind) {
  return kind <= MoveKind::light ? 0 : static_cast<std::int64_t>(kind);
}

struct Move {
  MoveKind kind = MoveKind::light;
  std::int64_t id = 0;  ///< of one moment no two of a rank have the same
  Instant at;           ///< of what holds of a whole day: its end
  Date on;              ///< last day of the period, day of the figure, first day of the target
  std::optional<AssignmentId> assignment;
  std::optional<MeasureId> measure;  ///< of a correction
  OrgUnitId org_unit;
  Names names;  ///< of the KPI, or of the measure
  std::string unit;
  std::int64_t decimals = 0;
  std::optional<Decimal> before;
  std::optional<Decimal> after;
  std::optional<Light> light_before;
  std::optional<Light> light_after;
  std::optional<Date> until;  ///< of an acknowledgement: last day, inclusive
  std::string reason;
};

}  // namespace twinrail::kpi
