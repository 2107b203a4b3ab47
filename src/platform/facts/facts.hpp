#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "platform/context.hpp"

/// The dictionary of numbers: what a module knows about units or people over time, read by its code
/// by whoever needs it (a KPI, a payroll formula, a report) without knowing the module.
namespace twinrail {

class Read;
class Router;

/// What a fact's value belongs to, besides its day.
enum class FactGrain : std::uint8_t { unit_day, person_day };
DESCRIBE_ENUM(FactGrain, unit_day, person_day);

/// A period (both days included) and whose values are wanted, by the fact's grain.
struct FactQuery {
  Date from;
  Date to;
  std::vector<OrgUnitId> units;
  std::vector<PersonId> people;
};

struct FactValue {
  OrgUnitId org_unit;  ///< of a unit_day, and where a person_day's person belonged on that day
  PersonId person;     ///< of a person_day
  Date day;
  Decimal value;  ///< in the fact's unit
};
DESCRIBE(FactValue, org_unit, person, day, value);

/// A manifest's line. The reader is one query for all units or people, never one each.
struct Fact {
  std::string code;  ///< "time.overtime_minutes"; the message "fact.CODE" is its name
  std::string unit;  ///< of the value: "person", "minute", "CNY"
  FactGrain grain = FactGrain::unit_day;
  Permission permission;  ///< needed on each unit whose values are seen
  std::function<std::vector<FactValue>(Read&, const FactQuery&)> read;
};

/// Every fact of the program, collected once at start from the manifests.
class Facts {
 public:
  struct Row {
    std::string module;
    Fact fact;
  };

  /// Throws Error (internal) for a code that is there already or not named after its module.
  void add(const std::string& module, const std::vector<Fact>& facts);
  [[nodiscard]] std::span<const Row> all() const { return rows_; }
  /// Throws Error "facts.unknown" when there is none.
  [[nodiscard]] const Row& row(std::string_view code) const;

  /// The values that the viewer may see; those of other units are left out. `off` names the modules
  /// that are off: their facts answer Error "facts.not_available".
  [[nodiscard]] std::vector<FactValue> read(const Context& ctx, Read& db, std::string_view code,
                                            const FactQuery& query,
                                            const std::set<std::string>& off) const;
  /// The same as the system sees it: for formulas and jobs.
  [[nodiscard]] std::vector<FactValue> read_all(Read& db, std::string_view code,
                                                const FactQuery& query,
                                                const std::set<std::string>& off) const;

 private:
  std::vector<Row> rows_;
};

}  // namespace twinrail
