#include "platform/tenant/tenant.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/db/testing.hpp"
#include "platform/events/events.hpp"

namespace twinrail {
namespace {

struct Happened {
  static constexpr std::string_view topic = "test.happened";
  std::int64_t number = 0;
  Text<20> words;
};
DESCRIBE(Happened, number, words);

/// An installation of its own, on the engine asked for.
struct Place {
  explicit Place(bool on_postgres) {
    place.data = test_folder();
    place.postgres = on_postgres ? test_postgres() : "";
    clean();
  }
  ~Place() { clean(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  void clean() const { TestTenant::forget_tenants(place.postgres, {"acme", "acme-two"}); }
  TenantPlace place;
};

void fill(Tenant& tenant, std::int64_t events) {
  tenant.lanes().write({.name = "test"}, "test", [&](Tx& tx) {
    for (std::int64_t i = 1; i <= events; ++i) announce(tx, Happened{i, "双轨 'x'\n"});
  });
}

std::vector<std::string> told(Tenant& tenant) {
  std::vector<std::string> payloads;
  tenant.lanes().read([&](Read& db) {
    for (const Event& e : events_after(db, 0, 10'000)) payloads.push_back(e.payload);
  });
  return payloads;
}

void for_both(const std::function<void(bool, bool)>& test) {
  for (const bool from : {false, true})
    for (const bool to : {false, true}) test(from, to);
}

TEST_CASE("tenants are made, listed and found again after a restart") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres);
    {
      Tenants tenants(place.place);
      CHECK_FALSE(tenants.only());
      fill(*tenants.create("acme", {"双轨服装", "Acme"}), 3);
      CHECK(tenants.only() == "acme");
      CHECK_THROWS_AS(tenants.create("acme", {"again", ""}), Error);
      CHECK_THROWS_AS(tenants.create("../acme", {"bad", ""}), Error);
      CHECK_THROWS_AS(tenants.create("acme-two", {"", ""}), Error);
    }
    Tenants tenants(place.place);
    CHECK(tenants.list().size() == 1);
    CHECK(tenants.list().front().name_zh == "双轨服装");
    CHECK(told(*tenants.open("acme")).size() == 3);
    CHECK_THROWS_AS(tenants.open("acme-two"), Error);
  }
}

TEST_CASE("a backup is one file that either engine takes, and goes on counting where it stood") {
  for_both([](bool from, bool to) {
    CAPTURE(from);
    CAPTURE(to);
    const Place first(from);
    const std::string file = first.place.data + "/acme.backup";
    std::vector<std::string> before;
    {
      Tenants tenants(first.place);
      const auto acme = tenants.create("acme", {"双轨服装", ""});
      fill(*acme, 4001);
      before = told(*acme);
      fill(*acme, 5);
      acme->lanes().write({.name = "test"}, "test",
                          [](Tx& tx) { tx.run("DELETE FROM event WHERE id > 4001"_sql); });
      tenants.backup("acme", file);
      CHECK_THROWS_AS(tenants.backup("nobody", file), Error);
    }
    first.clean();
    const Place second(to);
    Tenants tenants(second.place);
    tenants.restore("acme-two", file);
    CHECK_THROWS_AS(tenants.restore("acme-two", file), Error);
    CHECK(tenants.list().front().name_zh == "双轨服装");
    const auto restored = tenants.open("acme-two");
    CHECK(told(*restored) == before);
    fill(*restored, 1);
    restored->lanes().read([](Read& db) { CHECK(newest_event(db) == 4007); });
  });
}

TEST_CASE("what is no backup is refused and leaves nothing") {
  for (const bool on_postgres : {false, true}) {
    const Place place(on_postgres);
    Tenants tenants(place.place);
    const std::string file = place.place.data + "/letter.txt";
    std::ofstream(file) << std::string(5000, 'x');
    CHECK_THROWS_WITH_AS(tenants.restore("acme", file), "tenant.not_a_backup", Error);
    CHECK_THROWS_WITH_AS(tenants.restore("acme", file + ".gone"), "tenant.not_a_backup", Error);
    CHECK(tenants.list().empty());
    CHECK_NOTHROW(tenants.create("acme", {"", "Acme"}));
  }
}

std::int64_t trail_rows(Tenant& tenant) {
  std::int64_t rows = 0;
  tenant.lanes().read([&](Read& db) {
    const audit::Verdict found = audit::verify(db);
    CHECK_FALSE(found.first_broken);
    rows = found.rows;
  });
  return rows;
}

const std::vector<Audited> audited{{"event"}};

TEST_CASE("a restored tenant is audited, wherever its backup comes from") {
  for_both([](bool from, bool to) {
    CAPTURE(from);
    CAPTURE(to);
    const Place first(from);
    const std::string file = first.place.data + "/acme.backup";
    {
      Tenants tenants(first.place);
      tenants.audit(audited);
      fill(*tenants.create("acme", {"双轨服装", ""}), 2);
      tenants.backup("acme", file);
    }
    first.clean();
    const Place second(to);
    Tenants tenants(second.place);
    tenants.audit(audited);
    tenants.restore("acme-two", file);
    const auto restored = tenants.open("acme-two");
    CHECK(trail_rows(*restored) == 2);
    fill(*restored, 1);
    CHECK(trail_rows(*restored) == 3);
  });
}

/// An installation with both engines: the directory on PostgreSQL, the files in the folder.
TEST_CASE("a tenant moves to the other engine and back, and counts on where it stood") {
  const Place place(true);
  std::vector<std::string> before;
  {
    Tenants tenants(place.place);
    tenants.audit(audited);
    const auto acme = tenants.create("acme", {"双轨服装", "Acme"});
    fill(*acme, 4001);
    before = told(*acme);
    CHECK_THROWS_WITH_AS(tenants.move("acme", TenantEngine::sqlite), "tenant.in_use", Error);
  }
  for (const TenantEngine to :
       {TenantEngine::sqlite, TenantEngine::postgres, TenantEngine::sqlite}) {
    Tenants tenants(place.place);
    tenants.audit(audited);
    const MoveReport report = tenants.move("acme", to);
    CHECK(report.tables > 5);
    CHECK(report.rows > 8000);
    CHECK(report.trail.rows == static_cast<std::int64_t>(before.size()));
    CHECK_THROWS_WITH_AS(tenants.move("acme", to), "tenant.there_already", Error);
    CHECK_THROWS_WITH_AS(tenants.move("nobody", to), "tenant.unknown", Error);
    const auto acme = tenants.open("acme");
    CHECK(acme->lanes().is_postgres() == (to == TenantEngine::postgres));
    CHECK(told(*acme) == before);
    fill(*acme, 1);
    before = told(*acme);
    CHECK(trail_rows(*acme) == static_cast<std::int64_t>(before.size()));
  }
  // Without the server: the folder's own directory knows who lives in it.
  Tenants alone({place.place.data, "", 2});
  CHECK(alone.list().size() == 1);
  CHECK(told(*alone.open("acme")) == before);
}

TEST_CASE("an installation of files moves to a server that it has just been given") {
  const Place place(true);
  {
    Tenants files({place.place.data, "", 2});
    fill(*files.create("acme", {"双轨服装", "Acme"}), 3);
    fill(*files.create("acme-two", {"", "Two"}), 1);
    CHECK_THROWS_WITH_AS(files.move("acme", TenantEngine::postgres), "tenant.no_postgres", Error);
  }
  Tenants tenants(place.place);
  CHECK(tenants.list().empty());
  (void)tenants.move("acme", TenantEngine::postgres);
  CHECK(tenants.list().size() == 1);
  CHECK(tenants.list().front().name_zh == "双轨服装");
  CHECK(told(*tenants.open("acme")).size() == 3);
  Tenants files({place.place.data, "", 2});
  CHECK(files.list().size() == 1);
  CHECK(files.list().front().code == "acme-two");
}

TEST_CASE("who still has the old place open is refused, and what was acknowledged has moved") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(true);
    Tenants server(place.place);
    server.audit(audited);
    fill(*server.create("acme", {"", "Acme"}), 2);
    const auto to = [](bool postgres) {
      return postgres ? TenantEngine::postgres : TenantEngine::sqlite;
    };
    if (!on_postgres) {
      Tenants command(place.place);
      server.stop();
      (void)command.move("acme", to(false));
    }
    const auto old_place = server.open("acme");
    fill(*old_place, 1);
    Tenants command(place.place);
    command.audit(audited);
    (void)command.move("acme", to(!on_postgres));
    CHECK_THROWS(fill(*old_place, 1));
    CHECK(told(*command.open("acme")).size() == 3);
    fill(*command.open("acme"), 1);
    server.stop();
  }
}

constexpr const char* move_variable = "TWINRAIL_TEST_MOVE_PLACE";

/// The process that is killed: it moves a tenant and ends when all is copied and compared.
TEST_CASE("child of the kill test of moves") {
  const char* place = std::getenv(move_variable);
  if (!place) return;  // not started by the test below
  const std::string text = place;
  const auto to = text.front() == 'p' ? TenantEngine::postgres : TenantEngine::sqlite;
  Tenants tenants({text.substr(1), test_postgres(), 2});
  (void)tenants.move("acme", to, [] { std::raise(SIGKILL); });
}

void killed_move(const std::string& folder, TenantEngine to) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv(move_variable, ((to == TenantEngine::postgres ? "p" : "s") + folder).c_str(), 1);
    ::execl("/proc/self/exe", "child", "--test-case=child of the kill test of moves", nullptr);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGKILL);
}

