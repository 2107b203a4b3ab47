#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Names as people look for them, and codes of countries: what ICU knows of languages. Nothing else
/// goes in, nothing is kept.
namespace twinrail::people::names {

/// What a search finds a person by, sorted; none is the beginning of another.
[[nodiscard]] std::vector<std::string> search_tokens(
    const std::string& name, const std::string& latin_name,
    const std::vector<std::string>& employee_numbers);
/// What somebody types, as tokens are written: lower case, without blanks.
[[nodiscard]] std::string search_term(std::string_view typed);

/// What a name is sorted by: its sound, then itself.
[[nodiscard]] std::string sort_name(const std::string& name);

/// Whether ISO 3166 knows the two letters.
[[nodiscard]] bool is_country(std::string_view code);

}  // namespace twinrail::people::names
