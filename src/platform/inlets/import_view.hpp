#pragma once

#include "platform/i18n/i18n.hpp"
#include "platform/inlets/import.hpp"
#include "platform/inlets/store_import.hpp"

/// Imports as they are shown, in the reader's words.
namespace twinrail::inlets {

/// `inlet` is null where the program has it no longer: columns are then told by their names.
[[nodiscard]] Import view_of(const store::ImportRow& row, const Inlet* inlet, Locale locale);

/// The heads alone, as somebody fills them in.
[[nodiscard]] TableFile template_of(const Inlet& inlet, Locale locale, FileFormat format);

/// What is wrong with a file, a line each.
[[nodiscard]] TableFile problems_file(const Import& import, Locale locale, FileFormat format);

}  // namespace twinrail::inlets
