#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include <doctest/doctest.h>

#include "platform/db/copy.hpp"
#include "platform/db/postgres.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/db/testing.hpp"
#include "platform/tenant/store_tenant.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

/// An installation of its own with the companies "acme" and "beta".
struct Place {
  explicit Place(bool on_postgres) {
    place.data = test_folder();
    place.postgres = on_postgres ? test_postgres() : "";
    clean();
    Tenants tenants(place);
    for (const char* code : {"acme", "beta"}) fill(*tenants.create(code, {"", code}), 3);
  }
  ~Place() { clean(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  void clean() const { TestTenant::forget_tenants(place.postgres, {"acme", "beta", "gamma"}); }
  static void fill(Tenant& tenant, int events) {
    tenant.lanes().write({.name = "test"}, "test", [&](Tx& tx) {
      for (int i = 0; i < events; ++i)
        tx.run("INSERT INTO event (topic, payload, at, actor) VALUES ('t', ?, 0, 'test')"_sql,
               std::string(1000, 'x'));
    });
  }
  static std::int64_t events(Tenant& tenant) {
    std::int64_t count = 0;
    tenant.lanes().read(
        [&](Read& db) { count = *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM event"_sql); });
    return count;
  }
  [[nodiscard]] std::string file(const std::string& code) const {
    return place.data + "/tenants/" + code + ".sqlite";
  }
  /// Past the product, as somebody does it with a tool.
  void doctor(const std::string& code, const std::string& sql) const {
    const auto engine = place.postgres.empty() ? sqlite_engine(file(code))
                                               : postgres_engine(place.postgres, "t_" + code);
    const auto connection = engine->open_writer();
    in_transaction(*connection, {.name = "test"}, "test",
                   [&](Tx& tx) { tx.connection().script(sql); });
  }
  TenantPlace place;
};

void doctor_file(const std::string& file, const std::string& sql) {
  sqlite_engine(file)->open_writer()->script(sql);
  fold_sqlite(*sqlite_engine(file)->open_writer());
}

/// Junk over whole pages behind the first ones.
void hurt(const std::string& file) {
  fold_sqlite(*sqlite_engine(file)->open_writer());
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto size = static_cast<std::int64_t>(fs::file_size(file));
  bytes.seekp(size / 2);
  bytes << std::string(static_cast<std::size_t>(size / 3), 'j');
}

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The operator's words for why a company is not opened; empty when it is.
std::string refusal(Tenants& tenants, const std::string& code) {
  try {
    (void)tenants.open(code);
    return "";
  } catch (const DbError& e) {
    CHECK(e.key() == "tenant.broken");
    CHECK(e.fault() == Fault::unavailable);
    return e.detail();
  }
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("an old log beside a file is not folded into the file that takes its place") {
  const Place place(true);
  const std::string log = place.file("acme") + "-wal", kept = place.place.data + "/kept-wal";
  (void)Tenants(place.place).move("acme", TenantEngine::sqlite);
  {
    Tenants tenants(place.place);
    const auto acme = tenants.open("acme");
    Place::fill(*acme, 100);
    fs::copy_file(log, kept);
  }
  (void)Tenants(place.place).move("acme", TenantEngine::postgres);
  Place::fill(*Tenants(place.place).open("acme"), 2);
  fs::copy_file(kept, log, fs::copy_options::overwrite_existing);  // of the earlier stay
  (void)Tenants(place.place).move("acme", TenantEngine::sqlite);
  CHECK_FALSE(fs::exists(log));
  CHECK(damage_of_sqlite(place.file("acme"), Depth::thorough).empty());
  Tenants tenants(place.place);
  CHECK(Place::events(*tenants.open("acme")) == 105);

  const std::string saved = place.place.data + "/saved";
  tenants.backup("acme", saved);
  for (const char* end : {"-wal", "-shm", "-journal"}) fs::copy_file(kept, saved + end);
  tenants.backup("acme", saved);
  for (const char* end : {"-wal", "-shm", "-journal"}) CHECK_FALSE(fs::exists(saved + end));
  tenants.restore("gamma", saved);
  CHECK(Place::events(*tenants.open("gamma")) == 105);
}

TEST_CASE("a backup ends while somebody writes all the time") {
  const Place place(false);
  Tenants tenants(place.place);
  const auto acme = tenants.open("acme");
  for (int i = 0; i < 4; ++i) Place::fill(*acme, 5000);  // several steps of the copy
  std::atomic<bool> enough{false};
  std::thread writer([&] {
    while (!enough) Place::fill(*acme, 1);
  });
  const std::string saved = place.place.data + "/saved";
  auto copied = std::async(std::launch::async, [&] { tenants.backup("acme", saved); });
  CHECK(copied.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
  enough = true;
  writer.join();
  copied.get();
  tenants.restore("gamma", saved);
  CHECK(Place::events(*tenants.open("gamma")) >= 20'003);
}

TEST_CASE("what is missing, empty, damaged or another company's is broken, and is not made anew") {
  struct Row {
    const char* what;
    std::function<void(const Place&)> doctored;
    const char* says;
  };
  const std::vector<Row> on_sqlite{
      {"missing", [](const Place& p) { fs::remove(p.file("acme")); }, "unable to open"},
      {"empty", [](const Place& p) { fs::resize_file(p.file("acme"), 0); }, "it is empty"},
      {"text", [](const Place& p) { std::ofstream(p.file("acme")) << std::string(9000, 'x'); },
       "not a database"},
      {"another's",
       [](const Place& p) {
         fold_sqlite(*sqlite_engine(p.file("beta"))->open_writer());
         fs::copy_file(p.file("beta"), p.file("acme"), fs::copy_options::overwrite_existing);
       },
       "the company beta"},
  };
  const std::vector<Row> on_postgres{
      {"missing", [](const Place& p) { drop_postgres_schema(p.place.postgres, "t_acme"); },
       "it is empty"},
      {"another's",
       [](const Place& p) { p.doctor("acme", "UPDATE this_company SET code = 'beta'"); },
       "the company beta"},
  };
  for (const bool postgres : {false, true})
    for (const Row& row : postgres ? on_postgres : on_sqlite) {
      CAPTURE(postgres);
      CAPTURE(row.what);
      const Place place(postgres);
      const std::string saved = place.place.data + "/saved";
      Tenants(place.place).backup("acme", saved);
      const std::string good = text_of(saved);
      row.doctored(place);
      Tenants tenants(place.place);
      std::string told;
      tenants.attend({.start = {},
                      .may_end = {},
                      .end = {},
                      .broken = [&](const std::string& code, const std::string& why) {
                        told += code + " " + why + "\n";
                      }});
      for (int again = 0; again < 2; ++again) {
        const std::string why = refusal(tenants, "acme");
        CHECK(says(why, row.says));
        CHECK(says(why, postgres ? "t_acme" : place.file("acme")));
        CHECK(told == "acme " + why + "\n");
      }
      CHECK(tenants.broken().contains("acme"));
      CHECK(tenants.broken().size() == 1);
      CHECK(Place::events(*tenants.open("beta")) == 3);
      CHECK_FALSE(tenants.check_data("acme").problems.empty());
      CHECK(tenants.check_data("beta").problems.empty());
      CHECK_THROWS_WITH_AS(tenants.backup("acme", saved), "tenant.broken", Error);
      CHECK(text_of(saved) == good);
      CHECK_FALSE(fs::exists(saved + ".part"));
      if (std::string(row.what) == "missing" && !postgres)
        CHECK_FALSE(fs::exists(place.file("acme")));
    }
}

TEST_CASE("data that name no company yet take the name of their place") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres);
    place.doctor("acme",
                 "DROP TABLE this_company; DELETE FROM schema_version "
                 "WHERE module = 'platform.tenant'");
    Tenants tenants(place.place);
    CHECK_NOTHROW(tenants.backup("acme", place.place.data + "/saved"));
    tenants.open("acme")->lanes().read([](Read& db) { CHECK(tenant::store::named(db) == "acme"); });
  }
}

TEST_CASE("a file that is removed under an open company takes no more changes") {
  const Place place(false);
  Tenants tenants(place.place);
  const auto acme = tenants.open("acme");
  CHECK(tenants.broken().empty());
  fs::rename(place.file("acme"), place.file("acme") + ".away");
  CHECK_THROWS_WITH_AS(Place::fill(*acme, 1), "db.missing", Error);
  CHECK(says(tenants.broken()["acme"], "removed or replaced"));
  fs::copy_file(place.file("acme") + ".away", place.file("acme"));
  CHECK_THROWS_WITH_AS(Place::fill(*acme, 1), "db.missing", Error);
}

TEST_CASE(
    "what lies in a new company's place is not adopted, and a failed restore leaves nothing") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres);
    const std::string saved = place.place.data + "/saved";
    Tenants tenants(place.place);
    tenants.backup("acme", saved);
    const std::string nameless = saved + ".nameless", cut = saved + ".cut";
    for (const std::string& copy : {nameless, cut}) fs::copy_file(saved, copy);
    doctor_file(nameless, "UPDATE backup SET name_zh = '', name_en = ''");
    CHECK_THROWS_WITH_AS(tenants.restore("gamma", nameless), "request.names_empty", Error);
    doctor_file(cut,
                "INSERT INTO audit_row (id, at, account, actor, use_case, request, place, key, op) "
                "VALUES (1, 0, 0, 'x', 'x', 'x', 'event', '1', 'insert'); "
                "INSERT INTO audit_value (id, salt) VALUES (1, 's'); "
                "INSERT INTO audit_seal (id, value_hash, hash) VALUES (1, 'x', 'y')");
    CHECK_THROWS_WITH_AS(tenants.restore("gamma", cut), "tenant.trail_broken", Error);
    CHECK(tenants.list().size() == 2);
    for (const auto& left : fs::directory_iterator(place.place.data + "/tenants"))
      CHECK_FALSE(says(left.path().string(), "gamma"));
    CHECK(Place::events(*tenants.create("gamma", {"", "G"})) == 0);
    tenants.stop();

    // The directory forgets it, as after a kill between the file and its entry.
    const auto directory = on_postgres ? postgres_engine(place.place.postgres, "twinrail_directory")
                                       : sqlite_engine(place.place.data + "/directory.sqlite");
    in_transaction(*directory->open_writer(), {.name = "test"}, "test",
                   [](Tx& tx) { tenant::store::remove(tx, "gamma"); });
    CHECK_THROWS_WITH_AS(tenants.create("gamma", {"", "G"}), "tenant.place_taken", Error);
    CHECK_THROWS_WITH_AS(tenants.restore("gamma", saved), "tenant.place_taken", Error);
    CHECK(tenants.list().size() == 2);
    if (!on_postgres) CHECK(fs::exists(place.file("gamma")));
  }
}

TEST_CASE("a file that was left by a kill before its entry is made anew, one in use is kept") {
  const Place place(false);
  Tenants tenants(place.place);
  // As a kill leaves it: the file with both of its names, and no entry.
  (void)tenants.create("gamma", {"", "G"});
  Place::fill(*tenants.open("gamma"), 2);
  tenants.stop();
  fs::create_hard_link(place.file("gamma"), place.file("gamma") + ".part");
  in_transaction(*sqlite_engine(place.place.data + "/directory.sqlite")->open_writer(),
                 {.name = "test"}, "test", [](Tx& tx) { tenant::store::remove(tx, "gamma"); });
  CHECK(Place::events(*tenants.create("gamma", {"", "G"})) == 0);
  CHECK_FALSE(fs::exists(place.file("gamma") + ".part"));
  // Killed right after its entry was kept.
  fs::create_hard_link(place.file("acme"), place.file("acme") + ".part");
  CHECK_THROWS_WITH_AS(tenants.create("acme", {"", "A"}), "tenant.exists", Error);
  CHECK(Place::events(*tenants.open("acme")) == 3);
  CHECK_FALSE(fs::exists(place.file("acme") + ".part"));
}

TEST_CASE("a folder of companies without its directory is no new installation") {
  const Place place(false);
  fs::remove(place.place.data + "/directory.sqlite");
  CHECK_THROWS_WITH_AS(Tenants(place.place), "tenant.directory_missing", Error);
  CHECK_FALSE(fs::exists(place.place.data + "/directory.sqlite"));
}

TEST_CASE("damaged pages are noticed by backup, restore and a look at the data") {
  const Place place(false);
  const std::string saved = place.place.data + "/saved";
  Tenants tenants(place.place);
  Place::fill(*tenants.open("acme"), 2000);
  tenants.backup("acme", saved);
  const DataReport whole = tenants.check_data("acme");
  CHECK(whole.problems.empty());
  CHECK(whole.rows > 2000);
  CHECK(whole.tables > 50);
  tenants.stop();
  const std::string good = text_of(saved);
  hurt(place.file("acme"));
  CHECK_FALSE(tenants.check_data("acme").problems.empty());
  CHECK_THROWS_WITH_AS(tenants.backup("acme", saved), "tenant.broken", Error);
  CHECK(text_of(saved) == good);
  hurt(saved);
  CHECK_THROWS_WITH_AS(tenants.restore("gamma", saved), "tenant.backup_damaged", Error);
  CHECK_FALSE(fs::exists(place.file("gamma")));
}

TEST_CASE("restore believes nothing but the rows of a file") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres);
    const std::string saved = place.place.data + "/saved";
    Tenants tenants(place.place);
    tenants.backup("acme", saved);
    doctor_file(
        saved,
        "CREATE TRIGGER evil AFTER INSERT ON identity_session BEGIN DELETE FROM event; END;"
        "CREATE TRIGGER now_evil AFTER INSERT ON schema_version BEGIN DELETE FROM event; END;"
        "CREATE VIEW evil_view AS SELECT * FROM event; CREATE TABLE evil_table (x)");
    tenants.restore("gamma", saved);
    const auto gamma = tenants.open("gamma");
    CHECK(Place::events(*gamma) == 3);
    tenants.stop();
    if (!on_postgres) CHECK_FALSE(says(text_of(place.file("gamma")), "evil"));
  }
}

