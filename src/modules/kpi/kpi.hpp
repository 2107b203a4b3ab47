#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/describe.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"

namespace twinrail {
class Context;
class Read;
class Tx;
class Lanes;
}  // namespace twinrail

namespace twinrail::people {
class Service;
}

namespace twinrail::kpi {

using MeasureId = Id<struct MeasureTag>;
using KpiId = Id<struct KpiTag>;
using AssignmentId = Id<struct KpiAssignmentTag>;
using BreachId = Id<struct BreachTag>;

enum class Colour { green, amber, red, no_data };
DESCRIBE_ENUM(Colour, green, amber, red, no_data);

/// The drawing of a status (ui.md, section 4); `plain` cannot be judged yet and has no shape.
enum class Light { ok, watch, breach, rec, none, plain };
DESCRIBE_ENUM(Light, ok, watch, breach, rec, none, plain);

enum class Direction { higher, lower, range };
DESCRIBE_ENUM(Direction, higher, lower, range);

/// One point of an assignment that is new or other than before.
struct ValueChange {
  AssignmentId assignment;
  OrgUnitId org_unit;
  Date start;  ///< first day of the period
  std::optional<Decimal> value;
  std::optional<Decimal> achievement;
  std::optional<Colour> colour;
  Light light = Light::plain;
};
DESCRIBE(ValueChange, assignment, org_unit, start, value, achievement, colour, light);

/// Announced once a change of readings, targets or time, with every point it moved.
struct ValuesChanged {
  static constexpr std::string_view topic = "kpi.values_changed";
  std::vector<ValueChange> changes;
};
DESCRIBE(ValuesChanged, changes);

/// One breach that opened, ended, or was acknowledged.
struct BreachChange {
  BreachId breach;
  AssignmentId assignment;
  OrgUnitId org_unit;
  std::string state;
};
DESCRIBE(BreachChange, breach, assignment, org_unit, state);

struct BreachChanged {
  static constexpr std::string_view topic = "kpi.breach_changed";
  std::vector<BreachChange> changes;
};
DESCRIBE(BreachChanged, changes);

/// What others need to name and judge an assignment: its KPI, its unit and where it stands now.
struct AssignmentView {
  AssignmentId id;
  KpiId kpi;
  OrgUnitId org_unit;
  Names names;
  std::string unit;
  std::int64_t decimals = 0;
  Direction direction = Direction::higher;
  std::optional<Decimal> actual;
  std::optional<Decimal> limit;
  std::optional<std::string> limit_op;
  Light light = Light::plain;
  std::string state;  ///< of the breach machine: ok, pending, firing, recovering
};

/// One period of an assignment, as links read it.
struct PointView {
  AssignmentId assignment;
  Date start;
  Date end;  ///< last day
  std::optional<Decimal> value;
  bool judged = false;  ///< the period is over
};

}  // namespace twinrail::kpi
