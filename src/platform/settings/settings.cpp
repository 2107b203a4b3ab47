#include "platform/settings/settings.hpp"

#include <map>

#include "platform/json/document.hpp"
#include "platform/json/json.hpp"
#include "platform/settings/store_setting.hpp"

namespace twinrail::settings {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

/// The members of a JSON object, each as its JSON.
Texts members_of(std::string_view text) {
  const json::Document document = json::Document::parse(text);
  Texts members;
  for (const json::Value member : document.root()) {
    std::string written;
    member.write(written);
    members.emplace(member.name(), std::move(written));
  }
  return members;
}

/// The struct's own fields: what is stored of them, else their defaults.
std::string overlaid(const TypeInfo& type, const void* defaults, const std::string& stored) {
  std::string written;
  write_json(written, type, defaults);
  const Texts standard = members_of(written);
  const Texts set = members_of(stored);
  std::string text = "{";
  for (const FieldInfo& field : type.fields) {
    const auto found = set.find(field.name);
    if (text.size() > 1) text += ',';
    json::write_text(text, field.name);
    text += ':' + (found == set.end() ? standard.find(field.name)->second : found->second);
  }
  return text + "}";
}

}  // namespace

std::int64_t load(Read& db, std::string_view module, const TypeInfo& type, void* group) {
  const auto row = store::find(db, std::string(module));
  if (!row) return 0;
  try {
    read_json(overlaid(type, group, row->settings), type, group);
  } catch (const Error& e) {
    const std::string field = e.problems().empty() ? "" : e.problems().front().pointer;
    throw Error(Fault::conflict, "settings.out_of_bounds",
                Arguments{{"module", std::string(module)}, {"field", field}});
  }
  return row->version;
}

std::int64_t save(Tx& tx, std::string_view module, const TypeInfo& type, const void* group,
                  Instant now) {
  const auto before = store::find(tx, std::string(module));
  store::SettingRow row{.module = std::string(module),
                        .changed_at = now,
                        .version = before ? before->version + 1 : 1};
  write_json(row.settings, type, group);
  store::save(tx, row);
  return row.version;
}

}  // namespace twinrail::settings