TEST_CASE("a backup that lacks a table is refused by the table's name, also behind a view") {
  const Place place(false);
  const std::string saved = place.place.data + "/saved";
  Tenants tenants(place.place);
  tenants.backup("acme", saved);
  for (const char* doctored :
       {"DROP TABLE kpi_reading",
        "CREATE VIEW kpi_reading AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
        " SELECT x AS id FROM c"}) {
    doctor_file(saved, std::string("PRAGMA foreign_keys = OFF; ") + doctored);
    try {
      tenants.restore("gamma", saved);
      FAIL("a file without readings was restored");
    } catch (const Error& e) {
      CHECK(e.key() == "tenant.backup_lacks");
      REQUIRE(!e.args().empty());
      CHECK(e.args().front().second == "kpi_reading");
    }
    CHECK_FALSE(fs::exists(place.file("gamma")));
  }
}

TEST_CASE("a company's file that is a link is not followed") {
  const Place place(false);
  const std::string elsewhere = place.place.data + "/elsewhere.sqlite";
  fs::rename(place.file("acme"), elsewhere);
  fs::create_symlink(elsewhere, place.file("acme"));
  Tenants tenants(place.place);
  CHECK_THROWS_WITH_AS(tenants.open("acme"), "tenant.broken", DbError);
  CHECK(tenants.broken().at("acme").find("it is a link") != std::string::npos);
  CHECK_THROWS_AS(tenants.backup("acme", elsewhere + ".backup"), DbError);
  CHECK_NOTHROW(tenants.open("beta"));
}

}  // namespace
}  // namespace twinrail
