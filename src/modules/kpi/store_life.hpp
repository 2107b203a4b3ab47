#pragma once

#include <vector>

#include "modules/kpi/model_life.hpp"
#include "modules/kpi/store.hpp"

/// SQL of how measures, KPIs and assignments change and end.
namespace twinrail::kpi::store {

struct KpiWordsRow : KpiWords {
  KpiId kpi;
};
DESCRIBE_ON(KpiWordsRow, KpiWords, kpi);
TABLE(KpiWordsRow, "kpi_kpi_words", kpi);

std::vector<KpiTermRow> kpi_terms(Read& db);
std::vector<KpiWordsRow> kpi_words(Read& db);
std::vector<AssignmentTermRow> assignment_terms(Read& db);
/// Writes the last days of terms that are stored, and new ones.
void save_terms(Tx& tx, const std::vector<KpiTermRow>& ended, const std::vector<KpiTermRow>& added);
void save_terms(Tx& tx, const std::vector<AssignmentTermRow>& ended,
                const std::vector<AssignmentTermRow>& added);
void save_words(Tx& tx, const KpiWordsRow& row);
/// Rows as they are, with their versions.
void save_kpis(Tx& tx, const std::vector<KpiRow>& rows);
void save_assignments(Tx& tx, const std::vector<AssignmentRow>& rows);

void add_changes(Tx& tx, const std::vector<ChangeRow>& rows);
/// Newest first, those before an id; of one thing, and of another one beside it.
std::vector<ChangeRow> changes_of(Read& db, ChangedThing thing, std::int64_t id, KpiId beside,
                                  std::int64_t before, std::int64_t limit);
/// Nobody reports a measure after a day: duties end then, and those that begin later are gone.
void end_duties(Tx& tx, MeasureId measure, Date last_day);

}  // namespace twinrail::kpi::store
