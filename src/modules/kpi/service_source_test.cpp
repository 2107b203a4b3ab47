#include <algorithm>

#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/inlets.hpp"
#include "modules/kpi/model_entry.hpp"
#include "modules/kpi/model_source.hpp"

/// Sources are registered with their writers: nobody reports, corrects or types under the name of a
/// system that is not his.
namespace twinrail::kpi {
namespace {

const Date on = Date::of(2026, 3, 2);
constexpr AccountId robot{1};
constexpr AccountId lead{2};
constexpr AccountId mes{3};

/// Three accounts and two roles.
class FewAccounts final : public Accounts {
 public:
  std::vector<SourceAccount> named(Read&, const std::vector<AccountId>& ids) override {
    std::vector<SourceAccount> found;
    for (const SourceAccount& one : all_)
      if (std::ranges::find(ids, one.id) != ids.end()) found.push_back(one);
    return found;
  }
  std::vector<SourceAccount> found(Read&, const Scope&, const std::optional<Text<100>>& text,
                                   std::int64_t limit) override {
    std::vector<SourceAccount> found;
    for (const SourceAccount& one : all_)
      if (std::ssize(found) < limit && one.login.find(text ? *text : "") != std::string::npos)
        found.push_back(one);
    return found;
  }
  std::vector<SourceRole> roles(Read&) override {
    return {{"feed", {"数据", "Feed"}}, {"hr", {"人力资源", "HR"}}};
  }

 private:
  std::vector<SourceAccount> all_{
      {robot, "robot", "Robot"}, {lead, "lead", "Lead"}, {mes, "mes", "Line system"}};
};

/// A company and what becomes of its sources.
struct Sources {
  explicit Sources(TestTenant& tenant_) : tenant(tenant_), c(tenant_) {
    c.service.know_accounts(std::make_unique<FewAccounts>());
  }

  SourceView add(const char* code, SourceWriters writers) {
    SourceView view;
    tenant.write([&](Tx& tx) {
      view = c.service.add_source(c.ctx(), tx, {code, {code, code}, std::move(writers)});
    });
    return view;
  }
  SourceWriters whole() {
    SourceWriters writers;
    writers.whole_company = true;
    return writers;
  }
  SourceWriters of(AccountId account) {
    SourceWriters writers;
    writers.accounts = {account};
    return writers;
  }
  SourceWriters of_role(const char* role) {
    SourceWriters writers;
    writers.roles = {role};
    return writers;
  }

  /// Somebody who may report figures of the whole company.
  [[nodiscard]] Context reporter(AccountId account, std::vector<std::string> roles = {}) const {
    auto viewer = std::make_shared<Viewer>();
    viewer->account = account;
    viewer->login = "reporter";
    viewer->roles = std::move(roles);
    viewer->held.everything();
    Context ctx(c.ctx().now, viewer);
    ctx.set_today(c.ctx().today());
    return ctx;
  }

  /// What a figure under a source is refused for, by a request.
  std::string sent(const Context& ctx, const char* source, const char* amount = "1",
                   const char* key = "k", const char* reason = nullptr) {
    Reading reading{.org_unit = c.team, .on = on, .amount = amount, .source_key = key};
    if (reason) reading.reason = Text<500>(reason);
    return key_of([&] {
      tenant.write([&](Tx& tx) {
        (void)c.service.record_readings(ctx, tx, {c.good, CodeText<64>(source), {{reading}}});
      });
    });
  }
  /// The same by a row of a file: "source kpi.source_not_yours".
  std::string filed(const Context& ctx, const char* source, const char* key) {
    const std::vector<Inlet> all = inlets(c.service);
    const auto inlet = std::ranges::find(all, "kpi.reading", &Inlet::code);
    const std::vector<InletRow> rows{
        {.line = 2, .values = {"good", "S1", on.to_string(), "1", source, key, ""}}};
    std::string told;
    tenant.write([&](Tx& tx) {
      const InletVerdict verdict = inlet->accept(ctx, tx, rows).at(0);
      told = verdict.verdict == Verdict::refused ? verdict.column + " " + verdict.key : "";
    });
    return told;
  }

  TestTenant& tenant;
  TestCompany c;
};

const char* const not_yours = "kpi.source_not_yours";

}  // namespace

TEST_CASE("only the writers of a registered source report under it, by request and by file") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    (void)s.add("mes", s.of(mes));
    CHECK(s.sent(s.reporter(mes), "mes") == "");
    CHECK(s.sent(s.reporter(robot), "mes", "1", "other") == not_yours);
    CHECK(s.sent(lead_of(s.c, s.c.team), "mes", "1", "other") == not_yours);
    CHECK(s.filed(s.reporter(mes), "mes", "f1") == "");
    CHECK(s.filed(s.reporter(robot), "mes", "f2") == "source kpi.source_not_yours");
    CHECK(s.c.differing() == 0);
  });
}

