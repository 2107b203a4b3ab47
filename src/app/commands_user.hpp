#pragma once

#include <functional>

#include <CLI/App.hpp>

#include "app/config.hpp"

namespace twinrail {

/// Commands about who may sign in. `chosen` becomes what the
/// command line has asked for; the configuration is read when that is run.
void add_user_commands(CLI::App& app, const std::function<Config()>& config,
                       std::function<int()>& chosen);

}  // namespace twinrail
