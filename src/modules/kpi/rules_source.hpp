#pragma once

#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/ids.hpp"

/// Under which name a figure may stand. Pure: no database, no clock.
namespace twinrail::kpi::rules {

/// A name that the product itself gives: to what a program sends without naming a system, to what
/// comes in a file, and to what is typed on the entry sheet. Nobody registers or closes these.
struct OwnSource {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};
inline constexpr std::array own_sources{OwnSource{"api", "接口", "API"},
                                        OwnSource{"file", "文件", "File"},
                                        OwnSource{"entry", "填报", "Data entry"}};

/// Null: none of the product's own.
[[nodiscard]] const OwnSource* own_source(std::string_view code);

/// Who may write under a registered source.
struct Writers {
  bool whole_company = false;         ///< whoever reports figures of the whole company
  std::optional<Date> closed_from{};  ///< from this day on nobody
  std::set<AccountId> accounts{};
  std::set<std::string> roles{};
};

/// Who reports.
struct Reporter {
  AccountId account;
  std::span<const std::string> roles;
  bool whole_company = false;
};

enum class MayReport { yes, no, closed };

/// Whether somebody may report under a source on a day; null: it is not registered. That a source
/// is closed is told to its writers alone.
[[nodiscard]] MayReport may_report(const Writers* source, const Reporter& reporter, Date today);

}  // namespace twinrail::kpi::rules