TEST_CASE("a move that is killed before the switch leaves the old place in force") {
  const Place place(true);
  fill(*Tenants(place.place).create("acme", {"", "Acme"}), 3);
  std::size_t events = 3;
  for (const TenantEngine to : {TenantEngine::sqlite, TenantEngine::postgres}) {
    killed_move(place.place.data, to);
    {
      Tenants tenants(place.place);
      const auto acme = tenants.open("acme");
      CHECK(acme->lanes().is_postgres() == (to == TenantEngine::sqlite));
      CHECK(told(*acme).size() == events);
      fill(*acme, 1);
      ++events;
    }
    Tenants tenants(place.place);
    (void)tenants.move("acme", to);
    CHECK(told(*tenants.open("acme")).size() == events);
  }
}

/// Brings the folder's own directory to where it was before `work`, as a kill between the switch of
/// the installation's directory and that of the folder leaves it.
void without_the_folder(const std::string& folder, const std::function<void()>& work) {
  namespace fs = std::filesystem;
  const fs::path file = fs::path(folder) / "directory.sqlite";
  const fs::path kept = fs::path(folder) / "directory.kept";
  fs::copy_file(file, kept, fs::copy_options::overwrite_existing);
  work();
  for (const char* log : {"-wal", "-shm"}) fs::remove(file.string() + log);
  fs::rename(kept, file);
}

TEST_CASE("a move that is killed while it switches is ended by the next try") {
  const Place place(true);
  const auto in_folder = [&] { return Tenants({place.place.data, "", 2}).list().size(); };
  fill(*Tenants({place.place.data, "", 2}).create("acme", {"", "Acme"}), 3);
  Tenants tenants(place.place);
  for (const TenantEngine to : {TenantEngine::postgres, TenantEngine::sqlite}) {
    without_the_folder(place.place.data, [&] { (void)tenants.move("acme", to); });
    CHECK(in_folder() == (to == TenantEngine::postgres ? 1 : 0));
    CHECK_THROWS_WITH_AS(tenants.move("acme", to), "tenant.there_already", Error);
    CHECK(in_folder() == (to == TenantEngine::postgres ? 0 : 1));
    CHECK(told(*Tenants(place.place).open("acme")).size() == 3);
  }
}

}  // namespace
}  // namespace twinrail
