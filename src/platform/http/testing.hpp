#pragma once

#include <atomic>
#include <chrono>
#include <semaphore>
#include <stdexcept>
#include <string>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/db/testing.hpp"
#include "platform/events/events.hpp"
#include "platform/http/front.hpp"

/// What the tests of this folder share: a small service with one route of each kind, a front around
/// it, and a bare socket that can misbehave.
namespace twinrail::testing {

enum class Shape { round, square };
DESCRIBE_ENUM(Shape, round, square);

using ThingId = Id<struct ThingTag>;

struct Part {
  Text<10> name;
  Decimal weight;
};
DESCRIBE(Part, name, weight);

struct NewThing {
  Text<20> text;
  Decimal amount;
  Date on;
  Shape shape = Shape::round;
  List<Part, 3> parts;
  std::optional<Int<1, 9>> rank;
};
DESCRIBE(NewThing, text, amount, on, shape, parts, rank);

struct ChangeThing {
  ThingId thing;
  std::optional<Text<20>> text;
};
DESCRIBE(ChangeThing, thing, text);

struct ThingOf {
  ThingId thing;
};
DESCRIBE(ThingOf, thing);

struct Thing {
  ThingId id;
  std::string text;
  Decimal amount;
  std::int64_t version = 1;
};
DESCRIBE(Thing, id, text, amount, version);

struct ThingsQuery {
  std::optional<Text<100>> q;
  std::optional<Text<20>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(ThingsQuery, q, cursor, limit);

struct Table {
  Upload body;
};
DESCRIBE(Table, body);

struct Room {
  Upload body;
};
DESCRIBE(Room, body);

struct Counted {
  std::int64_t bytes = 0;
};
DESCRIBE(Counted, bytes);

struct ThingMade {
  static constexpr std::string_view topic = "test.thing_made";
  std::string text;
};
DESCRIBE(ThingMade, text);

class Desk {
 public:
  std::atomic<int> changes{0};  ///< of the last version
  std::counting_semaphore<> slow{0};
  std::atomic<int> slow_runs{0};
  std::counting_semaphore<> dear_may_end{0};
  std::atomic<int> dear_runs{0};

  Thing thing(const Context&, Read&, const ThingOf& of) {
    if (of.thing.value == 13) throw std::runtime_error("secret detail");
    if (of.thing.value > 100) throw Error(Fault::not_found, "test.none");
    return {.id = of.thing, .text = "thing", .amount = Decimal::from_text("1.5"), .version = 7};
  }
  Page<Thing> things(const Context&, Read&, const ThingsQuery& query) {
    Page<Thing> page;
    const std::int64_t limit = query.limit ? query.limit->value : 3;
    for (std::int64_t i = 1; i <= limit; ++i) page.items.push_back({.id = {i}, .text = "thing"});
    if (!query.cursor) page.next = "c2";
    return page;
  }
  Thing add(const Context&, Tx& tx, const NewThing& request) {
    announce(tx, ThingMade{request.text});
    return {.id = {1}, .text = request.text, .amount = request.amount};
  }
  Thing change(const Context& ctx, Tx&, const ChangeThing& request) {
    ctx.expect_version(7);
    ++changes;
    return {.id = request.thing, .text = request.text.value_or(""), .version = 8};
  }
  Counted count(const Context& ctx, Lanes& lanes, const Table& table) {
    const Counted counted{static_cast<std::int64_t>(table.body.bytes.size())};
    lanes.write({.name = "test"}, "count", [&](Tx& tx) {
      announce(tx, ThingMade{"table"});
      if (ctx.extras->keep) ctx.extras->keep(tx, type_of<Counted>(), &counted);
    });
    return counted;
  }
  Counted dear(const Context&, Read&, const NoRequest&) {
    ++dear_runs;
    dear_may_end.acquire();
    return {1};
  }
  Counted dear_apart(const Context&, Lanes&, const NoRequest&) {
    ++dear_runs;
    dear_may_end.acquire();
    return {1};
  }
  Counted knock(const Context&, Read&, const NewThing&) { return {0}; }
  Counted count_in_room(const Context& ctx, Lanes& lanes, const Room& room) {
    return count(ctx, lanes, {room.body});
  }
  Counted wait(const Context&, Lanes&, const NoRequest&) {
    ++slow_runs;
    slow.acquire();
    return {1};
  }
};

inline void add_routes(Router& r, Desk& desk) {
  r.module("test");
  r.get("/things/{thing}", "One thing", desk, &Desk::thing);
  r.get("/things", "Things", desk, &Desk::things).needs(Permission("people.read"));
  r.post("/things", "Make a thing", desk, &Desk::add).status(201);
  r.patch("/things/{thing}", "Change a thing", desk, &Desk::change);
  r.post("/tables", "Count a table", desk, &Desk::count).body_max(64 * 1024);
  r.post("/doors", "Knock", desk, &Desk::knock).open();
  r.post("/rooms", "Count what is in a room", desk, &Desk::count_in_room)
      .needs(Permission("people.read"))
      .body_max(8 << 20);
  r.get("/dear", "Compute much", desk, &Desk::dear).dear();
  r.get("/dear-table", "Make a long table", desk, &Desk::dear_apart).dear();
  r.get("/slow", "Wait", desk, &Desk::wait).open();
}

/// A front with the routes above. "Bearer good" is a person with every right, "Bearer poor" one
/// without any; everything else is nobody.
class TestFront {
 public:
  explicit TestFront(TestTenant& test, FrontOptions options = {})
      : tenant(std::make_shared<Tenant>("test", Names{"测试", "Test"}, test.engine(), 2)) {
    add_routes(router, desk);
    front.emplace(router, hooks(), options);
  }
  ~TestFront() {
    front->stop();
    tenant->lanes().stop();
  }
  TestFront(const TestFront&) = delete;
  TestFront& operator=(const TestFront&) = delete;

