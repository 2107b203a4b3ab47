#pragma once

namespace twinrail {

/// Rights that somebody holds.
class Held {};

}  // namespace twinrail
