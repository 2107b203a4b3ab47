#pragma once

#include <string>

#include "app/config.hpp"
#include "platform/http/server.hpp"
#include "platform/tenant/backups.hpp"

namespace twinrail {

/// Where the companies live, and where they are saved, as the operator decided.
[[nodiscard]] TenantPlace place_of(const Config& c, const audit::Keeper& keeper);
[[nodiscard]] BackupPlan plan_of(const Config& c);

/// A folder can be written to, and its disk has room for a commit.
[[nodiscard]] bool has_room(const std::string& folder);

/// What /readyz says: whether the directory answers and there is room, and which companies cannot
/// be used or saved.
[[nodiscard]] Readiness readiness_of(Tenants& tenants, Backups& backups, const std::string& folder);

/// Lines of /metrics about the backups.
void add_metrics(std::string& text, Backups& backups);

}  // namespace twinrail
