#include "app/rights_page.hpp"

#include <algorithm>
#include <set>

namespace twinrail {
namespace {

std::string words_of(Relations relations) {
  if (relations == relation::none) return "–";
  if (relations & relation::company) return "all";
  std::string words;
  const auto add = [&](Relations bit, const char* word) {
    if (relations & bit) (words += words.empty() ? "" : ", ") += word;
  };
  add(relation::self, "self");
  add(relation::unit, "unit");
  add(relation::chain, "chain");
  add(relation::partner, "partner");
  return words;
}

std::string head(const std::string& first) {
  std::string line = "| " + first + " |";
  std::string rule = "| --- |";
  for (const std::string_view role : built_in_roles) {
    line += " " + std::string(role) + " |";
    rule += " --- |";
  }
  return line + "\n" + rule + "\n";
}

std::string row(std::string_view name, const std::array<Relations, built_in_role_count>& held) {
  std::string line = "| " + std::string(name) + " |";
  for (const Relations relations : held) line += " " + words_of(relations) + " |";
  return line + "\n";
}

std::string_view verb(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    default:
      return "?";
  }
}

std::string need_of(const Route& route) {
  if (route.permission) return std::string(route.permission->name);
  if (route.is_open) return "open to everybody";
  return route.is_by_session ? "a session of one's own" : "signed in; the service checks more";
}

std::string routes_part(const Router& router, const std::string& module) {
  std::vector<std::string> lines;
  for (const auto& route : router.routes())
    if (route->module_ == module)
      lines.push_back("| " + std::string(verb(route->method)) + " " + route->path + " | " +
                      need_of(*route) + " |\n");
  if (lines.empty()) return "";
  std::ranges::sort(lines);
  std::string part = "\n| route | needs |\n| --- | --- |\n";
  for (const std::string& line : lines) part += line;
  return part;
}

/// The fields that not everybody sees, in whatever the type holds. `looked_at` ends the walk where
/// a type holds itself.
void collect_fields(const TypeInfo& type, std::set<const TypeInfo*>& looked_at,
                    std::set<std::string>& lines) {
  if (!looked_at.insert(&type).second) return;
  if (type.element != nullptr) collect_fields(type.element(), looked_at, lines);
  for (const FieldInfo& field : type.fields) {
    if (field.attributes.field_class != FieldClass::open)
      lines.insert("| " + std::string(type.name) + "." + std::string(field.name) + " | " +
                   std::string(name_of(field.attributes.field_class)) + " |\n");
    collect_fields(field.type(), looked_at, lines);
  }
}

std::string fields_part(const Router& router, const std::string& module) {
  std::set<const TypeInfo*> looked_at;
  std::set<std::string> lines;
  for (const auto& route : router.routes())
    if (route->module_ == module) {
      collect_fields(*route->request, looked_at, lines);
      collect_fields(*route->reply, looked_at, lines);
    }
  if (lines.empty()) return "";
  std::string part = "\n| field | class |\n| --- | --- |\n";
  for (const std::string& line : lines) part += line;
  return part;
}

}  // namespace

std::string rights_page(const Services& services, const Router& router, const std::string& module) {
  std::string page = "# Who may do what: " + module + "\n\n";
  if (module == "platform") {
    page += head("class of fields");
    for (const ClassGrant& c : field_classes()) page += row(c.name, c.seen);
  }
  std::string held;
  for (const Rights::Row& r : services.rights.all())
    if (r.module == module) held += row(r.grant.permission.name, r.grant.held);
  if (!held.empty()) page += head("permission") + held;
  return page + routes_part(router, module) + fields_part(router, module);
}

}  // namespace twinrail
