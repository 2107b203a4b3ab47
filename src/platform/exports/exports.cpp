#include "platform/exports/exports.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "platform/audit/audit.hpp"
#include "platform/db/lanes.hpp"
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

std::optional<json::Value> found(const json::Value& row, const ExportColumn& column) {
  std::optional<json::Value> at = row;
  for (const FieldInfo* field : column.path)
    if (at) at = member(*at, field->name);
  return at;
}

std::string cell_of(const json::Value& row, const ExportColumn& column,
                    const std::map<std::string, std::string>& units) {
  const std::optional<json::Value> at = found(row, column);
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

/// What the trail says of an export.
struct ExportNote {
  std::string list;
  std::string format;
  std::int64_t rows = 0;
};
DESCRIBE(ExportNote, list, format, rows);

/// "people" of "/api/v1/people", "measures-readings" of "/api/v1/measures/{measure}/readings".
std::string file_name(const Route& route, FileFormat format) {
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

std::vector<std::string> head_words(const ExportColumn& column) {
  std::vector<std::string> words;
  for (const FieldInfo* field : column.path) words.push_back("field." + std::string(field->name));
  if (!column.part.empty()) words.push_back(column.part == "zh" ? "field.in_zh" : "field.in_en");
  return words;
}

const TypeInfo* exported_row(const Route& route) {
  if (route.method != Method::get || route.lane != Lane::read || route.is_open ||
      route.is_by_session || route.is_csv_out)
    return nullptr;
  const auto items = std::ranges::find(route.reply->fields, "items", &FieldInfo::name);
  if (items == route.reply->fields.end() || items->type().kind != Kind::list) return nullptr;
  const TypeInfo& row = items->type().element();
  return row.kind == Kind::object ? &row : nullptr;
}

/// A list that somebody may see.
struct ExportService::Asked {
  Router::Match match;
  const TypeInfo* row = nullptr;
  std::string target;  ///< with its filters, without a cursor
};

ExportService::Asked ExportService::asked(const Context& ctx, const std::string& list) const {
  Asked made;
  made.target = "/api/v1" + list;
  const Request request{.method = Method::get, .target = made.target};
  made.match = router_.match(Method::get, request.path());
  if (made.match.route) made.row = exported_row(*made.match.route);
  if (!made.row || export_columns(*made.row).empty())
    throw Error(Fault::not_found, "export.no_list", Arguments{{"list", list}});
  const Route& route = *made.match.route;
  if (!hooks_.module_on(ctx, route.module_))
    throw Error(Fault::not_found, "request.module_off", Arguments{{"module", route.module_}});
  if (route.permission) ctx.require(*route.permission);
  if (route.gate) route.gate(ctx, made.match.names);
  made.target += request.query().empty() ? "?" : "&";
  const auto limit = std::ranges::find(route.request->fields, "limit", &FieldInfo::name);
  if (limit != route.request->fields.end() && request.query().find("limit=") == std::string::npos)
    made.target += "limit=" + std::to_string(bare(limit->type()).max) + "&";
  return made;
}

std::int64_t ExportService::write_pages(const Context& ctx, Read& db, const Asked& list,
                                        inlets::TableWriter& writer) const {
  const std::vector<ExportColumn> columns = export_columns(*list.row);
  std::int64_t rows = 0;
  std::optional<std::string> cursor;
  do {
    Request request{.method = Method::get,
                    .target = list.target + (cursor ? "cursor=" + *cursor : std::string())};
    const std::shared_ptr<void> input = parsed(*list.match.route, list.match, request);
    std::string body;
    cursor = list.match.route->run(ctx, &db, input.get(), body).next;
    const json::Document page = json::Document::parse(body);
    const auto items = member(page.root(), "items");
    rows += static_cast<std::int64_t>(items->size());
    if (rows > most_)
      throw Error(Fault::too_large, "export.too_many", Arguments{{"most", std::to_string(most_)}});
    std::set<OrgUnitId> named;
    for (const json::Value row : *items)
      for (const ExportColumn& column : columns)
        if (is_unit(bare(column.path.back()->type())))
          if (const auto at = found(row, column); at && at->kind() == json::ValueKind::number)
            named.insert(OrgUnitId{std::stoll(std::string(at->text()))});
    std::map<std::string, std::string> units;
    if (!named.empty())
      for (const auto& [id, code] : hooks_.units(db, {named.begin(), named.end()}))
        units[std::to_string(id.value)] = code;
    for (const json::Value row : *items) {
      writer.begin_row();
      for (const ExportColumn& column : columns) writer.cell(cell_of(row, column, units));
    }
  } while (cursor);
  return rows;
}

CsvFile ExportService::table(const Context& ctx, Lanes& lanes, const ExportRequest& request) {
  (void)ctx.viewer();
  const Asked list = asked(ctx, request.list);
  const FileFormat format = request.format.value_or(FileFormat::csv);
  inlets::TableWriter writer(format);
  for (const ExportColumn& column : export_columns(*list.row)) {
    std::string head;
    for (const std::string& word : head_words(column))
      (head += head.empty() ? "" : " · ") += i18n::text(ctx.locale, word);
    writer.head(head, *column.type);
  }
  std::int64_t rows = 0;
  lanes.read([&](Read& db) { rows = write_pages(ctx, db, list, writer); });
  const ExportNote note{request.list, std::string(format == FileFormat::xlsx ? "xlsx" : "csv"),
                        rows};
  lanes.write({ctx.viewer().account, ctx.viewer().login, ctx.request_id}, "export", [&](Tx& tx) {
    audit::note(tx, {.op = "exported",
                     .place = "export",
                     .key = list.match.route->name,
                     .values = to_json(note)});
  });
  return {file_name(*list.match.route, format), writer.take()};
}

void export_routes(Router& router, ExportService& service) {
  router.module("platform");  // a company cannot switch it off
  router.get("/exports", "A list as a table", service, &ExportService::table).dear();
}

}  // namespace twinrail
