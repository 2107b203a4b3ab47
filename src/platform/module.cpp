#include "platform/module.hpp"

#include <algorithm>
#include <set>

#include "platform/i18n/i18n.hpp"

namespace twinrail {
namespace {

void require_known(const Module& m, const Rights& rights, Permission permission) {
  if (rights.find(permission.name) == nullptr)
    throw Error(Fault::internal, "access.unknown_permission",
                Arguments{{"permission", std::string(permission.name)}, {"module", m.name}});
}

void check_permissions(const Module& m, const Rights& rights) {
  for (const Inlet& inlet : m.inlets) require_known(m, rights, inlet.permission);
  for (const LiveTopic& topic : m.live)
    if (topic.cut != LiveTopic::Cut::own) require_known(m, rights, topic.permission);
  for (const NoticeKind& kind : m.notices) require_known(m, rights, kind.permission);
  for (const SettingsEntry& entry : m.settings) require_known(m, rights, entry.permission);
  for (const Fact& fact : m.facts) require_known(m, rights, fact.permission);
}

void check_needs(const Module& m, const std::vector<Module>& modules) {
  for (const std::string& needed : m.needs)
    if (std::ranges::find(modules, needed, &Module::name) == modules.end())
      throw Error(Fault::internal, "modules.needed_is_missing",
                  Arguments{{"module", m.name}, {"needed", needed}});
}

void check_tables(const Module& m, std::set<std::string>& seen) {
  std::vector<std::string> tables = m.derived;
  for (const Audited& a : m.audited) tables.push_back(a.table);
  for (const AppendOnly& a : m.append_only) tables.push_back(a.table);
  for (const std::string& table : tables)
    if (!seen.insert(table).second)
      throw Error(Fault::internal, "modules.table_twice",
                  Arguments{{"module", m.name}, {"table", table}});
}

/// What a person sets or reads by its code has a name in both languages.
void check_words(const Module& m) {
  std::vector<std::string> keys;
  for (const SettingsEntry& entry : m.settings)
    for (const FieldInfo& field : entry.type->fields)
      keys.push_back("setting." + m.name + "." + std::string(field.name));
  for (const Fact& fact : m.facts) keys.push_back("fact." + fact.code);
  for (const NoticeKind& kind : m.notices)
    for (const char* prefix : {"", "notice.", "notice_text."})
      keys.push_back(prefix + std::string(kind.code));
  for (const std::string& key : keys)
    for (const Locale locale : {Locale::zh, Locale::en})
      if (!i18n::has(locale, key))
        throw Error(Fault::internal, "modules.words_are_missing",
                    Arguments{{"module", m.name}, {"key", key}});
}

}  // namespace

void check_manifests(const std::vector<Module>& modules, const Rights& rights) {
  std::set<std::string> tables;
  for (const Module& m : modules) {
    check_permissions(m, rights);
    check_needs(m, modules);
    check_tables(m, tables);
    check_words(m);
  }
}

}  // namespace twinrail
