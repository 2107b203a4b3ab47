#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "platform/audit/audit.hpp"
#include "platform/audit/hash.hpp"
#include "platform/audit/head.hpp"
#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

using audit::HeadState;
using audit::Key;

Key key_of(unsigned char first) {
  std::array<unsigned char, Key::size> bytes{};
  bytes[0] = first;
  return Key(bytes);
}

void note(Tx& tx) {
  audit::note(tx, {.op = "did", .place = "probe", .key = "1", .values = R"({"a":"双轨"})"});
}

/// So many changes under a key, one transaction each.
void change(TestTenant& t, int times, const Key& key) {
  for (int i = 0; i < times; ++i)
    t.write([&](Tx& tx) {
      note(tx);
      audit::seal(tx, key);
    });
}

audit::Verdict verdict(TestTenant& t, const Key& key) {
  audit::Verdict found;
  t.read([&](Read& db) { found = audit::verify(db, key); });
  return found;
}

/// As somebody who can write the data and knows how a chain is made, but has no key.
void forge(TestTenant& t, const std::string& sql) {
  t.write([&](Tx& tx) { tx.connection().script(sql); });
}

TEST_CASE("keys are told apart, and a hash with one is nobody else's") {
  CHECK(Key().none());
  CHECK(Key().fingerprint().empty());
  CHECK(key_of(1).fingerprint().size() == 16);
  CHECK(key_of(1).fingerprint() != key_of(2).fingerprint());
  CHECK(audit::Hash(key_of(1)).add("a").hex() == audit::Hash(key_of(1)).add("a").hex());
  CHECK(audit::Hash(key_of(1)).add("a").hex() != audit::Hash(key_of(2)).add("a").hex());
  CHECK(audit::Hash(key_of(1)).add("a").hex() != audit::Hash().add("a").hex());
  CHECK(audit::Hash().add("ab").add("c").hex() != audit::Hash().add("a").add("bc").hex());
}

TEST_CASE("a key is made once, for its owner alone, and never in the data folder") {
  const std::string folder = test_folder();
  const std::string data = folder + "/data";
  fs::create_directories(data);
  const std::string file = folder + "/secret/audit.key";
  const std::string made = audit::key_in(file, data).fingerprint();
  struct stat found{};
  REQUIRE(::stat(file.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  CHECK(audit::key_in(file, data).fingerprint() == made);
  CHECK_THROWS_WITH_AS((void)audit::key_in(data + "/audit.key", data), "trail.key_in_data", Error);
  fs::create_directory_symlink(data, folder + "/link");
  CHECK_THROWS_WITH_AS((void)audit::key_in(folder + "/link/sub/audit.key", data),
                       "trail.key_in_data", Error);
  fs::permissions(file, fs::perms::others_read, fs::perm_options::add);
  CHECK_THROWS_WITH_AS((void)audit::key_in(file, data), "trail.key_open", Error);
  const std::string short_one = folder + "/short.key";
  std::ofstream(short_one) << "abcd\n";
  fs::permissions(short_one, fs::perms::owner_read | fs::perms::owner_write);
  CHECK_THROWS_WITH_AS((void)audit::key_in(short_one, data), "trail.key_malformed", Error);
  CHECK_THROWS_WITH_AS((void)audit::key_in("/proc/no/audit.key", data), "trail.key_unwritable",
                       Error);
}

TEST_CASE("what was sealed without a key stays whole, and what comes after cannot be made anew") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const Key key = key_of(1);
    change(t, 3, {});
    change(t, 2, key);
    audit::Verdict found = verdict(t, key);
    CHECK(found.well());
    CHECK(found.without_key == 3);
    CHECK(found.of_other_keys == 0);
    CHECK_FALSE(verdict(t, {}).well());  // who has no key cannot say that it is whole
    CHECK(verdict(t, {}).unchecked == 2);
    // The last row is changed, and sealed again as everybody can.
    forge(t, "UPDATE audit_row SET actor = 'li' WHERE id = 5; DELETE FROM audit_seal WHERE id = 5");
    t.write([](Tx& tx) { audit::seal(tx); });
    CHECK(verdict(t, key).first_broken == 5);
    // So is the whole chain: then only a head that was kept tells.
    forge(t, "DELETE FROM audit_seal");
    t.write([](Tx& tx) { audit::seal(tx); });
    CHECK(verdict(t, key).without_key == 5);
    t.read([&](Read& db) { CHECK_FALSE(audit::has_head(db, found.head)); });
  });
}

TEST_CASE("a row under the key that was changed is found, and so is a hash that names the key") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const Key key = key_of(1);
    change(t, 4, key);
    CHECK(verdict(t, key).well());
    forge(t, "UPDATE audit_seal SET hash = 'made up' WHERE id = 4");
    CHECK(verdict(t, key).first_broken == 4);
    forge(t, "UPDATE audit_row SET actor = 'li' WHERE id = 2");
    CHECK(verdict(t, key).first_broken == 2);
  });
}

TEST_CASE("a chain that another key sealed is taken over, and cannot be changed from then on") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const Key theirs = key_of(1);
    const Key ours = key_of(2);
    change(t, 2, {});
    change(t, 3, theirs);
    audit::Verdict found = verdict(t, ours);
    CHECK(found.unchecked == 3);
    CHECK(found.other_key == theirs.fingerprint());
    CHECK_FALSE(found.well());
    t.write([&](Tx& tx) { audit::take_up(tx, 0, ours); });
    change(t, 1, ours);
    found = verdict(t, ours);
    CHECK(found.well());
    CHECK(found.rows == 7);
    CHECK(found.of_other_keys == 3);
    CHECK(found.unchecked == 0);
    t.write([&](Tx& tx) { audit::take_up(tx, 0, ours); });  // nothing to do a second time
    CHECK(verdict(t, ours).rows == 7);
    forge(t, "UPDATE audit_row SET actor = 'li' WHERE id = 4");
    CHECK(verdict(t, ours).first_broken == 5);
  });
}

