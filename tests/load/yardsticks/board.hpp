#pragma once

#include <string>
#include <vector>

namespace bare {

/// Statements that fetch the rows behind the board of a unit (?1): the unit and those directly
/// below it, their KPIs with targets, newest points and breaches, their objectives of the year with
/// all that hangs on them, and the history.
std::vector<std::string> board_queries();

}  // namespace bare
