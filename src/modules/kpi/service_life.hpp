#pragma once

#include <map>
#include <string>

#include "modules/kpi/model_life.hpp"
#include "modules/kpi/service_judge.hpp"

namespace twinrail::kpi {

/// Whether something that is used until a day is not used any more.
[[nodiscard]] inline bool is_over(const std::optional<Date>& retired_from, Date today) {
  return retired_from && *retired_from <= today;
}

/// What begins to hold by a day is written where what holds today stands. Returns whether anything
/// did.
bool bring_in_terms(Tx& tx, const Catalogue& catalogue, Date today);

/// Throws Error "kpi.change_in_past" for a day before today: what was judged stays.
void require_to_come(const Context& ctx, Date from);
/// Throws Error "kpi.change_reason_needed" without one.
void require_change_reason(const std::string& reason);
/// Throws for a breach rule that cannot be meant.
void require_sound_breach(const AssignmentRow& row);
void take_breach(AssignmentRow& row, const BreachSetting& breach);

/// Keeps what became another, from which day on and why.
void note_changes(const Context& ctx, Tx& tx, ChangedThing thing, std::int64_t id, Date from,
                  const std::string& reason, const std::vector<FieldChange>& changes);

/// All points of assignments anew, as far as they are other than stored.
void judge_anew(Tx& tx, const Catalogue& catalogue, const std::vector<AssignmentId>& ids,
                Date today);

/// The measures that a formula may name from a day on, by code.
[[nodiscard]] std::map<std::string, MeasureRow> usable_measures(Read& db, Date day);
/// A KPI as it would be worked out. Throws Error that names the formula where it cannot be.
[[nodiscard]] rules::Definition defined_or_refuse(const KpiRow& row,
                                                  const std::map<std::string, MeasureRow>& by_code,
                                                  const std::string& zone);

}  // namespace twinrail::kpi
