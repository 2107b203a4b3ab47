#pragma once

#include <functional>

#include "app/options.hpp"

namespace twinrail {

/// Commands about the trail of what was done.
void add_audit_commands(CLI::App& app, Options& o, std::function<int()>& chosen);

}  // namespace twinrail