  Response call(Method method, std::string target, std::string body = {},
                std::vector<std::pair<std::string, std::string>> headers = {}) {
    Request request{.method = method, .target = std::move(target), .body = std::move(body)};
    request.headers = {{"Authorization", "Bearer good"}, {"Accept-Language", "en"}};
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    for (auto& header : headers) {
      std::erase_if(request.headers, [&](const auto& h) { return h.first == header.first; });
      request.headers.push_back(std::move(header));
    }
    request.client = "192.0.2.1";
    return front->call(std::move(request));
  }
  /// How often something was really done.
  std::int64_t effects() {
    std::int64_t count = 0;
    tenant->lanes().read([&](Read& db) {
      for (const Event& e : events_after(db, 0, 1000)) count += e.topic == ThingMade::topic;
    });
    return count;
  }
  void identify(const Request& request, bool must, const FrontHooks::Known& known) {
    Identity who{.tenant = tenant, .locale = Locale::en};
    const std::string_view token = request.header("authorization");
    if (!must) return known(std::move(who), nullptr);
    const Error nobody(Fault::unauthenticated, "access.sign_in");
    if (token.empty()) throw Error(nobody);
    if (signed_out || (token != "Bearer good" && token != "Bearer poor"))
      return known({}, std::make_exception_ptr(nobody));
    auto viewer = std::make_shared<Viewer>();
    viewer->account = {token == "Bearer good" ? 1 : 2};
    if (token == "Bearer good") viewer->held.everything();
    who.viewer = viewer;
    known(std::move(who), nullptr);
  }

  Desk desk;
  Router router;
  std::shared_ptr<Tenant> tenant;
  std::atomic<bool> signed_out{false};
  std::atomic<bool> module_on{true};
  std::atomic<std::int64_t> second{1'800'000'000};  ///< the clock stands still
  std::vector<std::string> logged;
  std::optional<Front> front;

 private:
  FrontHooks hooks() {
    return {
        .identify = [this](const Request& r, bool must,
                           const FrontHooks::Known& known) { identify(r, must, known); },
        .module_on = [this](const Tenant&, const std::string&) { return module_on.load(); },
        .now = [this] { return Instant::from_micros(second * 1'000'000); },
        .today = [](const Tenant&, Instant) { return Date::of(2026, 11, 24); },
        .log = [this](const std::string& line) { logged.push_back(line); },
        .steady = [this] { return RateLimit::Time(std::chrono::seconds(second.load())); },
    };
  }
};

[[nodiscard]] inline std::string header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

/// A connection that sends whatever it is told to.
class Wire {
 public:
  explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
      throw std::runtime_error("cannot connect");
  }
  ~Wire() { ::close(socket_); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// False when the other side has closed.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end_sending() const { ::shutdown(socket_, SHUT_WR); }

  /// Reads until `wanted` appears, the other side closes, or the time is over.
  std::string read(std::string_view wanted = {}, int milliseconds = 5000) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    closed_ = false;
    while (wanted.empty() || got_.find(wanted) == std::string::npos) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          until - std::chrono::steady_clock::now());
      pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
      if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) break;
      char bytes[16 * 1024];
      const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
      closed_ = count <= 0;
      if (closed_) break;
      got_.append(bytes, static_cast<std::size_t>(count));
    }
    return std::exchange(got_, {});
  }
  [[nodiscard]] bool closed() const { return closed_; }
  [[nodiscard]] int handle() const { return socket_; }

 private:
  int socket_;
  std::string got_;
  bool closed_ = false;
};

}  // namespace twinrail::testing
