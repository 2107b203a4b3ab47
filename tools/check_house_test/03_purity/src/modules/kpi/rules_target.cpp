#include "store.hpp"

#include <chrono>
#include <fstream>

#include "modules/kpi/rules_target.hpp"

namespace twinrail::kpi::rules {

using Clock = std::chrono::steady_clock;

long today(const Zone& zone) { return zone.now(); }

long first(Read& db) { return store::first(db); }

std::string text() {
  std::ifstream file("target.txt");
  return read_all(file);
}

double share(double part, double whole) { return part / whole * 1.5; }

}  // namespace twinrail::kpi::rules
