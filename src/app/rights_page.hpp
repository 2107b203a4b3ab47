#pragma once

#include <string>

#include "app/module_list.hpp"

namespace twinrail {

/// The page of a module's rights: who holds each permission, what each route needs, which fields
/// are of which class. `src/modules/NAME/rights.md` is the same page as people have read and agreed
/// to it (`src/platform/access/rights.md` for "platform"); a test compares both, so a right that
/// changes in code alone is found.
[[nodiscard]] std::string rights_page(const Services& services, const Router& router,
                                      const std::string& module);

}  // namespace twinrail
