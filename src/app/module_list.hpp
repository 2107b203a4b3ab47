#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "app/config.hpp"
#include "modules/tenancy/tenancy.hpp"
#include "platform/approvals/approvals.hpp"
#include "platform/audit/audit.hpp"
#include "platform/audit/head.hpp"
#include "platform/facts/fact_list.hpp"
#include "platform/module.hpp"
#include "platform/notices/mailing.hpp"
#include "platform/outbox/outbox.hpp"

namespace twinrail {

namespace identity {
class Service;
}
namespace people {
class Service;
}
namespace kpi {
class Service;
class Printer;
}  // namespace kpi
namespace okr {
class Service;
class Printer;
}  // namespace okr
namespace dashboard {
class Service;
class Printer;
}  // namespace dashboard

/// All services, each constructed once and given those it may call.
struct Services {
  std::unique_ptr<tenancy::Service> tenancy;
  std::unique_ptr<identity::Service> identity;
  std::unique_ptr<people::Service> people;
  std::unique_ptr<approvals::Service> approvals;
  std::unique_ptr<kpi::Service> kpi;
  std::unique_ptr<okr::Service> okr;
  std::unique_ptr<dashboard::Service> dashboard;
  std::unique_ptr<kpi::Printer> kpi_printer;
  std::unique_ptr<okr::Printer> okr_printer;
  std::unique_ptr<dashboard::Printer> dashboard_printer;
  std::vector<Module> modules;  ///< manifests, in the order of DEPENDS
  Rights rights;                ///< of all modules
  Facts facts;                  ///< of all modules
  std::unique_ptr<FactService> fact_service;
  NoticeKinds notice_kinds;  ///< of all modules
  std::unique_ptr<NoticeService> notices;
  mail::Health mail_health;
  std::unique_ptr<MailReaders> mail_readers;
  std::unique_ptr<NoticeMail> mail;  ///< nothing where no mail is sent
  std::unique_ptr<Outbox> outbox;
  std::unique_ptr<audit::Keeper> keeper;  ///< seals the trails of all companies

  Services();
  ~Services();
};

/// The only file that names all modules.
[[nodiscard]] std::unique_ptr<Services> make_services(const Config& config);
/// The company's day of a moment.
using DayOf = std::function<Date(Read&, Instant)>;
/// The platform's own manifest: its tables, and the job that removes expired answers and events,
/// the one that keeps the head of the trail outside of the data each day, approvals, and `mail`
/// where mail is sent.
[[nodiscard]] Module platform_manifest(const Outbox& outbox, const audit::Keeper& keeper,
                                       approvals::Service& approvals, const NoticeMail* mail,
                                       const DayOf& day_of);
void add_routes(Router& router, Services& services);
/// Every table whose changes go into the audit trail, as the manifests say.
[[nodiscard]] std::vector<Audited> audited_tables(const Services& services);
/// Every table that is append-only, and how modules compare those with the trail.
[[nodiscard]] std::vector<AppendOnly> append_only_tables(const Services& services);
[[nodiscard]] std::vector<Comparison> trail_comparisons(const Services& services);
/// All that is watched in a company.
[[nodiscard]] audit::Watched watched_by(const Services& services);
/// The values of a row of the trail (JSON) as the caller may see them; a field of a class is shown
/// to whoever sees it of everybody, since the trail does not say whose it is.
[[nodiscard]] std::string shown_of(const Services& services, const Context& ctx,
                                   const std::string& table, const std::string& values);
/// What part of an event a viewer may see.
[[nodiscard]] std::optional<std::string> visible_part(const Services& services,
                                                      const Viewer& viewer, const Event& event);

}  // namespace twinrail
