#include "modules/kpi/service_source.hpp"

#include <algorithm>

#include "modules/kpi/inlets.hpp"
#include "modules/kpi/service_measure.hpp"
#include "modules/kpi/store_source.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

constexpr std::int64_t page_default = 100;
/// Accounts that are offered while somebody types.
constexpr std::int64_t choices_max = 20;

rules::MayReport may_report(const Context& ctx, const Catalogue& c, const std::string& source) {
  if (rules::own_source(source)) return rules::MayReport::yes;
  const auto known = c.sources.find(source);
  const rules::Writers* writers =
      known == c.sources.end() ? nullptr : &c.writers.at(known->second.id);
  const Viewer& viewer = ctx.viewer();
  return rules::may_report(
      writers, {viewer.account, viewer.roles, ctx.may_everywhere(permission::write_reading)},
      ctx.today());
}

[[noreturn]] void refuse_source(std::string key, Arguments args) {
  throw Error(Fault::forbidden, "access.forbidden",
              std::vector<Problem>{{"/source", std::move(key), std::move(args)}});
}

std::vector<std::string> own_codes() {
  std::vector<std::string> codes;
  for (const rules::OwnSource& own : rules::own_sources) codes.emplace_back(own.code);
  return codes;
}

SourceRow row_or_refuse(Read& db, SourceId id) {
  auto row = store::source(db, id);
  if (!row || rules::own_source(row->code)) throw Error(Fault::not_found, "kpi.unknown_source");
  return *row;
}

void change(Tx& tx, const SourceRow& row) {
  if (!store::change_source(tx, row))
    throw Error(Fault::stale, "request.stale",
                Arguments{{"current", std::to_string(row.version + 1)},
                          {"yours", std::to_string(row.version)}});
  store::renew_stamp(tx, new_stamp());
}

void set_writers(Tx& tx, SourceId source, const SourceWriters& writers) {
  std::vector<SourceAccountRow> accounts;
  for (const AccountId account : writers.accounts) accounts.push_back({source, account});
  std::vector<SourceRoleRow> roles;
  for (const auto& role : writers.roles) roles.push_back({source, role});
  store::set_writers(tx, source, accounts, roles);
}

/// Throws Error "request.invalid" for writers that are not there or stand twice, and for none.
void require_writers(Read& db, Accounts* book, const SourceWriters& writers) {
  std::vector<Problem> problems;
  std::set<AccountId> accounts;
  std::set<std::string> roles;
  if (book) {
    for (const SourceAccount& one : book->named(db, writers.accounts)) accounts.insert(one.id);
    for (const SourceRole& one : book->roles(db)) roles.insert(one.code);
  }
  // Taken out as it is met, so that a second one is not there either.
  for (std::size_t i = 0; i < writers.accounts.size(); ++i)
    if (accounts.erase(writers.accounts[i]) == 0)
      problems.push_back({"/writers/accounts/" + std::to_string(i), "kpi.unknown_writer", {}});
  for (std::size_t i = 0; i < writers.roles.size(); ++i)
    if (roles.erase(writers.roles[i]) == 0)
      problems.push_back({"/writers/roles/" + std::to_string(i), "kpi.unknown_writer", {}});
  if (!writers.whole_company && writers.accounts.empty() && writers.roles.empty())
    problems.push_back({"/writers", "kpi.source_no_writer", {}});
  if (!problems.empty()) throw Error(Fault::invalid, "request.invalid", std::move(problems));
}

std::map<AccountId, SourceAccount> accounts_of(Read& db, Accounts* book,
                                               const std::vector<SourceAccountRow>& rows) {
  std::map<AccountId, SourceAccount> known;
  std::vector<AccountId> ids;
  for (const SourceAccountRow& row : rows) {
    ids.push_back(row.account);
    known[row.account].id = row.account;
  }
  if (book)
    for (SourceAccount& one : book->named(db, ids)) known[one.id] = std::move(one);
  return known;
}

std::map<std::string, SourceRole> roles_of(Read& db, Accounts* book) {
  std::map<std::string, SourceRole> known;
  if (book)
    for (SourceRole& one : book->roles(db)) known[one.code] = std::move(one);
  return known;
}

