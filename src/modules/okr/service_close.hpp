#pragma once

#include "modules/okr/service_view.hpp"
#include "modules/okr/store_close.hpp"

/// How an objective stands on its way to the close.
namespace twinrail::okr {

/// Days after the end of a cycle in which check-ins of its days are awaited, and until its close.
inline constexpr std::int64_t told_days = 3;
inline constexpr std::int64_t close_days = 8;

/// Everything that the close of objectives shows; each query runs once for all of them.
struct CloseData {
  ListData list;
  std::map<ObjectiveId, std::vector<ScoreRow>> scores;
  std::map<ObjectiveId, ClosingRow> closings;
  std::map<ObjectiveId, ReviewRow> reviews;
};

[[nodiscard]] CloseData load_close(Read& db, people::Service& people, kpi::Service& kpi,
                                   const std::vector<ObjectiveId>& ids, Date today);

/// Where an objective stands: what its key results come to, what its manager decided, what caps it.
struct Standing {
  std::optional<rules::Grade> suggested;
  std::optional<rules::Grade> decided;  ///< only with a manager's score
  std::optional<ClosingRow> guard;      ///< only the fields of the guardrail count
  std::vector<Lack> lacks;
};
[[nodiscard]] Standing standing_of(const CloseData& data, const ObjectiveView& o);
[[nodiscard]] CloseRowView close_row(const Context& ctx, const CloseData& data,
                                     const ObjectiveView& o, const Standing& s);
/// How it ends today, with the grade as far as it is known.
[[nodiscard]] ClosingRow closing_row(const Context& ctx, const ObjectiveView& o, const Standing& s);

}  // namespace twinrail::okr
