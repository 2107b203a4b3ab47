#include "platform/http/live.hpp"

#include <doctest/doctest.h>

#include "platform/http/testing.hpp"

namespace twinrail {
namespace {

Event made(std::int64_t id) { return {.id = id, .topic = "made", .payload = std::to_string(id)}; }

std::shared_ptr<Viewer> viewer_of_unit(std::int64_t unit) {
  auto viewer = std::make_shared<Viewer>();
  viewer->account = {unit};
  viewer->reach = {{OrgUnitId{unit}, relation::unit}};
  return viewer;
}

/// A hub whose viewers see the events of their own number.
struct Streams {
  TestTenant test{false};
  std::shared_ptr<Tenant> tenant = std::make_shared<Tenant>("t", Names{}, test.engine(), 1);
  LiveHub hub{[](const Viewer& viewer, const Event& event) -> std::optional<std::string> {
    if (viewer.account.value != event.id % 10) return std::nullopt;
    return event.payload;
  }};
  std::atomic<int> woken{0};

  std::shared_ptr<LiveStream> open(std::int64_t unit) {
    return hub.open({.tenant = tenant, .viewer = viewer_of_unit(unit)}, std::nullopt,
                    [this] { ++woken; });
  }
};

}  // namespace

TEST_CASE("a stream carries only what its viewer may see") {
  Streams streams;
  const auto one = streams.open(1);
  const auto two = streams.open(2);
  CHECK(one->take() == "retry: 2000\n\n");
  CHECK(two->take() == "retry: 2000\n\n");
  for (std::int64_t id = 11; id <= 13; ++id) streams.hub.publish("t", made(id));
  CHECK(one->take() == "id: 11\nevent: made\ndata: 11\n\n");
  CHECK(two->take() == "id: 12\nevent: made\ndata: 12\n\n");
  CHECK(streams.woken == 4);
}

TEST_CASE("an account has so many streams at a time, and others are not held up by it") {
  TestTenant test(false);
  const auto tenant = std::make_shared<Tenant>("t", Names{}, test.engine(), 1);
  LiveHub hub([](const Viewer&, const Event&) { return std::nullopt; }, 2);
  const auto take = [&](std::int64_t account) {
    return hub.take_place({.tenant = tenant, .viewer = viewer_of_unit(account)});
  };
  LivePlace first = take(1);
  const LivePlace second = take(1);
  CHECK_THROWS_WITH_AS((void)take(1), "live.too_many_streams", Error);
  CHECK(take(2));
  first.reset();
  CHECK(take(1));
}

TEST_CASE("a stream that nobody reads costs bounded memory and is told to read anew") {
  Streams streams;
  const auto one = streams.open(1);
  for (std::int64_t i = 0; i < 1000; ++i) streams.hub.publish("t", made(10 * i + 1));
  const std::string waiting = one->take();
  CHECK(waiting.starts_with("event: reset\ndata: {}\n\n"));
  CHECK(waiting.size() < 257 * 60);
  CHECK(waiting.ends_with("data: 9991\n\n"));
}

TEST_CASE("what was missed comes before what happened meanwhile, and once") {
  Streams streams;
  const auto one = streams.open(1);
  (void)one->take();
  one->hold();
  streams.hub.publish("t", made(21));
  streams.hub.publish("t", made(31));
  CHECK(one->take().empty());
  one->release({{11, "<11>"}, {21, "<21>"}});
  CHECK(one->take() == "<11><21>id: 31\nevent: made\ndata: 31\n\n");
}

TEST_CASE("when the rights of a viewer change, what waits is dropped") {
  Streams streams;
  const auto one = streams.open(1);
  (void)one->take();
  streams.hub.publish("t", made(11));
  one->renew(viewer_of_unit(1));
  CHECK(one->take() == "id: 11\nevent: made\ndata: 11\n\n");
  streams.hub.publish("t", made(21));
  auto less = viewer_of_unit(1);
  less->reach.clear();
  one->renew(less);
  CHECK(one->take() == "event: reset\ndata: {}\n\n");
}

TEST_CASE("a closed stream is forgotten") {
  Streams streams;
  auto one = streams.open(1);
  const auto two = streams.open(2);
  CHECK(streams.hub.streams() == 2);
  one->close();
  one.reset();
  CHECK(streams.hub.streams() == 1);
}

}  // namespace twinrail
