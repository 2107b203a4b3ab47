#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/error.hpp"
#include "base/ids.hpp"
#include "base/visible.hpp"
#include "platform/access/rights.hpp"

namespace twinrail {

class Tx;
struct TypeInfo;

enum class Locale : std::uint8_t { zh, en };

/// A unit the viewer stands in some relation to. The units below it are listed as well, so that a
/// check is one look-up.
struct ReachedUnit {
  OrgUnitId unit;
  Relations relations = relation::none;
};

/// Who is looking: made at sign-in or from a token, immutable, shared by the requests of a session.
struct Viewer {
  AccountId account;
  PersonId person;
  std::string login;               ///< for the audit trail
  std::vector<std::string> roles;  ///< codes, built-in or of the company's own
  Held held;
  std::array<Relations, field_class_count> seen{};  ///< by FieldClass
  std::vector<ReachedUnit> reach;                   ///< sorted by unit

  [[nodiscard]] Relations relations_to(OrgUnitId unit) const;
  [[nodiscard]] bool holds(Permission permission) const {
    return held[permission] != relation::none;
  }
};

/// Which rows a viewer may list. Made only by Context::scope, so a store function that takes one
/// cannot be called without the gate. A store binds `everything()`, `viewer()` and `relations()`:
///   (? = 1 OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = x.org_unit
///                       AND r.relation IN ?))
class Scope {
 public:
  [[nodiscard]] std::int64_t everything() const { return everything_ ? 1 : 0; }
  [[nodiscard]] PersonId viewer() const { return viewer_; }
  [[nodiscard]] const std::vector<std::int64_t>& relations() const { return relations_; }
  /// The viewer's own rows count too (an objective, a KPI that is mine).
  [[nodiscard]] bool own() const { return own_; }

 private:
  friend class Context;
  Scope() = default;
  bool everything_ = false;
  bool own_ = false;
  PersonId viewer_;
  std::vector<std::int64_t> relations_;
};

/// What a use case adds to its answer beside the reply: only signing in and out set cookies.
struct ReplyExtras {
  /// Keeps a reply under the caller's Idempotency-Key, for a use case that opens its transactions
  /// itself: called in the one that makes the change. Nothing where no key was sent.
  using Keep = std::function<void(Tx&, const TypeInfo& type, const void* reply)>;

  std::vector<std::string> cookies;
  bool rights_changed = false;  ///< who may do what: what was proved before is asked anew at once
  Keep keep;
};

/// What a use case knows about its caller and its moment. The one access gate: deny by default.
class Context : public Sight {
 public:
  Instant now;
  Locale locale = Locale::zh;
  std::string request_id;
  std::string tenant;                    ///< code of the company that is asked
  std::string client;                    ///< address of who asks, for limits and the trail
  std::string token;                     ///< the session's own secret, to end it
  std::optional<std::int64_t> if_match;  ///< version named by If-Match
  std::shared_ptr<ReplyExtras> extras = std::make_shared<ReplyExtras>();

  Context(Instant now_, std::shared_ptr<const Viewer> viewer, Locale locale_ = Locale::zh)
      : now(now_), locale(locale_), viewer_(std::move(viewer)) {}

  /// The caller, or Error "access.sign_in" when nobody is signed in.
  [[nodiscard]] const Viewer& viewer() const;
  [[nodiscard]] const std::shared_ptr<const Viewer>& shared_viewer() const { return viewer_; }
  [[nodiscard]] bool signed_in() const { return viewer_ != nullptr; }
  /// Today in the tenant's zone; the tenant's zone is set by the router.
  [[nodiscard]] Date today() const { return today_; }
  void set_today(Date today) { today_ = today; }

  /// Throws Error "access.forbidden" unless the viewer holds the permission in any relation at all.
  void require(Permission permission) const;
  /// Throws unless the viewer holds the permission on every one of the units.
  void require(Permission permission, std::span<const OrgUnitId> units) const;
  void require(Permission permission, OrgUnitId unit) const;
  /// Throws unless the viewer holds it on the unit, or the row is the viewer's own and `self`
  /// suffices.
  void require(Permission permission, OrgUnitId unit, PersonId owner) const;
  [[nodiscard]] bool may(Permission permission, OrgUnitId unit, PersonId owner = {}) const;
  /// Of every row of the company: for what is the whole company's, or may hold any of its rows.
  [[nodiscard]] bool may_everywhere(Permission permission) const;
  void require_everywhere(Permission permission) const;
  /// The same for a row that is still to be made. Whom it will belong to stands in the request, and
  /// proves nothing of the unit: `self` counts only where the unit is the viewer's too.
  [[nodiscard]] bool may_create(Permission permission, OrgUnitId unit, PersonId owner) const;
  void require_create(Permission permission, OrgUnitId unit, PersonId owner) const;
  /// What a reply may say of a thing that another module keeps: nothing, unless the viewer holds
  /// the permission on its unit or owns it.
  template <class T>
  [[nodiscard]] Visible<T> show(Permission permission, OrgUnitId unit, PersonId owner,
                                T value) const {
    return may(permission, unit, owner) ? Visible<T>(std::move(value)) : Visible<T>{};
  }
  /// The rows the viewer may list under a permission. Throws when it is not held at all.
  [[nodiscard]] Scope scope(Permission permission) const;
  /// Whether a field of that class of a person (in that unit) may be shown.
  [[nodiscard]] bool sees(FieldClass field_class, PersonId person, OrgUnitId unit) const override;
  using Sight::sees;
  /// Whether it may be shown of everybody: sorting and searching would reveal it of all.
  [[nodiscard]] bool sees_all(FieldClass field_class) const;
  /// For updates: 428 without If-Match, 412 when it names another version than the current one.
  void expect_version(std::int64_t current) const;

 private:
  std::shared_ptr<const Viewer> viewer_;
  Date today_;
};

/// One of several requests that are answered by one call.
template <class Request>
struct Asked {
  const Context& ctx;
  const Request& request;
};

}  // namespace twinrail
