#include "../people/store.hpp"
#include "../okr/okr.hpp"

namespace twinrail::people::store {
long head_of(Read& db, long unit);
}
namespace twinrail {
namespace people {
class Service;
namespace store {
struct UnitRow;
}
}  // namespace people
namespace okr {
class Service;
}
}  // namespace twinrail

namespace twinrail::kpi {
long owner(Read& db, long unit) { return people::store::head_of(db, unit); }
namespace store {
long target(Read& db);
}
}  // namespace twinrail::kpi
