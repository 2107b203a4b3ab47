#pragma once

#include "app/config.hpp"
#include "platform/http/server.hpp"

namespace twinrail {

/// What the process asks of the system before anything else: that a reader of its output who goes
/// away does not end it, and as many descriptors as it may have.
void prepare_process();

/// How the server listens, as the operator decided.
[[nodiscard]] ServerOptions server_options(const Config& config);

/// The end of the process has begun: where a database that hangs keeps it from ending, it ends
/// anyway after twenty seconds, with status 1. What was answered is kept, as after any kill.
void end_soon();

}  // namespace twinrail
