#pragma once

#include "modules/kpi/model_source.hpp"
#include "modules/kpi/store.hpp"

/// SQL of sources and their writers.
namespace twinrail::kpi::store {

std::vector<SourceRow> sources(Read& db);
/// A page of those that are registered, by code: without the product's own.
std::vector<SourceRow> sources(Read& db, const Scope& scope, const std::vector<std::string>& but,
                               const std::string& after, std::int64_t limit);
std::optional<SourceRow> source(Read& db, SourceId id);
std::optional<SourceRow> source(Read& db, const std::string& code);
std::int64_t add_source(Tx& tx, const SourceRow& row);
/// False when somebody else has changed it meanwhile.
[[nodiscard]] bool change_source(Tx& tx, const SourceRow& row);

std::vector<SourceAccountRow> source_accounts(Read& db);
std::vector<SourceAccountRow> source_accounts(Read& db, const std::vector<SourceId>& sources);
std::vector<SourceRoleRow> source_roles(Read& db);
std::vector<SourceRoleRow> source_roles(Read& db, const std::vector<SourceId>& sources);
/// In place of those that the source had.
void set_writers(Tx& tx, SourceId source, const std::vector<SourceAccountRow>& accounts,
                 const std::vector<SourceRoleRow>& roles);

}  // namespace twinrail::kpi::store