TEST_CASE("a source that nobody registered is refused as one of somebody else's is") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    (void)s.add("mes", s.of(mes));
    const auto refusal = [&](const char* source) {
      std::string told;
      try {
        tenant.write([&](Tx& tx) {
          const Reading reading{.org_unit = s.c.team, .on = on, .amount = "1", .source_key = "k"};
          (void)s.c.service.record_readings(s.c.ctx(), tx,
                                            {s.c.good, CodeText<64>(source), {{reading}}});
        });
      } catch (const Error& e) {
        REQUIRE(e.problems().size() == 1);
        const Problem& p = e.problems().front();
        told = e.key() + " " + p.pointer + " " + p.key + " " + std::to_string(p.args.size());
      }
      return told;
    };
    CHECK(refusal("mes") == "access.forbidden /source kpi.source_not_yours 1");
    CHECK(refusal("erp") == refusal("mes"));
    CHECK(s.filed(s.c.ctx(), "erp", "k") == "source kpi.source_not_yours");
    CHECK(s.sent(s.c.ctx(), "api") == "");
    CHECK(s.sent(s.c.ctx(), "file") == "");
    CHECK(s.sent(s.c.ctx(), "entry") == not_yours);  // typed on the sheet only
  });
}

TEST_CASE("roles and who reports for the whole company are writers as well") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    (void)s.add("erp", s.whole());
    (void)s.add("crm", s.of_role("feed"));
    CHECK(s.sent(s.c.ctx(), "erp") == "");
    CHECK(s.sent(lead_of(s.c, s.c.team), "erp", "1", "other") == not_yours);
    CHECK(s.sent(s.reporter(mes, {"feed"}), "crm") == "");
    CHECK(s.sent(s.reporter(mes, {"hr"}), "crm", "1", "other") == not_yours);
  });
}

TEST_CASE("who is a writer reports for his own units and no others") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    (void)s.add("scale", s.of(lead));
    CHECK(s.sent(lead_of(s.c, s.c.team), "scale") == "");
    CHECK(s.sent(lead_of(s.c, s.c.other), "scale") == "access.forbidden");
  });
}

TEST_CASE("a figure of another's source is not corrected by whoever may write its unit") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    (void)s.add("mes", s.of(mes));
    CHECK(s.sent(s.reporter(mes), "mes", "80", "line") == "");
    CHECK(s.sent(lead_of(s.c, s.c.team), "mes", "0", "line", "mine") == not_yours);
    CHECK(s.sent(s.c.ctx(), "mes", "0", "line", "mine") == not_yours);
    CHECK(s.sent(s.reporter(mes), "mes", "81", "line", "recounted") == "");
  });
}

TEST_CASE("on the entry sheet a figure of another's source is shown, and not typed over") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    (void)s.add("mes", s.of(mes));
    tenant.write([&](Tx& tx) {
      (void)s.c.service.add_duties(
          s.c.ctx(), tx, {.measure = s.c.good, .org_units = {s.c.team}, .valid_from = on});
    });
    CHECK(s.sent(s.reporter(mes), "mes", "80", "line") == "");
    const auto typed = [&](const Context& ctx) {
      return key_of([&] {
        tenant.write([&](Tx& tx) {
          const EntryCell cell{s.c.good, s.c.team, on, "82", 1, Text<500>("recounted")};
          (void)s.c.service.enter(ctx, tx, {{cell}});
        });
      });
    };
    const auto is_open = [&](const Context& ctx) {
      bool open = false;
      tenant.read([&](Read& db) {
        const EntrySheet sheet =
            s.c.service.entry(ctx, db, {.unit = s.c.team, .from = on, .to = on});
        open = sheet.rows.at(0).cells.at(0).open;
        CHECK(sheet.rows.at(0).cells.at(0).amount == "80"_dec);
      });
      return open;
    };
    CHECK_FALSE(is_open(lead_of(s.c, s.c.team)));
    CHECK(typed(lead_of(s.c, s.c.team)) == "kpi.entry_of_source");
    CHECK(is_open(s.reporter(mes)));
    CHECK(typed(s.reporter(mes)) == "");
    CHECK(s.c.differing() == 0);
  });
}

TEST_CASE("a closed source takes nothing from its day on, and is opened again") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    const SourceView made = s.add("mes", s.of(mes));
    const auto act = [&](std::int64_t version, const auto& use) {
      return key_of([&] {
        tenant.write([&](Tx& tx) {
          Context ctx = s.c.ctx();
          ctx.if_match = version;
          use(ctx, tx);
        });
      });
    };
    const auto close = [&](const Context& ctx, Tx& tx) {
      (void)s.c.service.close_source(ctx, tx, {made.id, ctx.today()});
    };
    CHECK(act(made.version + 1, close) == "request.stale");
    CHECK(act(made.version, close) == "");
    CHECK(s.sent(s.reporter(mes), "mes") == "kpi.source_closed");
    CHECK(s.sent(s.c.ctx(), "mes") == not_yours);
    CHECK(act(made.version + 1, [&](const Context& ctx, Tx& tx) {
            (void)s.c.service.open_source(ctx, tx, {made.id});
          }) == "");
    CHECK(s.sent(s.reporter(mes), "mes") == "");
  });
}

