#include "platform/approvals/rules.hpp"

#include <algorithm>
#include <tuple>

namespace twinrail::approvals::rules {
namespace {

constexpr std::int64_t seconds_a_day = 24 * 3600;

/// Steps up from the request's unit; a chain of no unit holds everywhere, and is the farthest.
std::optional<std::size_t> distance(const Condition& chain, std::span<const OrgUnitId> above) {
  if (!chain.unit) return above.size();
  const auto found = std::ranges::find(above, *chain.unit);
  if (found == above.end()) return std::nullopt;
  return static_cast<std::size_t>(found - above.begin());
}

bool reached(const Condition& chain, std::optional<Decimal> amount) {
  return !chain.at_least || (amount && *amount >= *chain.at_least);
}

/// The better fit is the smaller one.
using Fit = std::tuple<std::size_t, bool, Decimal>;

Fit fit_of(const Condition& chain, std::size_t far) {
  return {far, !chain.at_least, -chain.at_least.value_or(Decimal())};
}

}  // namespace

std::optional<std::size_t> chosen(std::span<const Condition> chains, std::string_view kind,
                                  std::span<const OrgUnitId> above, std::optional<Decimal> amount) {
  std::optional<std::size_t> best;
  Fit best_fit;
  for (std::size_t i = 0; i < chains.size(); ++i) {
    const Condition& chain = chains[i];
    const auto far = distance(chain, above);
    if (chain.kind != kind || !far || !reached(chain, amount)) continue;
    const Fit fit = fit_of(chain, *far);
    if (best && best_fit < fit) continue;
    best = i;
    best_fit = fit;
  }
  return best;
}

std::vector<PersonId> first_up(std::span<const PersonId> ladder, const Eligible& eligible) {
  const auto found =
      std::ranges::find_if(ladder, [&](PersonId person) { return eligible.may(person); });
  return found == ladder.end() ? std::vector<PersonId>() : std::vector{*found};
}

std::vector<PersonId> all_who_may(std::span<const PersonId> people, const Eligible& eligible) {
  std::vector<PersonId> found;
  for (const PersonId person : people)
    if (eligible.may(person) && std::ranges::find(found, person) == found.end())
      found.push_back(person);
  return found;
}

std::vector<Step> without_repeats(std::vector<Step> steps) {
  std::vector<Step> kept;
  const auto asks_all_of = [](const Step& before, const Step& step) {
    if (before.mode == ApprovalMode::any && before.people.size() > 1) return false;
    return std::ranges::all_of(step.people, [&](PersonId person) {
      return std::ranges::find(before.people, person) != before.people.end();
    });
  };
  for (Step& step : steps)
    if (std::ranges::none_of(kept, [&](const Step& b) { return asks_all_of(b, step); }))
      kept.push_back(std::move(step));
  return kept;
}

bool step_done(ApprovalMode mode, std::span<const TurnState> turns) {
  const auto approved = std::ranges::count(turns, TurnState::approved);
  if (mode == ApprovalMode::any) return approved > 0;
  return approved > 0 && std::ranges::find(turns, TurnState::waiting) == turns.end();
}

std::optional<Instant> due(Instant since, std::optional<std::int64_t> days) {
  if (!days) return std::nullopt;
  return since.plus_seconds(*days * seconds_a_day);
}

}  // namespace twinrail::approvals::rules
