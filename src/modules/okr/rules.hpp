#pragma once

/// The rules of the OKR rail, by noun. Pure: numbers and dates in, numbers and verdicts out. A
/// refusal is an Error with Fault::invalid and the code that the function's comment names.
#include "modules/okr/rules_close.hpp"
#include "modules/okr/rules_contribution.hpp"
#include "modules/okr/rules_grade.hpp"
#include "modules/okr/rules_history.hpp"
#include "modules/okr/rules_key_result.hpp"
#include "modules/okr/rules_pace.hpp"
#include "modules/okr/rules_review.hpp"
#include "modules/okr/rules_rollup.hpp"