TEST_CASE("rows that nobody sealed are noted when the company is opened") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const Key key = key_of(1);
    change(t, 2, key);
    forge(t,
          "INSERT INTO audit_row (at, account, actor, use_case, request, place, key, op) "
          "VALUES (1, 0, 'li', '', '', 'probe', '1', 'did');"
          "INSERT INTO audit_value (id, salt) SELECT MAX(id), 's' FROM audit_row");
    CHECK(verdict(t, key).unsealed == 1);
    CHECK(verdict(t, key).stale == 1);
    CHECK_FALSE(verdict(t, key).well());
    t.write([&](Tx& tx) { audit::take_up(tx, audit::left_unsealed(tx), key); });
    const audit::Verdict found = verdict(t, key);
    CHECK(found.stale == 0);
    // On PostgreSQL a program that was killed leaves such rows as well.
    CHECK(found.first_late.has_value() == t.on_postgres());
    CHECK(found.first_added.has_value() == !t.on_postgres());
    CHECK(found.well() == t.on_postgres());
  });
}

TEST_CASE("a signed head shows a cut end, a chain computed anew, and what was not signed so") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const std::string folder = test_folder();
    const audit::Keeper keeper(folder + "/audit.key", folder + "/data");
    const audit::Keeper other(folder + "/other.key", folder + "/data");
    change(t, 5, keeper.key());
    const auto state = [&](const audit::Keeper& by, const audit::Head& head,
                           const std::string& company = "acme") {
      HeadState found = HeadState::forged;
      t.read([&](Read& db) { found = by.compare(db, company, head); });
      return found;
    };
    audit::Head head;
    t.read([&](Read& db) { head = keeper.head_of(db, "acme", Date::of(2026, 3, 10)); });
    CHECK(head.row == 5);
    CHECK(head.sealed == 5);
    keeper.keep(head);
    REQUIRE(keeper.kept("acme"));
    CHECK(state(keeper, *keeper.kept("acme")) == HeadState::stands);
    CHECK(state(keeper, head, "beta") == HeadState::other_company);
    CHECK(state(other, head) == HeadState::other_key);
    audit::Head forged = head;
    forged.sealed = 4;
    CHECK(state(keeper, forged) == HeadState::forged);
    change(t, 1, keeper.key());
    CHECK(state(keeper, head) == HeadState::stands);
    forge(t,
          "DELETE FROM audit_seal WHERE id > 4; DELETE FROM audit_value WHERE id > 4;"
          "DELETE FROM audit_row WHERE id > 4");
    CHECK(verdict(t, keeper.key()).well());
    CHECK(state(keeper, head) == HeadState::gone);
    t.read([&](Read& db) {
      CHECK_THROWS_WITH_AS(keeper.renew(db, "acme", Date::of(2026, 3, 11)), "trail.head_gone",
                           Error);
    });
    CHECK(keeper.kept("acme")->row == 5);  // what shows it is left
    keeper.forget("acme");
    t.read([&](Read& db) { keeper.renew(db, "acme", Date::of(2026, 3, 12)); });
    CHECK(keeper.kept("acme")->row == 4);
    keeper.forget("acme");
    CHECK_FALSE(keeper.kept("acme"));
    std::ofstream(folder + "/no.json") << "{}";
    CHECK_THROWS_WITH_AS((void)audit::read_head(folder + "/no.json"), "trail.head_malformed",
                         Error);
  });
}

TEST_CASE("an append-only table refuses changes, but for the use case that prunes it") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const audit::Watched watched{.audited = {}, .append_only = {{"event", "prune"}, {"outbox"}}};
    t.write([&](Tx& tx) {
      audit::install(tx, watched);
      tx.run("INSERT INTO event (topic, payload, at, actor) VALUES ('t', '', 0, '')"_sql);
    });
    t.read([&](Read& db) { CHECK(audit::is_recording(db, watched)); });
    CHECK_THROWS_AS(t.write([](Tx& tx) { tx.run("UPDATE event SET topic = 'u'"_sql); }), DbError);
    CHECK_THROWS_AS(t.write([](Tx& tx) { tx.run("DELETE FROM event"_sql); }), DbError);
    t.lanes().write({.name = "job"}, "prune", [](Tx& tx) { tx.run("DELETE FROM event"_sql); });
    t.read(
        [](Read& db) { CHECK(db.one<std::int64_t>("SELECT COUNT(*) AS n FROM event"_sql) == 0); });
    t.write([&](Tx& tx) {
      tx.connection().script(t.on_postgres() ? "ALTER TABLE event DISABLE TRIGGER ALL"
                                             : "DROP TRIGGER audit_guard_event_delete");
    });
    t.read([&](Read& db) { CHECK_FALSE(audit::is_recording(db, watched)); });
  });
}

TEST_CASE("what was changed right before the end is sealed, on either engine") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const Key key = key_of(1);
    t.lanes().on_commit([&](Tx& tx) { audit::seal(tx, key); });
    for (int i = 0; i < 21; ++i) t.write(&note);
    t.lanes().stop();
    const auto connection = t.engine()->open_reader();
    connection->begin_read();
    Read db(*connection);
    const audit::Verdict found = audit::verify(db, key);
    CHECK(found.sealed == 21);
    CHECK(found.unsealed == 0);
    connection->commit();
  });
}

}  // namespace
}  // namespace twinrail
