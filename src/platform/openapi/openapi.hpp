#pragma once

#include <string>
#include <string_view>

#include "platform/inlets/inlets.hpp"

namespace twinrail {

class Router;

/// The OpenAPI 3.1 document of all routes: what each takes, gives and refuses, from the tables of
/// the described structs. The columns of described inlets stand in it as "x-inlets". `version` is
/// the interface's, not the program's. Pretty-printed; the same routes give the same bytes.
[[nodiscard]] std::string openapi_document(const Router& router, const Inlets& inlets = {},
                                           std::string_view version = "1.0.0");

}  // namespace twinrail
