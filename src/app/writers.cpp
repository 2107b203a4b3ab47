#include "app/writers.hpp"

#include "modules/identity/identity.hpp"
#include "platform/context.hpp"
#include "platform/db/db.hpp"

namespace twinrail {
namespace {

std::vector<kpi::SourceAccount> shown(const std::vector<identity::KnownAccount>& accounts) {
  std::vector<kpi::SourceAccount> list;
  for (const identity::KnownAccount& one : accounts) list.push_back({one.id, one.login, one.name});
  return list;
}

class CompanyAccounts final : public kpi::Accounts {
 public:
  explicit CompanyAccounts(identity::Service& identity) : identity_(identity) {}

  std::vector<kpi::SourceAccount> named(Read& db, const std::vector<AccountId>& ids) override {
    return shown(identity_.accounts_named(db, ids));
  }
  std::vector<kpi::SourceAccount> found(Read& db, const Scope& scope,
                                        const std::optional<Text<100>>& text,
                                        std::int64_t limit) override {
    return shown(identity_.accounts_found(db, scope, text, limit));
  }
  std::vector<kpi::SourceRole> roles(Read& db) override {
    std::vector<kpi::SourceRole> list;
    for (const auto& [code, names] : identity_.role_names(db)) list.push_back({code, names});
    return list;
  }

 private:
  identity::Service& identity_;
};

}  // namespace

std::unique_ptr<kpi::Accounts> make_accounts(identity::Service& identity) {
  return std::make_unique<CompanyAccounts>(identity);
}

}  // namespace twinrail
