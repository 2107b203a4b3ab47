#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "platform/audit/audit.hpp"
#include "platform/events/events.hpp"
#include "platform/http/router.hpp"
#include "platform/inlets/inlets.hpp"

namespace twinrail {

/// Work that comes back by itself, once a tenant.
struct Job {
  std::string name;  ///< "kpi.sweep"
  std::chrono::seconds every{};
  std::function<void(Tx&, Instant now, Date today)> run;
};

/// What a module brings: its list can be read aloud (house.md, section 13.14).
struct Module {
  std::string name;
  std::vector<std::string> needs;
  bool optional = false;  ///< can be switched off for a tenant while it runs
  std::vector<Inlet> inlets;
  std::vector<Subscriber> subscribers;
  std::vector<Job> jobs;
  std::vector<std::string> live;  ///< topics that open pages follow
  /// Tables whose changes go into the audit trail: what people decide, not what is derived of it.
  std::vector<Audited> audited;
};

}  // namespace twinrail
