#pragma once

#include "modules/okr/model_row.hpp"

/// What moved on the OKR rail: told to pages that say what is new.
namespace twinrail::okr {

enum class MoveKind { check_in, progress, aim };

/// Where a kind stands among those of one moment, after those of the KPI rail.
[[nodiscard]] constexpr std::int64_t rank_of(MoveKind kind) {
  return 100 + static_cast<std::int64_t>(kind);
}

struct Move {
  MoveKind kind = MoveKind::progress;
  std::int64_t id = 0;  ///< of one moment no two of a rank have the same
  Instant at;           ///< of what holds of a whole day: its end
  Date on;
  ObjectiveId objective;
  std::optional<KeyResultId> key_result;
  OrgUnitId org_unit;
  Names title;  ///< of the key result, or of the objective that moved
  Names of;     ///< of the key result: its objective
  std::string unit;
  std::int64_t decimals = 0;
  std::optional<Decimal> before;  ///< value, target, or progress as a share
  std::optional<Decimal> after;
  std::optional<Decimal> confidence_before;
  std::optional<Decimal> confidence;
  std::optional<PersonId> by;
  std::string text;
};

}  // namespace twinrail::okr
