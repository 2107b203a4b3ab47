#include "platform/context.hpp"

#include <algorithm>

namespace twinrail {
namespace {

[[noreturn]] void forbid(Permission permission) {
  throw Error(Fault::forbidden, "access.forbidden",
              Arguments{{"permission", std::string(permission.name)}});
}

}  // namespace

Relations Viewer::relations_to(OrgUnitId unit) const {
  const auto found = std::lower_bound(reach.begin(), reach.end(), unit,
                                      [](const ReachedUnit& r, OrgUnitId u) { return r.unit < u; });
  return found != reach.end() && found->unit == unit ? found->relations : relation::none;
}

const Viewer& Context::viewer() const {
  if (!viewer_) throw Error(Fault::unauthenticated, "access.sign_in");
  return *viewer_;
}

bool Context::may(Permission permission, OrgUnitId unit, PersonId owner) const {
  const Viewer& v = viewer();
  const Relations held = v.held[permission];
  if (held & relation::company) return true;
  if ((held & relation::self) && owner && owner == v.person) return true;
  return (held & v.relations_to(unit) & ~relation::self) != 0;
}

bool Context::may_everywhere(Permission permission) const {
  return (viewer().held[permission] & relation::company) != 0;
}

void Context::require_everywhere(Permission permission) const {
  if (!may_everywhere(permission)) forbid(permission);
}

bool Context::may_create(Permission permission, OrgUnitId unit, PersonId owner) const {
  if (may(permission, unit)) return true;
  return (viewer().relations_to(unit) & relation::unit) != 0 && may(permission, unit, owner);
}

void Context::require_create(Permission permission, OrgUnitId unit, PersonId owner) const {
  if (!may_create(permission, unit, owner)) forbid(permission);
}

void Context::require(Permission permission) const {
  if (!viewer().holds(permission)) forbid(permission);
}

void Context::require(Permission permission, OrgUnitId unit) const {
  if (!may(permission, unit)) forbid(permission);
}

void Context::require(Permission permission, OrgUnitId unit, PersonId owner) const {
  if (!may(permission, unit, owner)) forbid(permission);
}

void Context::require(Permission permission, std::span<const OrgUnitId> units) const {
  require(permission);
  for (const OrgUnitId unit : units) require(permission, unit);
}

Scope Context::scope(Permission permission) const {
  require(permission);
  const Relations held = viewer_->held[permission];
  Scope scope;
  scope.everything_ = (held & relation::company) != 0;
  scope.own_ = (held & relation::self) != 0;
  scope.viewer_ = viewer_->person;
  for (const Relations bit : {relation::unit, relation::chain, relation::partner})
    if (held & bit) scope.relations_.push_back(bit);
  return scope;
}

bool Context::sees(FieldClass field_class, PersonId person, OrgUnitId unit) const {
  if (!viewer_) return false;
  const Viewer& v = *viewer_;
  const Relations seen = v.seen[static_cast<std::size_t>(field_class)];
  if (seen & relation::company) return true;
  if ((seen & relation::self) && person && person == v.person) return true;
  return (seen & v.relations_to(unit) & ~relation::self) != 0;
}

bool Context::sees_all(FieldClass field_class) const {
  if (field_class == FieldClass::open) return true;
  return viewer_ && (viewer_->seen[static_cast<std::size_t>(field_class)] & relation::company) != 0;
}

void Context::expect_version(std::int64_t current) const {
  if (!if_match) throw Error(Fault::precondition_required, "request.if_match_missing");
  if (*if_match == current) return;
  throw Error(
      Fault::stale, "request.stale",
      Arguments{{"current", std::to_string(current)}, {"yours", std::to_string(*if_match)}});
}

}  // namespace twinrail
