#include "support/viewer.hpp"

namespace twinrail {

Instant test_now() {
  constexpr std::int64_t seconds = 1'772'413'200;  // 2026-03-02T01:00:00Z
  return Instant::from_micros(seconds * 1'000'000);
}

Context context_with(std::initializer_list<Permission> permissions) {
  auto viewer = std::make_shared<Viewer>();
  viewer->login = "test";
  for (const Permission p : permissions) viewer->held.add(p, relation::company);
  viewer->seen.fill(relation::company);
  Context ctx(test_now(), std::move(viewer));
  ctx.set_today(Date::of(2026, 3, 2));
  return ctx;
}

}  // namespace twinrail
