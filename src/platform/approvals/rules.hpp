#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/describe.hpp"
#include "base/ids.hpp"

/// Who has to agree, in which order, and when a step is over. No database, no clock.
namespace twinrail::approvals {

/// Who agrees in a step. All but `role` are one person, or the next one up who is there.
enum class ApprovalWho {
  manager,           ///< line manager of whom the request is about
  managers_manager,  ///< the manager's manager
  unit_head,         ///< head of the unit, or of the next one above that has a head
  role,              ///< all who hold a role
  person,            ///< one person by name, or that person's manager
  stand_in           ///< nobody else was left: who holds platform.approvals_fallback
};
DESCRIBE_ENUM(ApprovalWho, manager, managers_manager, unit_head, role, person, stand_in);

enum class ApprovalMode { any, all };
DESCRIBE_ENUM(ApprovalMode, any, all);

/// How one person's part in a step stands.
enum class TurnState {
  later,    ///< the step has not come
  waiting,  ///< for this person, or who stands in
  approved,
  refused,
  passed_on,  ///< to somebody else
  left,       ///< the person is not with the company any more
  over        ///< others have decided, or the request has ended
};
DESCRIBE_ENUM(TurnState, later, waiting, approved, refused, passed_on, left, over);

}  // namespace twinrail::approvals

namespace twinrail::approvals::rules {

/// When a company's chain holds.
struct Condition {
  std::string kind;
  std::optional<OrgUnitId> unit;    ///< it and all below
  std::optional<Decimal> at_least;  ///< an amount; a request without one never reaches it
};

/// The chain that holds for a request: of the nearest unit (`above` has the request's own unit
/// first, then those above it); of one unit the one with the highest amount that is reached; of
/// two alike the later one. Nothing: the default of the kind.
[[nodiscard]] std::optional<std::size_t> chosen(std::span<const Condition> chains,
                                                std::string_view kind,
                                                std::span<const OrgUnitId> above,
                                                std::optional<Decimal> amount);

/// Who may decide at all: there, and none of those whose own matter it is.
struct Eligible {
  std::set<PersonId> here;
  std::set<PersonId> own;  ///< requester, and whom it is about

  [[nodiscard]] bool may(PersonId person) const {
    return here.contains(person) && !own.contains(person);
  }
};

/// The first of a ladder, nearest first, who may decide; nobody when none does.
[[nodiscard]] std::vector<PersonId> first_up(std::span<const PersonId> ladder,
                                             const Eligible& eligible);
/// All of a list who may decide, each once, in order.
[[nodiscard]] std::vector<PersonId> all_who_may(std::span<const PersonId> people,
                                                const Eligible& eligible);

struct Step {
  ApprovalWho who = ApprovalWho::manager;
  ApprovalMode mode = ApprovalMode::any;
  std::optional<std::int64_t> escalate_days;
  std::vector<PersonId> people;
};
/// Without steps that only ask the same people again whom an earlier step asks all.
[[nodiscard]] std::vector<Step> without_repeats(std::vector<Step> steps);

/// Whether a step is over, by the turns in it; turns that somebody else took over do not count.
[[nodiscard]] bool step_done(ApprovalMode mode, std::span<const TurnState> turns);

/// When a step that began then goes one up; nothing where it never does.
[[nodiscard]] std::optional<Instant> due(Instant since, std::optional<std::int64_t> days);

}  // namespace twinrail::approvals::rules
