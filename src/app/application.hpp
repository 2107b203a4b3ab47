#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "platform/clock.hpp"
#include "platform/http/server.hpp"
#include "platform/inlets/import.hpp"
#include "platform/module.hpp"

namespace twinrail {

struct Services;
namespace identity {
class Service;
}
namespace people {
class Service;
}
namespace kpi {
class Service;
}
namespace okr {
class Service;
}

/// Everything the program is made of, put together once: the services in the order of DEPENDS, the
/// routes, the tenants with their dispatchers and jobs.
class Application {
 public:
  explicit Application(const Config& config);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  [[nodiscard]] Tenants& tenants();
  [[nodiscard]] const Router& router() const;
  [[nodiscard]] Front& front();
  [[nodiscard]] LiveHub& live();
  [[nodiscard]] ImportService& imports();
  [[nodiscard]] const Inlets& inlets() const;
  [[nodiscard]] identity::Service& identity();
  [[nodiscard]] people::Service& people();
  [[nodiscard]] const Services& services() const;
  [[nodiscard]] kpi::Service& kpi();
  [[nodiscard]] okr::Service& okr();

  /// Opens the companies of which something is due, runs their jobs and closes those that nobody
  /// uses. Without it a company is open from its first use to the end: commands and tests.
  void serve_tenants();
  /// The directory of the companies answers, and there is room on the disk; names the companies
  /// that cannot be used. None of them is opened to look.
  [[nodiscard]] Readiness ready();
  /// Further lines for /metrics.
  [[nodiscard]] std::string metrics();
  /// Runs all subscribers of a tenant until they have caught up: for commands and tests.
  void settle(Tenant& tenant);
  /// How far each subscriber of an open tenant is, and why it is behind.
  [[nodiscard]] std::vector<SubscriberHealth> subscribers(Tenant& tenant);
  void stop();

  /// A context for the command line: may do everything, and says so in the audit trail.
  [[nodiscard]] Context operator_context(Tenant& tenant, const std::string& name);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace twinrail