std::vector<SourceView> views_of(Read& db, Accounts* book, const std::vector<SourceRow>& rows) {
  std::vector<SourceId> ids;
  for (const SourceRow& row : rows) ids.push_back({row.id});
  const auto account_rows = store::source_accounts(db, ids);
  const auto accounts = accounts_of(db, book, account_rows);
  const auto roles = roles_of(db, book);
  std::map<SourceId, SourceView> by_id;
  for (const SourceAccountRow& row : account_rows)
    by_id[row.source].accounts.push_back(accounts.at(row.account));
  for (const SourceRoleRow& row : store::source_roles(db, ids)) {
    const auto known = roles.find(row.role);
    by_id[row.source].roles.push_back(known == roles.end() ? SourceRole{row.role, {}}
                                                           : known->second);
  }
  std::vector<SourceView> views;
  for (const SourceRow& row : rows) {
    SourceView view = std::move(by_id[{row.id}]);
    view.id = {row.id};
    view.code = row.code;
    view.names = {row.name_zh, row.name_en};
    view.whole_company = row.whole_company;
    view.closed_from = row.closed_from;
    view.version = row.version;
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace

void require_source(const Context& ctx, const Catalogue& c, const std::string& source) {
  const rules::MayReport may = source == source_of_entry ? rules::MayReport::no  // typed there only
                                                         : may_report(ctx, c, source);
  if (may == rules::MayReport::no) refuse_source("kpi.source_not_yours", {{"source", source}});
  if (may == rules::MayReport::closed)
    refuse_source("kpi.source_closed",
                  {{"source", source}, {"day", c.sources.at(source).closed_from->to_string()}});
}

bool may_correct(const Context& ctx, const Catalogue& c, const std::string& source) {
  return may_report(ctx, c, source) == rules::MayReport::yes;
}

SourceRow own_source_row(const std::string& code) {
  const rules::OwnSource* own = rules::own_source(code);
  if (!own) throw Error(Fault::internal, "kpi.unknown_source");
  SourceRow row;
  row.code = code;
  row.name_zh = own->zh;
  row.name_en = own->en;
  return row;
}

Page<SourceView> Service::sources(const Context& ctx, Read& db, const SourcesQuery& request) {
  ctx.require_everywhere(permission::manage_source);
  const Scope scope = ctx.scope(permission::manage_source);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const std::string after = request.cursor ? std::string(*request.cursor) : "";
  auto rows = store::sources(db, scope, own_codes(), after, limit + 1);
  Page<SourceView> page;
  if (std::ssize(rows) > limit) {
    rows.pop_back();
    page.next = rows.back().code;
  }
  page.items = views_of(db, accounts_.get(), rows);
  return page;
}

SourceView Service::source(const Context& ctx, Read& db, const SourceOf& request) {
  ctx.require_everywhere(permission::manage_source);
  return views_of(db, accounts_.get(), {row_or_refuse(db, request.source)}).front();
}

SourceView Service::add_source(const Context& ctx, Tx& tx, const NewSource& request) {
  ctx.require_everywhere(permission::manage_source);
  if (rules::own_source(request.code) || store::source(tx, std::string(request.code)))
    throw Error(Fault::conflict, "kpi.code_taken",
                std::vector<Problem>{{"/code", "kpi.code_taken", {{"code", request.code}}}});
  require_writers(tx, accounts_.get(), request.writers);
  SourceRow row;
  row.code = request.code;
  row.name_zh = request.names.zh;
  row.name_en = request.names.en;
  row.whole_company = request.writers.whole_company;
  row.id = store::add_source(tx, row);
  set_writers(tx, {row.id}, request.writers);
  store::renew_stamp(tx, new_stamp());
  return source(ctx, tx, {{row.id}});
}

SourceView Service::change_source(const Context& ctx, Tx& tx, const ChangeSource& request) {
  ctx.require_everywhere(permission::manage_source);
  SourceRow row = row_or_refuse(tx, request.source);
  ctx.expect_version(row.version);
  require_writers(tx, accounts_.get(), request.writers);
  row.name_zh = request.names.zh;
  row.name_en = request.names.en;
  row.whole_company = request.writers.whole_company;
  change(tx, row);
  set_writers(tx, request.source, request.writers);
  return source(ctx, tx, {request.source});
}

SourceView Service::close_source(const Context& ctx, Tx& tx, const CloseSource& request) {
  ctx.require_everywhere(permission::manage_source);
  SourceRow row = row_or_refuse(tx, request.source);
  ctx.expect_version(row.version);
  row.closed_from = request.from;
  change(tx, row);
  return source(ctx, tx, {request.source});
}

SourceView Service::open_source(const Context& ctx, Tx& tx, const SourceOf& request) {
  ctx.require_everywhere(permission::manage_source);
  SourceRow row = row_or_refuse(tx, request.source);
  ctx.expect_version(row.version);
  row.closed_from.reset();
  change(tx, row);
  return source(ctx, tx, request);
}

WriterChoices Service::writer_choices(const Context& ctx, Read& db, const WritersQuery& request) {
  ctx.require_everywhere(permission::manage_source);
  if (!accounts_) return {};
  return {accounts_->found(db, ctx.scope(permission::manage_source), request.q, choices_max),
          accounts_->roles(db)};
}

void Service::know_accounts(std::unique_ptr<Accounts> accounts) { accounts_ = std::move(accounts); }

}  // namespace twinrail::kpi
