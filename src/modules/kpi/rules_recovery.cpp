#include "base/links.hpp"
#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

RecoveryVerdict recovery(const RecoveryQuestion& question) {
  RecoveryVerdict verdict;
  verdict.shown = question.now;
  verdict.colour = colour_by(question.bands, Fraction(question.now));
  verdict.plan = links::recovery_plan(question.at_launch, question.healthy, question.progress);
  verdict.healthy = question.now >= question.healthy;
  return verdict;
}

}  // namespace twinrail::kpi::rules
