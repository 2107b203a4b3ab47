#pragma once

#include <string>
#include <vector>

namespace bare {

/// Statements that fetch the rows behind the board of a unit (?1): the unit and those directly
/// below it, their KPIs with targets, newest points and breaches, their objectives of the year with
/// all that hangs on them, and the history.
std::vector<std::string> board_queries();

/// The statement that fetches the rows behind a list of people, who are known already: person,
/// post, employment, unit and manager. `people` are numbers with commas between.
std::vector<std::string> people_queries(const std::string& people);

/// What stands on a page of 500 of an alignment map, after the objective that is the only value.
std::vector<std::string> map_queries(const std::string& cycle);

}  // namespace bare
