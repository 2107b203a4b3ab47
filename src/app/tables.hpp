#pragma once

#include <functional>
#include <map>
#include <string>

#include "app/module_list.hpp"
#include "platform/exports/export_files.hpp"
#include "platform/exports/exports.hpp"
#include "platform/inlets/import.hpp"

/// What the program's tables, those that come in and those that go out, are made of.
namespace twinrail {

/// The inlets of all modules, and where their rows name what an import may have made.
void add_inlets(Inlets& inlets, const std::vector<Module>& modules);

/// An import that goes on after a restart runs as whoever began it, with the rights of today; a
/// command's as a command.
[[nodiscard]] ImportHooks import_hooks(Services& services);

/// Lists whose rows have parts that belong into a table: key results, targets of periods, steps.
[[nodiscard]] std::map<std::string, ExportParts> export_parts();

/// `module_on` says whether a company, by its code, has a module switched on; `wake` tells that
/// there is something to do in one.
[[nodiscard]] ExportHooks export_hooks(
    const Services& services,
    std::function<bool(const std::string& tenant, const std::string& module)> module_on,
    std::function<void(const std::string& tenant)> wake);

}  // namespace twinrail
