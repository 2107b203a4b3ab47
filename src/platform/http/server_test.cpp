#include "platform/http/server.hpp"

#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include <doctest/doctest.h>

#include "platform/http/address_count.hpp"
#include "platform/http/testing.hpp"

namespace twinrail {
namespace {

using std::chrono::milliseconds;
using testing::TestFront;
using testing::Wire;

/// The real server around the test's front, on a free port.
class TestServer {
 public:
  explicit TestServer(ServerOptions options = {}, FrontOptions front = {})
      : desk(test, front),
        hub([](const Viewer&, const Event& e) { return std::optional(e.payload); }) {
    if (options.names.empty()) options.names = {"x"};
    server.emplace(std::move(options), *desk.front, hub,
                   ServerHooks{[this] { return answer_ready(); }, {}});
  }
  ~TestServer() {
    hanging = false;
    server->stop();
    desk.front->stop();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return server->port(); }
  Readiness answer_ready() const {
    while (hanging) std::this_thread::sleep_for(milliseconds(1));
    return {ready, "broken: b\n"};
  }
  /// Sends one request on a connection of its own and reads until it is closed.
  std::string ask(std::string_view request) const {
    Wire wire(port());
    (void)wire.send(request);
    return wire.read();
  }
  std::string get(const std::string& path, const std::string& headers = {}) const {
    return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n" + headers +
               "Connection: close\r\n\r\n");
  }

