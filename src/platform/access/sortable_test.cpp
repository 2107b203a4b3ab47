#include "platform/access/sortable.hpp"

#include <doctest/doctest.h>

namespace twinrail {
namespace {

struct StaffRow {
  PersonId id;
  std::string name;
  std::optional<Decimal> pay;
};
DESCRIBE(StaffRow, id, name, pay);
ATTRIBUTES(StaffRow, {"pay", {.field_class = FieldClass::pay}});

constexpr auto staff_sort = sortable<StaffRow>({"name", "pay"});

std::string asked(const Context& ctx, std::string_view name) {
  try {
    return std::string(sort_field<StaffRow>(ctx, staff_sort, name).name);
  } catch (const Error& e) {
    return e.key();
  }
}

TEST_CASE("a list is sorted by a field of a class only for who sees it of everybody") {
  auto viewer = std::make_shared<Viewer>();
  Relations& pay = viewer->seen[static_cast<std::size_t>(FieldClass::pay)];
  const Context ctx(Instant(), viewer);
  CHECK(asked(ctx, "name") == "name");
  CHECK(asked(ctx, "id") == "request.unknown_sort");
  CHECK(asked(ctx, "salary") == "request.unknown_sort");
  for (const Relations some : {relation::none, relation::self, relation::wide}) {
    pay = some;
    CHECK(asked(ctx, "pay") == "access.hidden_field");
  }
  pay = relation::company;
  CHECK(asked(ctx, "pay") == "pay");
  CHECK(asked(Context(Instant(), nullptr), "pay") == "access.hidden_field");
}

}  // namespace
}  // namespace twinrail
