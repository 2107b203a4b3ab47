#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "app/mailing.hpp"
#include "app/module_list.hpp"
#include "modules/identity/identity.hpp"
#include "modules/people/people.hpp"
#include "platform/json/json.hpp"
#include "platform/outbox/outbox.hpp"

/// How somebody comes to an account by mail: a letter with a link that opens it once.
namespace twinrail::testing {
namespace {

Answer as_admin(Installation& i, Method method, const std::string& path, const std::string& body) {
  Headers headers = i.session("north", "admin");
  headers.emplace_back("Twinrail-Tenant", "north");
  headers.emplace_back("Content-Type", "application/json");
  return i.ask(method, "/api/v1" + path, body, headers);
}

Answer activate(Installation& i, const std::string& login, const std::string& code) {
  return i.ask(
      Method::post, "/api/v1/activation",
      R"({"login":")" + login + R"(","code":")" + code + R"(","password":"a quite long password"})",
      {{"Twinrail-Tenant", "north"}, {"Content-Type", "application/json"}});
}

/// Mail is sent here for as long as this lives, and kept instead.
class Mailed {
 public:
  explicit Mailed(Installation& i) : i_(i) {
    i.app().identity().know_addresses([&i](Read& db, const std::vector<PersonId>& people) {
      return i.app().people().addresses(db, people);
    });
    send_ =
        invitation_sender(i.app().identity(), {.from = "hr@x.example", .link = "https://x.example"},
                          [this](const mail::Mail& mail) {
                            if (refuses) throw Error(Fault::unavailable, "smtp.no_answer");
                            mails.push_back(mail);
                          });
  }
  ~Mailed() { i_.app().identity().know_addresses({}); }
  Mailed(const Mailed&) = delete;
  Mailed& operator=(const Mailed&) = delete;

  /// Sends all letters that wait, again and again as often as this is called.
  void send() {
    std::vector<LetterView> waiting;
    i_.north().lanes().read([&](Read& db) { waiting = letters(db, LetterState::waiting); });
    for (const LetterView& view : waiting)
      if (view.kind == identity::invitation_kind)
        send_(i_.north().lanes(), {view.kind, view.key, view.address, payload_of(view.id)});
  }

  std::vector<mail::Mail> mails;
  bool refuses = false;

 private:
  std::string payload_of(LetterId id) {
    std::string payload;
    i_.north().lanes().read([&](Read& db) {
      payload = *db.one<std::string>("SELECT payload FROM outbox WHERE id = ?"_sql, id);
    });
    return payload;
  }

  Installation& i_;
  Sender send_;
};

/// An account of the employee's person that nobody has opened yet.
std::string given_account(Installation& i, const std::string& login) {
  const Answer given = as_admin(i, Method::post, "/accounts",
                                R"({"login":")" + login + R"(","name":"I","roles":["employee"]})");
  REQUIRE(given.status == 201);
  const std::string id = given.at("/account/id");
  i.north().lanes().write({.name = "test"}, "name_person", [&](Tx& tx) {
    tx.run("UPDATE identity_account SET person = ? WHERE id = ?"_sql,
           PersonId{std::stoll(i.id("P-employee"))}, AccountId{std::stoll(id)});
  });
  return id;
}

std::string code_in(const mail::Mail& mail) {
  const auto at = mail.text.find("&code=") + 6;
  return mail.text.substr(at, 14);
}

}  // namespace

TEST_CASE("who is invited by mail opens the account with the link, once") {
  for_each_installation([](Installation& i) {
    const std::string login = i.on_postgres() ? "mailed-pg" : "mailed-lite";
    const std::string id = given_account(i, login);
    CHECK(as_admin(i, Method::post, "/invitations", R"({"accounts":[)" + id + "]}").key() ==
          "identity.mail_off");
    Mailed mailed(i);
    CHECK(i.get("/invitations", "admin").at("/possible") == "true");
    const Answer invited =
        as_admin(i, Method::post, "/invitations", R"({"accounts":[)" + id + "]}");
    CAPTURE(invited.body);
    REQUIRE(invited.status == 200);
    CHECK(i.get("/accounts/" + id, "admin").at("/invited_at") != "null");
    mailed.refuses = true;
    CHECK_THROWS(mailed.send());
    mailed.refuses = false;
    mailed.send();
    REQUIRE(mailed.mails.size() == 1);
    const mail::Mail& mail = mailed.mails.front();
    CHECK(mail.to.find('@') != std::string::npos);
    CHECK(mail.text.find("https://x.example/activate#company=north&login=" + login) !=
          std::string::npos);
    CHECK(i.get("/accounts/" + id, "admin").at("/code_expires_at") != "null");
    // What is kept says nothing of the code.
    i.north().lanes().read([&](Read& db) {
      CHECK(*db.one<std::int64_t>("SELECT COUNT(*) FROM outbox WHERE payload LIKE ?"_sql,
                                  "%" + code_in(mail) + "%") == 0);
    });
    CHECK(activate(i, login, code_in(mail)).status == 200);
    CHECK(activate(i, login, code_in(mail)).status == 401);
    CHECK(i.get("/accounts/" + id, "admin").at("/invited_at") == "null");
  });
}

TEST_CASE("an invitation is sent again, taken back, and needs an address") {
  for_each_installation([](Installation& i) {
    const std::string login = i.on_postgres() ? "again-pg" : "again-lite";
    const std::string id = given_account(i, login);
    const std::string body = R"({"accounts":[)" + id + "]}";
    Mailed mailed(i);
    REQUIRE(as_admin(i, Method::post, "/invitations", body).status == 200);
    REQUIRE(as_admin(i, Method::post, "/invitations", body).status == 200);
    mailed.send();
    REQUIRE(mailed.mails.size() == 1);  // the letter of the first one leads nowhere any more
    const std::string code = code_in(mailed.mails.front());
    CHECK(as_admin(i, Method::del, "/invitations/" + id, "").status == 200);
    CHECK(activate(i, login, code).status == 401);
    CHECK(as_admin(i, Method::del, "/invitations/" + id, "").key() == "identity.not_invited");
    mailed.send();
    CHECK(mailed.mails.size() == 1);
    const Answer nobody =
        as_admin(i, Method::post, "/accounts",
                 R"({"login":")" + login + R"(-alone","name":"Alone","roles":["employee"]})");
    CHECK(as_admin(i, Method::post, "/invitations",
                   R"({"accounts":[)" + nobody.at("/account/id") + "]}")
              .key() == "identity.no_address");
  });
}

}  // namespace twinrail::testing
