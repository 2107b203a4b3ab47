#pragma once

namespace twinrail {

/// Reads the command line and does what it says. Returns the exit status.
int run_command(int argc, char** argv);

}  // namespace twinrail
