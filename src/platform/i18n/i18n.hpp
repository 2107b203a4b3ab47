#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "platform/context.hpp"

/// Words. Each module has one file a language, carried by the program; the web client reads the
/// same.
namespace twinrail::i18n {

/// The message in the reader's language with its arguments put in (ICU MessageFormat). A key
/// without a text comes back as it is, so that nothing is hidden; a test lists missing and surplus
/// keys.
[[nodiscard]] std::string text(Locale locale, std::string_view key, const Arguments& args = {});
[[nodiscard]] bool has(Locale locale, std::string_view key);
/// Every key of a language, sorted.
[[nodiscard]] std::vector<std::string> keys(Locale locale);

/// Keys whose message ICU does not read; they would be shown as they are written. For the test.
[[nodiscard]] std::vector<std::string> unreadable(Locale locale);

}  // namespace twinrail::i18n
