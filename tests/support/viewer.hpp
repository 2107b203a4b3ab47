#pragma once

#include <initializer_list>

#include "platform/context.hpp"

namespace twinrail {

/// The moment at which tests happen: Monday, 2026-03-02, 09:00 in Shanghai.
[[nodiscard]] Instant test_now();

/// A caller who holds exactly these permissions, on the whole company, and sees every field.
[[nodiscard]] Context context_with(std::initializer_list<Permission> permissions);

}  // namespace twinrail
