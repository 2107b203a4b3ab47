#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "platform/context.hpp"
#include "platform/db/db.hpp"
#include "platform/http/router.hpp"

/// What a company may set of a module. A group of settings is a described struct: its defaults are
/// those of the struct, its bounds those of the types (`Int<1, 90>`), its words the messages
/// "setting.MODULE.FIELD". Nothing else says what a setting is.
namespace twinrail {

/// A described struct with `static constexpr std::string_view module = "kpi";`.
template <class S>
concept SettingsGroup = requires {
  { S::module } -> std::convertible_to<std::string_view>;
};

/// A group as it stands, with its version for If-Match.
template <class S>
struct Settings {
  static constexpr std::string_view suffix = "Settings";
  S settings;
  std::int64_t version = 0;  ///< 0: nothing was ever set
  BOOST_DESCRIBE_CLASS(Settings, (), (settings, version), (), ())
};

namespace settings {
/// Fills a group from what is stored and says its version. A field that is not stored (it is new)
/// keeps its default; one that the struct does not have any more is left out. Throws Error
/// "settings.out_of_bounds" when a stored value is past today's bounds: it must be set again.
std::int64_t load(Read& db, std::string_view module, const TypeInfo& type, void* group);
/// Stores a group and says its new version.
std::int64_t save(Tx& tx, std::string_view module, const TypeInfo& type, const void* group,
                  Instant now);
}  // namespace settings

/// A company's settings of a module, as they stand.
template <SettingsGroup S>
[[nodiscard]] S settings_of(Read& db) {
  S group;
  (void)settings::load(db, S::module, type_of<S>(), &group);
  return group;
}

/// A manifest's line: a group, and who may see and change it.
struct SettingsEntry {
  std::string module;
  const TypeInfo* type = nullptr;
  Permission permission;
  std::function<void(Router&)> routes;  ///< GET and PUT /settings/MODULE
};

/// The two use cases of a group.
template <SettingsGroup S>
class SettingsService {
 public:
  explicit SettingsService(Permission permission) : permission_(permission) {}

  Settings<S> show(const Context& ctx, Read& db, const NoRequest&) {
    ctx.require(permission_);
    return stored(db);
  }
  Settings<S> change(const Context& ctx, Tx& tx, const S& request) {
    ctx.require(permission_);
    if (const auto version = readable_version(tx)) ctx.expect_version(*version);
    return {request, settings::save(tx, S::module, type_of<S>(), &request, ctx.now)};
  }

 private:
  static Settings<S> stored(Read& db) {
    Settings<S> found;
    found.version = settings::load(db, S::module, type_of<S>(), &found.settings);
    return found;
  }
  /// Nothing where what is stored is past today's bounds: nobody can have read it, so a change
  /// cannot name its version and takes its place.
  static std::optional<std::int64_t> readable_version(Read& db) {
    try {
      return stored(db).version;
    } catch (const Error& e) {
      if (e.key() != "settings.out_of_bounds") throw;
      return std::nullopt;
    }
  }
  Permission permission_;
};

template <SettingsGroup S>
[[nodiscard]] SettingsEntry settings_entry(Permission permission) {
  const auto service = std::make_shared<SettingsService<S>>(permission);
  const auto routes = [service, permission](Router& r) {
    const std::string path = "/settings/" + std::string(S::module);
    r.module(std::string(S::module));
    r.get(path, "Settings of a module", *service, &SettingsService<S>::show).needs(permission);
    r.put(path, "Change the settings of a module", *service, &SettingsService<S>::change)
        .needs(permission);
  };
  return {std::string(S::module), &type_of<S>(), permission, routes};
}

}  // namespace twinrail
