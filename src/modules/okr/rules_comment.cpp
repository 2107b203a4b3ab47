#include "modules/okr/rules_comment.hpp"

#include <algorithm>

namespace twinrail::okr::rules {
namespace {

constexpr const char* blanks = " \t\r\n";

}  // namespace

bool may_edit(Instant written, Instant now) {
  return now.seconds() - written.seconds() <= edit_seconds;
}

bool mentions(std::string_view text, std::string_view name, const std::vector<std::string>& names) {
  if (name.empty()) return false;
  const std::string sought = "@" + std::string(name);
  for (auto at = text.find(sought); at != std::string_view::npos; at = text.find(sought, at + 1)) {
    const std::string_view rest = text.substr(at + 1);
    const bool is_longer = std::ranges::any_of(names, [&](const std::string& other) {
      return other.size() > name.size() && rest.starts_with(other);
    });
    if (!is_longer) return true;
  }
  return false;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

}  // namespace twinrail::okr::rules
