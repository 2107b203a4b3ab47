#pragma once

#include "base/ranged.hpp"
#include "base/table.hpp"
#include "modules/kpi/kpi.hpp"

/// Sources of readings: the systems that figures come from, and who may write under their names.
namespace twinrail::kpi {

using SourceId = Id<struct SourceTag>;

struct SourceAccountRow {
  SourceId source;
  AccountId account;
};
DESCRIBE(SourceAccountRow, source, account);
TABLE(SourceAccountRow, "kpi_source_account", source, account);

struct SourceRoleRow {
  SourceId source;
  std::string role;
};
DESCRIBE(SourceRoleRow, source, role);
TABLE(SourceRoleRow, "kpi_source_role", source, role);

/// Who may write under a source. A token writes as its account does.
struct SourceWriters {
  bool whole_company = false;  ///< whoever may report figures of the whole company
  List<AccountId, 100> accounts;
  List<Text<40>, 40> roles;  ///< codes
};
DESCRIBE(SourceWriters, whole_company, accounts, roles);

struct NewSource {
  CodeText<64> code;  ///< what a request or a file names it by
  Names names;
  SourceWriters writers;
};
DESCRIBE(NewSource, code, names, writers);

/// From now on the source has these names and writers, and no others. The code stays: readings
/// stand under it.
struct ChangeSource {
  SourceId source;
  Names names;
  SourceWriters writers;
};
DESCRIBE(ChangeSource, source, names, writers);

struct CloseSource {
  SourceId source;
  Date from;  ///< from this day on nothing is taken under it
};
DESCRIBE(CloseSource, source, from);

struct SourceOf {
  SourceId source;
};
DESCRIBE(SourceOf, source);

struct SourcesQuery {
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(SourcesQuery, cursor, limit);

struct SourceView {
  SourceId id;
  std::string code;
  Names names;
  bool whole_company = false;
  std::vector<SourceAccount> accounts;
  std::vector<SourceRole> roles;
  std::optional<Date> closed_from;
  std::int64_t version = 1;
};
DESCRIBE(SourceView, id, code, names, whole_company, accounts, roles, closed_from, version);

/// Of whom writers are chosen.
struct WritersQuery {
  std::optional<Text<100>> q;  ///< in the login or the name
};
DESCRIBE(WritersQuery, q);

struct WriterChoices {
  std::vector<SourceAccount> accounts;  ///< the first twenty
  std::vector<SourceRole> roles;
};
DESCRIBE(WriterChoices, accounts, roles);

}  // namespace twinrail::kpi