TEST_CASE("writers are changed as a whole, by whoever keeps the sources, on the newest version") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    const SourceView made = s.add("mes", s.of(mes));
    const auto change = [&](const Context& who, std::int64_t version, SourceWriters writers) {
      return key_of([&] {
        tenant.write([&](Tx& tx) {
          Context ctx = who;
          ctx.if_match = version;
          (void)s.c.service.change_source(ctx, tx, {made.id, {"线", "Line"}, std::move(writers)});
        });
      });
    };
    CHECK(change(lead_of(s.c, s.c.team), 1, s.of(lead)) == "access.forbidden");
    CHECK(change(s.c.ctx(), 2, s.of(lead)) == "request.stale");
    CHECK(change(s.c.ctx(), 1, s.of(AccountId{99})) == "kpi.unknown_writer");
    CHECK(change(s.c.ctx(), 1, s.of_role("nobody")) == "kpi.unknown_writer");
    CHECK(change(s.c.ctx(), 1, {}) == "kpi.source_no_writer");
    CHECK(s.sent(s.reporter(mes), "mes") == "");
    CHECK(change(s.c.ctx(), 1, s.of(lead)) == "");
    CHECK(s.sent(s.reporter(mes), "mes", "1", "next") == not_yours);
    CHECK(s.sent(lead_of(s.c, s.c.team), "mes", "1", "next") == "");
  });
}

TEST_CASE("sources are listed page by page with their writers, without the product's own") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    CHECK(s.sent(s.c.ctx(), "api") == "");
    for (const char* code : {"mes", "erp", "crm"}) (void)s.add(code, s.of(mes));
    (void)s.add("wms", s.of_role("hr"));
    CHECK(key_of([&] { (void)s.add("erp", s.whole()); }) == "kpi.code_taken");
    CHECK(key_of([&] { (void)s.add("file", s.whole()); }) == "kpi.code_taken");
    tenant.read([&](Read& db) {
      SourcesQuery query{.cursor = {}, .limit = 3};
      const auto first = s.c.service.sources(s.c.ctx(), db, query);
      REQUIRE(first.items.size() == 3);
      CHECK(first.items[0].code == "crm");
      CHECK(first.items[0].accounts.at(0).login == "mes");
      query.cursor = Text<200>(first.next.value());
      const auto second = s.c.service.sources(s.c.ctx(), db, query);
      REQUIRE(second.items.size() == 1);
      CHECK(second.items[0].roles.at(0).names.en == "HR");
      CHECK_FALSE(second.next);
      CHECK(key_of([&] { (void)s.c.service.sources(lead_of(s.c, s.c.team), db, {}); }) ==
            "access.forbidden");
      const auto choices = s.c.service.writer_choices(s.c.ctx(), db, {.q = Text<100>("me")});
      REQUIRE(choices.accounts.size() == 1);
      CHECK(choices.accounts[0].id == mes);
      CHECK(choices.roles.size() == 2);
    });
  });
}

TEST_CASE("a reading tells its source by name") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    (void)s.add("mes", s.of(mes));
    CHECK(s.sent(s.reporter(mes), "mes") == "");
    CHECK(s.sent(s.c.ctx(), "api", "2", "k2") == "");
    tenant.read([&](Read& db) {
      const auto page = s.c.service.readings(s.c.ctx(), db, {.measure = s.c.good});
      REQUIRE(page.items.size() == 2);
      CHECK(page.items[0].source_names.zh == "接口");
      CHECK(page.items[1].source_names.en == "mes");
    });
  });
}

TEST_CASE("a file registers sources for whoever reports for the whole company") {
  for_each_engine([](TestTenant& tenant) {
    Sources s(tenant);
    const std::vector<Inlet> all = inlets(s.c.service);
    const auto inlet = std::ranges::find(all, "kpi.source", &Inlet::code);
    const auto take = [&](std::vector<std::string> values) {
      std::string told;
      tenant.write([&](Tx& tx) {
        const std::vector<InletRow> rows{{.line = 2, .values = std::move(values)}};
        const InletVerdict verdict = inlet->accept(s.c.ctx(), tx, rows).at(0);
        told = verdict.verdict == Verdict::refused ? verdict.key
               : verdict.verdict == Verdict::known ? "known"
                                                   : "stored";
      });
      return told;
    };
    CHECK(take({"mes", "线", "Line", ""}) == "stored");
    CHECK(take({"mes", "线", "Line", ""}) == "known");
    CHECK(take({"mes", "线", "Other", ""}) == "kpi.code_taken");
    CHECK(take({"erp", "", "ERP", "false"}) == "kpi.source_no_writer");
    CHECK(s.sent(s.c.ctx(), "mes") == "");
  });
}

}  // namespace twinrail::kpi
