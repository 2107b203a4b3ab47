#pragma once

#include <functional>

#include "app/options.hpp"

namespace twinrail {

/// The commands about whole companies: tenant, migrate, backup, restore, check-data.
void add_company_commands(CLI::App& app, Options& o, std::function<int()>& chosen);

}  // namespace twinrail
