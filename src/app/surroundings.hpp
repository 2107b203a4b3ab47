#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "modules/tenancy/tenancy.hpp"
#include "platform/events/events.hpp"
#include "platform/jobs/jobs.hpp"

namespace twinrail {

struct Services;
class Backups;

/// What a running program knows of a company that is open in it; by the company's code.
struct SurroundingHooks {
  std::function<std::vector<Job>(const std::string& tenant)> jobs;
  std::function<void(const std::string& tenant)> wake;
  std::function<std::vector<SubscriberHealth>(const std::string& tenant)> followers;
};

/// What who looks after a company is told of the program around it. The process began when this
/// was called; `services` and `backups` outlive what is made.
[[nodiscard]] tenancy::Surroundings surroundings_of(const Config& config, const Services& services,
                                                    const Backups& backups, SurroundingHooks hooks);

}  // namespace twinrail