  TestTenant test{false};
  TestFront desk;
  LiveHub hub;
  std::atomic<bool> ready{true};
  std::atomic<bool> hanging{false};  ///< whoever asks whether we are ready waits
  std::optional<Server> server;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

Event made(std::int64_t id) {
  return {.id = id, .topic = "test.made", .payload = "{\"n\":" + std::to_string(id) + "}"};
}

}  // namespace

TEST_CASE("a request over a real connection, answered with the headers that every answer has") {
  TestServer server;
  const std::string got = server.get("/api/v1/things/5");
  CHECK(got.starts_with("HTTP/1.1 200 OK\r\n"));
  for (const char* header :
       {"Content-Type: application/json\r\n", "X-Content-Type-Options: nosniff\r\n",
        "Content-Security-Policy: default-src",
        "; require-trusted-types-for 'script'; trusted-types default\r\n", "Content-Length: 50\r\n",
        "ETag: \"v7\"\r\n", "Cross-Origin-Opener-Policy: same-origin\r\n",
        "Cross-Origin-Resource-Policy: same-origin\r\n", "Permissions-Policy: camera=()",
        "Date: ", " GMT\r\n", "Cache-Control: no-store\r\n", "Connection: close\r\n"})
    CHECK_MESSAGE(has(got, header), header);
  CHECK_FALSE(has(got, "unsafe"));
  CHECK(got.ends_with("\r\n\r\n{\"id\":5,\"text\":\"thing\",\"amount\":\"1.5\",\"version\":7}"));
  CHECK(server.get("/healthz").ends_with("ok\n"));
  CHECK(has(server.get("/readyz"), "200 OK"));
  CHECK(server.get("/readyz").ends_with("ready\nbroken: b\n"));
  server.ready = false;
  CHECK(has(server.get("/readyz"), "503 Service Unavailable"));
}

TEST_CASE("one connection carries many requests, also sent ahead, and HEAD has no body") {
  TestServer server;
  Wire wire(server.port());
  const std::string one =
      "GET /api/v1/things/5 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n\r\n";
  CHECK(wire.send(one + one +
                  "HEAD /api/v1/things/5 HTTP/1.1\r\nHost: x\r\n"
                  "Authorization: Bearer good\r\nConnection: close\r\n\r\n"));
  const std::string got = wire.read();
  CHECK(wire.closed());
  std::size_t bodies = 0;
  for (auto at = got.find("{\"id\":5"); at != std::string::npos; at = got.find("{\"id\":5", at + 1))
    ++bodies;
  CHECK(bodies == 2);
  CHECK(got.ends_with("\r\n\r\n"));
}

TEST_CASE("what is no HTTP is refused") {
  TestServer server;
  for (const std::string& bad :
       {std::string("nonsense\r\n\r\n"), std::string("GET  / HTTP/1.1\r\n\r\n"),
        std::string("GET / HTTP/9.9\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nBad Header: x\r\n\r\n"),
        std::string("GET http://evil/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        std::string("POST /api/v1/things HTTP/1.1\r\nContent-Length: 5\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        std::string("POST /api/v1/things HTTP/1.1\r\nContent-Length: 5\r\n"
                    "Content-Length: 6\r\n\r\nhello"),
        std::string("POST /api/v1/things HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
        std::string("POST /api/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                    "Transfer-Encoding: chunked\r\n\r\nzz\r\n")}) {
    CAPTURE(bad);
    const std::string got = server.ask(bad);
    CHECK(got.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    CHECK(has(got, "request.malformed_http"));
  }
  const std::string long_head = "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n";
  CHECK(server.ask(long_head).starts_with("HTTP/1.1 431 "));
  CHECK(server.desk.effects() == 0);
}

TEST_CASE("any change of some bytes of a request leaves the server standing") {
  TestServer server({.request_deadline = milliseconds(300)});
  std::uint64_t seed = 4711;  // the same inputs in every run
  const auto random = [&](std::size_t below) {
    seed = seed * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    return static_cast<std::size_t>((seed >> 33) % below);
  };
  const std::string whole =
      "POST /api/v1/tables HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
      "Transfer-Encoding: chunked\r\nContent-Type: text/csv\r\n\r\n4\r\na,b\n\r\n0\r\n\r\n";
  for (int round = 0; round < 150; ++round) {
    std::string hurt = whole;
    for (std::size_t i = 0; i <= random(5); ++i) {
      const std::size_t at = random(hurt.size());
      if (random(2) == 0)
        hurt[at] = static_cast<char>(random(256));
      else
        hurt.insert(at, 1, static_cast<char>(random(256)));
    }
    Wire wire(server.port());
    (void)wire.send(hurt);
    wire.end_sending();
    const std::string got = wire.read({}, 2000);
    CAPTURE(hurt);
    CHECK(wire.closed());
    CHECK((got.empty() || got.starts_with("HTTP/1.1 ")));
  }
  CHECK(has(server.get("/api/v1/things/5"), "200 OK"));
}

TEST_CASE("a body over its limit is refused before it is read") {
  TestServer server;
  Wire wire(server.port());
  CHECK(
      wire.send("POST /api/v1/tables HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                "Accept-Language: en\r\nContent-Length: 1073741824\r\n\r\nfirst bytes"));
  const std::string got = wire.read();
  CHECK(got.starts_with("HTTP/1.1 413 "));
  CHECK(has(got, "too large"));
  CHECK(has(got, "Connection: close"));

  // The same when the length is not told beforehand.
  Wire chunks(server.port());
  CHECK(
      chunks.send("POST /api/v1/tables HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n"));
  const std::string chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
  for (int i = 0; i < 5; ++i) (void)chunks.send(chunk);
  CHECK(chunks.read("HTTP/1.1 413 ").starts_with("HTTP/1.1 413 "));
  CHECK(server.desk.effects() == 0);
}

TEST_CASE("a client that asks first is told to go on") {
  TestServer server;
  Wire wire(server.port());
  CHECK(
      wire.send("POST /api/v1/tables HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                "Expect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"));
  CHECK(wire.read("100 Continue\r\n\r\n").starts_with("HTTP/1.1 100 Continue"));
  CHECK(wire.send("a,b\n"));
  CHECK(has(wire.read(), "{\"bytes\":4}"));
}

TEST_CASE("a body that somebody else could read as a further request is refused, and that is all") {
  TestServer server;
  const std::string inner =
      "GET /api/v1/things/5 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n\r\n";
  for (const char* coding : {"xchunked", "identity", "chunked, identity", "gzip, chunked",
                             "chunked\r\nTransfer-Encoding: chunked"}) {
    CAPTURE(coding);
    const std::string got = server.ask(
        "POST /api/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
        "Transfer-Encoding: " +
        std::string(coding) + "\r\n\r\n" + inner);
    CAPTURE(got);
    CHECK((got.starts_with("HTTP/1.1 501 Not Implemented\r\n") ||
           got.starts_with("HTTP/1.1 400 Bad Request\r\n")));
    CHECK(has(got, "Connection: close\r\n"));
    CHECK(got.find("HTTP/1.1 ", 1) == std::string::npos);
  }
  const std::string twice = "Content-Length: 05\r\nContent-Length: 05\r\n\r\nabcde" + inner;
  CHECK(server.ask("POST /api/v1/things HTTP/1.1\r\nHost: x\r\n" + twice)
            .starts_with("HTTP/1.1 400 "));
  CHECK(server.get("/api/v1/things/5", "Content-Encoding: gzip\r\n").starts_with("HTTP/1.1 415 "));
}

TEST_CASE("what stands behind a body becomes no header") {
  TestServer server;
  const std::string body =
      "Transfer-Encoding: chunked\r\n\r\n4\r\na,b\n\r\n0\r\nAuthorization: Bearer good\r\n\r\n";
  CHECK(server.ask("POST /api/v1/tables HTTP/1.1\r\nHost: x\r\n" + body)
            .starts_with("HTTP/1.1 401 "));
  CHECK(has(server.ask("POST /api/v1/tables HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                       "Connection: close\r\n" +
                       body),
            "{\"bytes\":4}"));
}

TEST_CASE("a request names one host, and one of ours") {
  TestServer server({.names = {"people.example"}});
  const auto ask = [&](const std::string& hosts) {
    return server.ask("GET /healthz HTTP/1.1\r\n" + hosts + "Connection: close\r\n\r\n")
        .substr(0, 12);
  };
  for (const char* good : {"Host: 127.0.0.1:8080\r\n", "Host: localhost\r\n", "Host: [::1]:80\r\n",
                           "Host: People.Example:8080\r\n", "Host: 192.0.2.7\r\n"})
    CHECK(ask(good) == "HTTP/1.1 200");
  CHECK(ask("Host: evil.example\r\n") == "HTTP/1.1 421");
  CHECK(ask("Host: 127.0.0.1.evil.example\r\n") == "HTTP/1.1 421");
  CHECK(ask("") == "HTTP/1.1 400");
  CHECK(ask("Host: localhost\r\nHost: localhost\r\n") == "HTTP/1.1 400");
}

TEST_CASE("who may not send a body is told before a byte of it is read, and takes no memory") {
  TestServer server;
  const auto head = [](const std::string& line, const std::string& who, const char* length) {
    return line + " HTTP/1.1\r\nHost: x\r\n" + who + "Content-Length: " + length + "\r\n\r\n";
  };
  std::vector<std::unique_ptr<Wire>> strangers;
  for (int i = 0; i < 30; ++i) {
    strangers.push_back(std::make_unique<Wire>(server.port()));
    (void)strangers.back()->send(head("POST /api/v1/rooms", "", "8388608") +
                                 std::string(100'000, 'x'));
  }
  for (const auto& stranger : strangers)
    CHECK(stranger->read("HTTP/1.1 401 ", 3000).starts_with("HTTP/1.1 401 "));
  CHECK(server.server->body_bytes() == 0);

  const auto first = [&](const std::string& text) {
    Wire wire(server.port());
    (void)wire.send(text);
    return wire.read("HTTP/1.1 ", 3000).substr(0, 12);
  };
  const std::string poor = "Authorization: Bearer poor\r\n";
  const std::string good = "Authorization: Bearer good\r\n";
  CHECK(first(head("POST /api/v1/rooms", poor, "100")) == "HTTP/1.1 403");
  CHECK(first(head("POST /api/v1/none", good, "100")) == "HTTP/1.1 404");
  CHECK(first(head("PUT /api/v1/rooms", good, "100")) == "HTTP/1.1 405");
  CHECK(first(head("POST /api/v1/rooms", good, "8388609")) == "HTTP/1.1 413");
  CHECK(first(head("POST /api/v1/doors", "", "65537")) == "HTTP/1.1 413");
  CHECK(first(head("POST /api/v1/rooms", "Expect: 100-continue\r\n", "100")) == "HTTP/1.1 401");
}

TEST_CASE("bodies under way have one budget; forms go on beside uploads that fill it") {
  TestServer server({.bodies_max = 4 << 20});
  const std::string head =
      "POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
      "Connection: close\r\nContent-Length: ";
  Wire half(server.port());
  CHECK(half.send(head + "2097152\r\n\r\n" + std::string(2'097'151, 'x')));
  while (server.server->body_bytes() < 2'097'152) std::this_thread::sleep_for(milliseconds(1));
  Wire more(server.port());
  (void)more.send(head + "2097152\r\n\r\n" + std::string(2'097'152, 'x'));
  const std::string refused = more.read("Retry-After: 1\r\n");
  CHECK(refused.starts_with("HTTP/1.1 503 "));
  CHECK(has(refused, "Retry-After: 1\r\n"));
  CHECK(has(server.ask(head + "4\r\n\r\na,b\n"), "{\"bytes\":4}"));
  CHECK(half.send("x"));
  CHECK(has(half.read(), "{\"bytes\":2097152}"));
  for (int i = 0; i < 1000 && server.server->body_bytes() > 0; ++i)
    std::this_thread::sleep_for(milliseconds(1));
  CHECK(server.server->body_bytes() == 0);
}

TEST_CASE("a body that came slowly is taken only from whoever may still send it") {
  TestServer server;
  Wire wire(server.port());
  CHECK(
      wire.send("POST /api/v1/tables HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                "Connection: close\r\nContent-Length: 4\r\n\r\na,b"));
  std::this_thread::sleep_for(milliseconds(1100));
  server.desk.signed_out = true;
  CHECK(wire.send("\n"));
  CHECK(wire.read().starts_with("HTTP/1.1 401 "));
  CHECK(server.desk.effects() == 0);
}

TEST_CASE("a request that nobody answers is told so in time, and what needs no database goes on") {
  TestServer server({.answer_deadline = milliseconds(200)});
  Wire wire(server.port());
  const std::string slow = "GET /api/v1/slow HTTP/1.1\r\nHost: x\r\n\r\n";
  CHECK(wire.send(slow + slow));
  const std::string got = wire.read();
  CHECK(got.starts_with("HTTP/1.1 503 "));
  CHECK(has(got, "server.no_answer"));
  CHECK(wire.closed());
  CHECK(got.find("HTTP/1.1 ", 1) == std::string::npos);
  CHECK(server.get("/healthz").ends_with("ok\n"));
  server.hanging = true;
  CHECK(has(server.get("/readyz"), "503 Service Unavailable"));
  server.hanging = false;
  server.desk.desk.slow.release();
}

TEST_CASE("people who sign in wait for each other, and nobody else for them") {
  TestServer server({}, {.hashing = 1, .hashing_waiting = 1});
  const std::string slow = "GET /api/v1/slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  Wire first(server.port());
  Wire second(server.port());
  CHECK(first.send(slow));
  while (server.desk.desk.slow_runs == 0) std::this_thread::sleep_for(milliseconds(1));
  CHECK(second.send(slow));
  std::this_thread::sleep_for(milliseconds(50));
  const std::string refused = server.ask(slow);
  CHECK(refused.starts_with("HTTP/1.1 503 "));
  CHECK(has(refused, "lanes.busy"));
  CHECK(has(server.get("/readyz"), "200 OK"));
  CHECK(has(server.ask("POST /api/v1/tables HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                       "Connection: close\r\nContent-Length: 4\r\n\r\na,b\n"),
            "{\"bytes\":4}"));
  server.desk.desk.slow.release(2);
  CHECK(has(first.read(), "200 OK"));
  CHECK(has(second.read(), "200 OK"));
}

TEST_CASE("a proxy that is trusted speaks for everybody and is not counted") {
  AddressCount count(1, {"192.0.2.1"});
  for (int i = 0; i < 5; ++i) CHECK(count.enter("192.0.2.1"));
  CHECK(count.enter("::ffff:192.0.2.1"));
  CHECK(count.enter("192.0.2.2"));
  CHECK_FALSE(count.enter("192.0.2.2"));
  count.leave("192.0.2.1");
  count.leave("192.0.2.2");
  CHECK(count.enter("192.0.2.2"));
}

TEST_CASE("one address has a share of the connections, this machine's own have all") {
  AddressCount count(2);
  CHECK(count.enter("192.0.2.1"));
  CHECK(count.enter("192.0.2.1"));
  CHECK_FALSE(count.enter("192.0.2.1"));
  CHECK(count.enter("2001:db8::1"));
  count.leave("192.0.2.1");
  CHECK(count.enter("192.0.2.1"));
  for (int i = 0; i < 5; ++i) CHECK(count.enter("127.0.0.1"));
}

TEST_CASE("a truncated body changes nothing") {
  TestServer server;
  Wire wire(server.port());
  CHECK(
      wire.send("POST /api/v1/tables HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                "Content-Length: 100\r\n\r\nonly this"));
  wire.end_sending();
  CHECK(wire.read().empty());
  CHECK(wire.closed());
  CHECK(server.desk.effects() == 0);
}

TEST_CASE("a slow client is let go, an idle one too") {
  TestServer server({.request_deadline = milliseconds(200), .idle_deadline = milliseconds(400)});
  Wire slow(server.port());
  const auto begun = std::chrono::steady_clock::now();
  const std::string head = "GET /healthz HTTP/1.1\r\nHost: x\r\n";
  bool open = true;
  for (std::size_t i = 0; i < head.size() && open; ++i) {  // a byte now and then
    open = slow.send(head.substr(i, 1));
    open = open && (slow.read({}, 30), !slow.closed());
  }
  CHECK_FALSE(open);
  CHECK(std::chrono::steady_clock::now() - begun < milliseconds(1000));

  Wire idle(server.port());
  CHECK(idle.read({}, 2000).empty());
  CHECK(idle.closed());
}

TEST_CASE("static files: from the folder, with a tag, packed, never outside it") {
  const std::string folder = test_folder();
  std::ofstream(folder + "/index.html") << "<p>page</p>";
  std::filesystem::create_directory(folder + "/assets");
  std::ofstream(folder + "/assets/app-1a2b.js") << "plain";
  std::ofstream(folder + "/assets/app-1a2b.js.gz") << "packed";
  TestServer server({.web = folder});
  const std::string page = server.get("/");
  CHECK(has(page, "text/html"));
  CHECK(has(page, "Cache-Control: no-cache"));
  CHECK(page.ends_with("<p>page</p>"));
  CHECK(server.get("/objectives/5").ends_with("<p>page</p>"));
  const std::string script = server.get("/assets/app-1a2b.js");
  CHECK(has(script, "Cache-Control: public, max-age=31536000, immutable"));
  CHECK(script.ends_with("plain"));
  const std::string packed = server.get("/assets/app-1a2b.js", "Accept-Encoding: gzip\r\n");
  CHECK(has(packed, "Content-Encoding: gzip"));
  CHECK(packed.ends_with("packed"));
  const auto at = script.find("ETag: ") + 6;
  const std::string tag = script.substr(at, script.find("\r\n", at) - at);
  const std::string same = server.get("/assets/app-1a2b.js", "If-None-Match: " + tag + "\r\n");
  CHECK(same.starts_with("HTTP/1.1 304 Not Modified\r\n"));
  CHECK(same.ends_with("\r\n\r\n"));
  CHECK(has(server.get("/assets/none.js"), "404 Not Found"));
  CHECK_FALSE(has(server.get("/../../../etc/passwd"), "root:"));
  CHECK(has(server.get("/api/none"), "404 Not Found"));
  CHECK(has(server.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
                       "Connection: close\r\n\r\n"),
            "405 Method Not Allowed"));
}

TEST_CASE("metrics stand on a port of their own") {
  TestServer server({.metrics_port = 0});
  CHECK(has(server.get("/api/v1/things/5"), "200 OK"));
  Wire wire(static_cast<std::uint16_t>(server.server->metrics_port()));
  CHECK(wire.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"));
  const std::string got = wire.read();
  CHECK(has(got, "twinrail_requests_total 1\n"));
  CHECK_FALSE(has(server.get("/metrics"), "twinrail_requests_total"));
}

TEST_CASE("at the end running requests are answered and new connections refused") {
  TestServer server;
  Wire wire(server.port());
  CHECK(wire.send("GET /api/v1/slow HTTP/1.1\r\nHost: x\r\n\r\n"));
  while (!server.desk.desk.slow_runs) std::this_thread::sleep_for(milliseconds(1));
  auto stopped = std::async(std::launch::async, [&] { server.server->stop(); });
  CHECK(stopped.wait_for(milliseconds(100)) == std::future_status::timeout);
  server.desk.desk.slow.release();
  const std::string got = wire.read();
  CHECK(has(got, "{\"bytes\":1}"));
  CHECK(has(got, "Connection: close"));
  stopped.get();
  CHECK_THROWS((void)Wire(server.port()));
}

TEST_CASE("a live stream: what happens arrives, with its id") {
  TestServer server({.heartbeat = milliseconds(100)});
  CHECK(has(server.ask("GET /api/v1/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
            "401 Unauthorized"));
  Wire wire(server.port());
  CHECK(wire.send("GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n\r\n"));
  const std::string head = wire.read("retry: 2000\n\n");
  CHECK(has(head, "Content-Type: text/event-stream\r\n"));
  CHECK_FALSE(has(head, "Content-Length"));
  server.hub.publish("test", made(41));
  server.hub.publish("other", made(42));
  CHECK(has(wire.read("\"n\":41}\n\n"), "id: 41\nevent: test.made\ndata: {\"n\":41}\n\n"));
  CHECK(has(wire.read(": beat\n\n"), ": beat\n\n"));
  CHECK(server.hub.streams() == 1);
  // Signed out elsewhere: the next thing that would be sent ends the stream instead.
  server.desk.signed_out = true;
  std::this_thread::sleep_for(milliseconds(1100));
  server.hub.publish("test", made(43));
  CHECK_FALSE(has(wire.read(), "\"n\":43"));
  CHECK(wire.closed());
}

TEST_CASE("a live stream resumes after the last event that it has seen") {
  TestServer server;
  const auto announce_one = [&](const std::string& text) {
    server.desk.tenant->lanes().write({.name = "test"}, "test",
                                      [&](Tx& tx) { announce(tx, testing::ThingMade{text}); });
  };
  for (const char* text : {"first", "second", "third"}) announce_one(text);
  const auto live = [&](const std::string& after) {
    Wire wire(server.port());
    (void)wire.send("GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n" +
                    after + "\r\n");
    return wire.read("third", 1000);
  };
  const std::string resumed = live("Last-Event-ID: 1\r\n");
  CHECK_FALSE(has(resumed, "first"));
  CHECK(resumed.find("second") < resumed.find("third"));
  CHECK_FALSE(has(live(""), "first"));
  CHECK_FALSE(has(live("Last-Event-ID: x\r\n"), "first"));
}

}  // namespace twinrail
