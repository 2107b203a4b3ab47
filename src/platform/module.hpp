#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/access/rights.hpp"
#include "platform/approvals/approvals.hpp"
#include "platform/audit/audit.hpp"
#include "platform/events/events.hpp"
#include "platform/facts/facts.hpp"
#include "platform/http/router.hpp"
#include "platform/inlets/inlets.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/notices/notices.hpp"
#include "platform/settings/settings.hpp"

namespace twinrail {

/// A topic that open pages follow, and the permission that shows its changes.
struct LiveTopic {
  /// How an event is cut to a viewer: to the changes of units in reach (each change names its
  /// `org_unit`), or to the mere news that something changed.
  /// `own` is the mere news for those whom the event names as `people`; it needs no permission.
  enum class Cut : std::uint8_t { by_unit, news_only, own };
  std::string_view topic;
  Permission permission;
  Cut cut = Cut::by_unit;
};

/// All that a module is: the program learns of it here and nowhere else.
struct Module {
  std::string name;
  std::vector<std::string> needs;
  bool optional = false;           ///< can be switched off for a tenant while it runs
  std::vector<Grant> permissions;  ///< who holds what, by built-in role
  std::vector<SettingsEntry> settings;
  std::vector<Fact> facts;
  std::vector<Inlet> inlets;
  std::vector<inlets::Uses> uses{};  ///< where its rows name rows that an import may have made
  std::vector<Subscriber> subscribers;
  std::vector<Job> jobs;
  /// A module that is off follows nothing. When it is switched on again this computes what it
  /// derives anew, in the transaction of the switch. Empty: the module derives nothing of others.
  std::function<void(Tx&, Date today)> catch_up{};
  std::vector<LiveTopic> live;
  std::vector<approvals::Kind> approvals{};  ///< changes that somebody else has to agree to
  std::vector<NoticeKind> notices{};         ///< what the module tells people
  /// Tables whose changes go into the audit trail: what people decide, not what is derived of it.
  std::vector<Audited> audited;
  /// Tables whose rows never change, because a trail of their own is in them: the database refuses
  /// it.
  std::vector<AppendOnly> append_only{};
  /// Whether what stands in append-only tables is what its batches in the trail brought; asked by
  /// `audit verify`. Empty: the module has no batches.
  Comparison compare_with_trail{};
  /// The other tables, each computed from audited or append-only ones, or kept by a trail of its
  /// own: every table of the module's schema stands in one of the three lists.
  std::vector<std::string> derived;
};

/// Throws Error (internal), naming module and permission, when a manifest says something that does
/// not hold: a permission that no module declares, a module that is needed and not there, a table
/// that stands in both lists, a setting or a fact without a name in a language.
void check_manifests(const std::vector<Module>& modules, const Rights& rights);

}  // namespace twinrail
