#include "modules/kpi/rules_proposal.hpp"

#include <algorithm>

namespace twinrail::kpi::rules {

std::vector<TargetRow> replaced(std::span<const TargetRow> series, TargetRow row) {
  std::vector<TargetRow> rows;
  for (TargetRow known : series) {
    if (known.valid_to < known.valid_from) continue;  // never in force
    if (known.valid_from > row.valid_from) {
      row.valid_to = std::min(row.valid_to, known.valid_from - 1);
    } else {
      known.valid_to = std::min(known.valid_to, row.valid_from - 1);
    }
    if (known.valid_from <= known.valid_to) rows.push_back(known);
  }
  rows.push_back(row);
  std::ranges::sort(rows, {}, &TargetRow::valid_from);
  return rows;
}

}  // namespace twinrail::kpi::rules
