#include "platform/exports/export_list.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "platform/http/front_input.hpp"
#include "platform/http/message.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/json/document.hpp"

namespace twinrail {
namespace {

/// How deep objects in rows are opened.
constexpr std::size_t path_most = 3;
constexpr std::string_view unit_entity = "OrgUnit";

const TypeInfo& bare(const TypeInfo& type) {
  return type.kind == Kind::optional ? bare(type.element()) : type;
}

bool is_cell(Kind kind) {
  return kind != Kind::object && kind != Kind::list && kind != Kind::raw && kind != Kind::upload;
}

bool is_unit(const TypeInfo& type) { return type.kind == Kind::id && type.name == unit_entity; }

void add_columns(const TypeInfo& row, std::vector<const FieldInfo*>& path,
                 std::vector<ExportColumn>& columns) {
  for (const FieldInfo& field : row.fields) {
    const TypeInfo& type = bare(field.type());
    path.push_back(&field);
    if (type.kind == Kind::object && type.name == "Names") {
      for (const std::string_view part : {"zh", "en"})
        columns.push_back({path, part, &type_of<std::string>(), false});
    } else if (type.kind == Kind::object && path.size() < path_most) {
      add_columns(type, path, columns);
    } else if (type.kind == Kind::list && is_cell(bare(type.element()).kind)) {
      if (bare(type.element()).kind != Kind::id)
        columns.push_back({path, {}, &type_of<std::string>(), true});
    } else if (is_unit(type)) {
      columns.push_back({path, {}, &type_of<std::string>(), false});
    } else if (is_cell(type.kind) && type.kind != Kind::id && field.name != "version") {
      columns.push_back({path, {}, &type, false});
    }
    path.pop_back();
  }
}

std::optional<json::Value> member(const json::Value& object, std::string_view name) {
  if (object.kind() != json::ValueKind::object) return std::nullopt;
  for (const json::Value value : object)
    if (value.name() == name) return value;
  return std::nullopt;
}

std::string text_of(const json::Value& value) {
  if (value.kind() == json::ValueKind::boolean) return value.flag() ? "true" : "false";
  return std::string(value.text());  // of null: empty
}

/// What the cells of one row of the table are taken from; a row without parts has none.
struct Line {
  json::Value row;
  std::optional<json::Value> part{};
  std::optional<json::Value> along{};
};

std::optional<json::Value> found(const Line& line, const ExportColumn& column) {
  using Of = ExportColumn::Of;
  std::optional<json::Value> at = column.of == Of::row    ? line.row
                                  : column.of == Of::part ? line.part
                                                          : line.along;
  const bool in_list = column.of != Of::row;
  for (std::size_t i = in_list ? 1 : 0; i < column.path.size(); ++i)
    if (at) at = member(*at, column.path[i]->name);
  return at;
}

std::optional<json::Value> element(const std::optional<json::Value>& list, std::size_t at) {
  if (!list || list->kind() != json::ValueKind::list) return std::nullopt;
  for (const json::Value one : *list)
    if (at-- == 0) return one;
  return std::nullopt;
}

std::vector<Line> lines_of(const json::Value& page, const ExportParts* parts) {
  std::vector<Line> lines;
  const auto items = member(page, "items");
  const auto along = parts ? member(page, parts->along) : std::nullopt;
  for (const json::Value row : *items) {
    const auto list = parts ? member(row, parts->list) : std::nullopt;
    if (!list || list->kind() != json::ValueKind::list || list->size() == 0) {
      lines.push_back({row});
      continue;
    }
    std::size_t at = 0;
    for (const json::Value part : *list) lines.push_back({row, part, element(along, at++)});
  }
  return lines;
}

std::string cell_of(const Line& line, const ExportColumn& column,
                    const std::map<std::string, std::string>& units) {
  const std::optional<json::Value> at = found(line, column);
  if (!at) return {};
  if (!column.part.empty()) {
    const auto name = member(*at, column.part);
    return name ? text_of(*name) : std::string();
  }
  if (column.is_list) {
    std::string all;
    if (at->kind() == json::ValueKind::list)
      for (const json::Value one : *at) (all += all.empty() ? "" : "; ") += text_of(one);
    return all;
  }
  if (!is_unit(bare(column.path.back()->type()))) return text_of(*at);
  const auto code = units.find(text_of(*at));
  return code == units.end() ? std::string() : code->second;
}

/// "people" of "/api/v1/people", "measures-readings" of "/api/v1/measures/{measure}/readings".
std::string name_of(const Route& route, FileFormat format) {
  std::string name;
  bool in_braces = false;
  for (const char c : route.path.substr(std::string_view("/api/v1/").size())) {
    if (c == '{' || c == '}')
      in_braces = c == '{';
    else if (!in_braces && (c != '/' || !name.ends_with('-')))
      name += c == '/' ? '-' : c;
  }
  while (name.ends_with('-')) name.pop_back();
  return name + (format == FileFormat::xlsx ? ".xlsx" : ".csv");
}

}  // namespace

std::vector<ExportColumn> export_columns(const TypeInfo& row) {
  std::vector<const FieldInfo*> path;
  std::vector<ExportColumn> columns;
  add_columns(row, path, columns);
  return columns;
}

std::vector<ExportColumn> export_columns(const Route& route, const ExportParts* parts) {
  const TypeInfo* row = exported_row(route);
  if (!row) return {};
  std::vector<ExportColumn> columns = export_columns(*row);
  const auto add = [&](const TypeInfo& of, const std::string& name, ExportColumn::Of from) {
    const auto list = std::ranges::find(of.fields, name, &FieldInfo::name);
    if (list == of.fields.end()) return;
    std::vector<const FieldInfo*> path{&*list};
    std::vector<ExportColumn> own;
    add_columns(list->type().element(), path, own);
    for (ExportColumn& column : own) {
      column.of = from;
      columns.push_back(std::move(column));
    }
  };
  if (parts) add(*route.reply, parts->along, ExportColumn::Of::along);
  if (parts) add(*row, parts->list, ExportColumn::Of::part);
  return columns;
}

std::vector<std::string> head_words(const ExportColumn& column) {
  std::vector<std::string> words;
  for (const FieldInfo* field : column.path) words.push_back("field." + std::string(field->name));
  if (!column.part.empty()) words.push_back(column.part == "zh" ? "field.in_zh" : "field.in_en");
  return words;
}

const TypeInfo* exported_row(const Route& route) {
  if (route.method != Method::get || route.lane != Lane::read || route.is_open ||
      route.is_by_session || !route.files.empty())
    return nullptr;
  const auto items = std::ranges::find(route.reply->fields, "items", &FieldInfo::name);
  if (items == route.reply->fields.end() || items->type().kind != Kind::list) return nullptr;
  const TypeInfo& row = items->type().element();
  return row.kind == Kind::object ? &row : nullptr;
}

ExportList::ExportList(const Router& router, const ExportHooks& hooks, const Context& ctx,
                       const std::string& list)
    : hooks_(hooks), target_("/api/v1" + list) {
  const Request request{.method = Method::get, .target = target_};
  match_ = router.match(Method::get, request.path());
  if (match_.route) {
    const auto parts = hooks_.parts.find(match_.route->name);
    if (parts != hooks_.parts.end()) parts_ = &parts->second;
    columns_ = export_columns(*match_.route, parts_);
  }
  if (columns_.empty()) throw Error(Fault::not_found, "export.no_list", Arguments{{"list", list}});
  const Route& route = *match_.route;
  if (!hooks_.module_on(ctx, route.module_))
    throw Error(Fault::not_found, "request.module_off", Arguments{{"module", route.module_}});
  if (route.permission) ctx.require(*route.permission);
  if (route.gate) route.gate(ctx, match_.names);
  target_ += request.query().empty() ? "?" : "&";
  const auto limit = std::ranges::find(route.request->fields, "limit", &FieldInfo::name);
  if (limit != route.request->fields.end() && request.query().find("limit=") == std::string::npos)
    target_ += "limit=" + std::to_string(bare(limit->type()).max) + "&";
}

void ExportList::check() const {
  Request request{.method = Method::get, .target = target_};
  (void)parsed(*match_.route, match_, request);
}

void ExportList::heads(Locale locale, inlets::TableWriter& writer) const {
  for (const ExportColumn& column : columns_) {
    std::string head;
    for (const std::string& word : head_words(column))
      (head += head.empty() ? "" : " · ") += i18n::text(locale, word);
    writer.head(head, *column.type);
  }
}

bool ExportList::next(const Context& ctx, Read& db, inlets::TableWriter& writer) {
  Request request{.method = Method::get,
                  .target = target_ + (cursor_ ? "cursor=" + *cursor_ : std::string())};
  const std::shared_ptr<void> input = parsed(*match_.route, match_, request);
  std::string body;
  cursor_ = match_.route->run(ctx, &db, input.get(), body).next;
  const json::Document page = json::Document::parse(body);
  const std::vector<Line> lines = lines_of(page.root(), parts_);
  rows_ += std::ssize(lines);
  if (rows_ > most_)
    throw Error(Fault::too_large, "export.too_many", Arguments{{"most", std::to_string(most_)}});
  std::set<OrgUnitId> named;
  for (const Line& line : lines)
    for (const ExportColumn& column : columns_)
      if (is_unit(bare(column.path.back()->type())))
        if (const auto at = found(line, column); at && at->kind() == json::ValueKind::number)
          named.insert(OrgUnitId{std::stoll(std::string(at->text()))});
  std::map<std::string, std::string> units;
  if (!named.empty())
    for (const auto& [id, code] : hooks_.units(db, {named.begin(), named.end()}))
      units[std::to_string(id.value)] = code;
  for (const Line& line : lines) {
    writer.begin_row();
    for (const ExportColumn& column : columns_) writer.cell(cell_of(line, column, units));
  }
  return cursor_.has_value();
}

std::string ExportList::file_name(FileFormat format) const {
  return name_of(*match_.route, format);
}

}  // namespace twinrail
