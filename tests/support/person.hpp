#pragma once

#include "base/ids.hpp"
#include "platform/db/testing.hpp"

namespace twinrail {

/// A further person of the company, in no post: for tests of modules that only name people.
[[nodiscard]] PersonId made_person(TestTenant& tenant);

}  // namespace twinrail
