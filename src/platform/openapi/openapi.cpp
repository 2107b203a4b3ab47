#include "platform/openapi/openapi.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "platform/http/fixed_routes.hpp"
#include "platform/http/router.hpp"
#include "platform/openapi/schemas.hpp"

namespace twinrail {
namespace {

using openapi::FieldNames;
using openapi::Role;
using openapi::Schemas;
using openapi::Writer;

/// Bounds of a plain-text reply to an operator, and of what a client keeps of an endless stream.
constexpr std::int64_t word_max = 20;
constexpr std::int64_t stream_max = 1 << 30;

struct Refusal {
  int status;
  std::string_view description;
  bool every;  ///< any route can answer it; the others only one that changes something
};

constexpr std::array<Refusal, 13> refusals{{
    {400, "The request is malformed or against a rule; `errors` names each place.", true},
    {401, "Nobody is signed in, or the token is no longer good.", true},
    {403, "The caller does not have the right to do this.", true},
    {404, "There is no such thing, or the caller may not know of it.", true},
    {409, "The state of the thing does not allow it.", false},
    {412, "If-Match names an older version.", false},
    {413, "The body is larger than this route takes.", false},
    {415, "A media type that this route does not read.", false},
    {422, "Well-formed, but refused: rows of a batch, or a key used for another body.", false},
    {428, "An update has to name the version it is based on in If-Match.", false},
    {429, "Too many requests; Retry-After says when to come back.", true},
    {500, "A mistake of ours; it is noted under the request's number.", true},
    {503, "Too much waits already, or the database is away; Retry-After says when to come back.",
     true},
}};

std::string_view method_name(Method method) {
  switch (method) {
    case Method::get:
      return "get";
    case Method::post:
      return "post";
    case Method::put:
      return "put";
    case Method::patch:
      return "patch";
    case Method::del:
      return "delete";
    case Method::head:
    case Method::options:
    case Method::other:
      break;
  }
  return "trace";
}

bool changes(const Route& route) { return route.method != Method::get; }
bool takes_json(const Route& route) {
  return changes(route) && route.method != Method::del && !route.takes_upload;
}
/// Whether the answer is kept under the request's Idempotency-Key.
bool keeps_answer(const Route& route) {
  return changes(route) && route.lane == Lane::write && !route.is_by_session;
}
bool refuses(const Route& route, const Refusal& refusal) {
  if (refusal.every) return true;
  if (refusal.status == 412 || refusal.status == 428) return route.is_versioned;
  if (refusal.status == 413 || refusal.status == 415)
    return takes_json(route) || route.takes_upload;
  return changes(route);
}

FieldNames path_names(const Route& route) {
  FieldNames names;
  const std::string_view path = route.path;
  for (auto at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1)) {
    names.insert(path.substr(at + 1, path.find('}', at) - at - 1));
  }
  return names;
}

bool has_field(const TypeInfo& type, std::string_view name) {
  return std::any_of(type.fields.begin(), type.fields.end(),
                     [&](const FieldInfo& field) { return field.name == name; });
}

bool has_body(const Route& route, const FieldNames& in_path) {
  return takes_json(route) && route.request->fields.size() > in_path.size();
}

void write_parameter(Writer& out, Schemas& schemas, const Route& route, const FieldInfo& field,
                     bool in_path) {
  const TypeInfo& type = field.type();
  const TypeInfo& inner = type.kind == Kind::optional ? type.element() : type;
  const bool required = in_path || (type.kind != Kind::optional && type.kind != Kind::list);
  out.object();
  out.text("name", field.name).text("in", in_path ? "path" : "query").flag("required", required);
  if (inner.kind == Kind::list) {
    out.text("description", "Several: named again, or with commas.");
    out.text("style", "form").flag("explode", true);
  }
  out.name("schema");
  schemas.write(out, inner, Role::request, route.module_);
  out.close();
}

void write_parameters(Writer& out, Schemas& schemas, const Route& route,
                      const FieldNames& in_path) {
  out.list("parameters");
  for (const FieldInfo& field : route.request->fields) {
    const bool path = in_path.contains(field.name);
    if ((!path && takes_json(route)) || field.type().kind == Kind::upload) continue;
    write_parameter(out, schemas, route, field, path);
  }
  const auto refer = [&](std::string_view name) {
    out.object().text("$ref", "#/components/parameters/" + std::string(name)).close();
  };
  if (route.is_versioned) refer("IfMatch");
  if (keeps_answer(route)) refer("IdempotencyKey");
  out.close();
}

void write_upload(Writer& out, const Route& route) {
  out.object("requestBody").flag("required", true).object("content");
  for (const std::string_view name :
       {media::csv.name, media::workbook.name, std::string_view("application/octet-stream")}) {
    out.object(name).object("schema").text("type", "string").text("format", "binary");
    out.number("maxLength", static_cast<std::int64_t>(route.body_limit)).close().close();
  }
  out.close().close();
}

void write_body(Writer& out, Schemas& schemas, const Route& route, const FieldNames& in_path) {
  if (route.takes_upload) return write_upload(out, route);
  if (!has_body(route, in_path)) return;
  out.object("requestBody").flag("required", true).object("content");
  out.object("application/json").object("schema");
  out.text("$ref", schemas.reference(*route.request, Role::request, route.module_, in_path));
  out.close().close().close().close();
}

void write_bounded(Writer& out, std::int64_t max, std::string_view pattern) {
  out.text("type", "string").number("maxLength", max).text("pattern", pattern);
}

void refer_header(Writer& out, std::string_view name) {
  out.object(name).text("$ref", "#/components/headers/" + std::string(name)).close();
}

/// The headers of each answer, refused or not.
void write_common_headers(Writer& out) {
  refer_header(out, "X-Request-Id");
  refer_header(out, "RateLimit");
  refer_header(out, "Access-Control-Allow-Origin");
}

void write_file(Writer& out, const Media& kind) {
  out.object(kind.name).object("schema").text("type", "string");
  if (!kind.is_text) out.text("format", "binary");
  out.number("maxLength", 1 << 30);
  if (kind.is_text) out.text("pattern", "^[^\\u0000]*$");
  out.close().close();
}

void write_success(Writer& out, Schemas& schemas, const Route& route) {
  out.object(std::to_string(route.ok_status));
  out.text("description", route.ok_status == 201 ? "Made." : "Done.").object("headers");
  write_common_headers(out);
  if (has_field(*route.reply, "version")) refer_header(out, "ETag");
  if (has_field(*route.reply, "next")) refer_header(out, "Link");
  if (keeps_answer(route)) refer_header(out, "Idempotency-Replayed");
  out.close().object("content");
  for (const Media& kind : route.files) write_file(out, kind);
  if (route.files.empty()) {
    out.object("application/json").name("schema");
    schemas.write(out, *route.reply, Role::reply, route.module_);
    out.close();
  }
  out.close().close();
}

std::string description_of(const Route& route) {
  if (route.is_open) return "Open to everybody: no sign-in is needed.";
  if (route.is_by_session) return "Needs a session: an API token is refused, whatever its scopes.";
  if (!route.permission) return "For everybody who is signed in.";
  return "Needs the permission `" + std::string(route.permission->name) + "`.";
}

void write_operation(Writer& out, Schemas& schemas, const Route& route) {
  const FieldNames in_path = path_names(route);
  out.object(method_name(route.method));
  out.text("operationId", route.name).text("summary", route.summary);
  out.text("description", description_of(route));
  out.list("tags").text(route.module_).close();
  // The empty alternative says in so many words that nobody has to sign in.
  if (route.is_open) out.list("security").object().close().close();
  if (route.is_by_session) out.list("security").object().list("session").close().close().close();
  if (route.permission) out.text("x-permission", route.permission->name);
  write_parameters(out, schemas, route, in_path);
  write_body(out, schemas, route, in_path);
  out.object("responses");
  write_success(out, schemas, route);
  for (const Refusal& refusal : refusals) {
    if (!refuses(route, refusal)) continue;
    const std::string status = std::to_string(refusal.status);
    out.object(status).text("$ref", "#/components/responses/Problem" + status).close();
  }
  out.close().close();
}

void write_text_answer(Writer& out, std::string_view status, std::string_view description,
                       std::string_view media, std::int64_t max) {
  out.object(status).text("description", description).object("headers");
  refer_header(out, "RateLimit");
  refer_header(out, "Access-Control-Allow-Origin");
  out.close().object("content").object(media).object("schema");
  write_bounded(out, max, "^[^\\u0000]*$");
  out.close().close().close().close();
}

/// What the server answers itself: a stream with the refusals of a route, or a plain-text reply.
void write_fixed(Writer& out, const FixedRoute& route) {
  const bool is_stream = route.path == fixed::live.path;
  out.object("get").text("operationId", route.name).text("summary", route.summary);
  out.text("description", route.description).list("tags").text(route.tag).close();
  if (is_stream) {
    out.list("parameters").object();
    out.text("$ref", "#/components/parameters/LastEventId").close().close();
  } else {
    out.list("security").object().close().close();
  }
  out.object("responses");
  write_text_answer(out, "200", is_stream ? "The stream." : "It does.", route.media,
                    is_stream ? stream_max : word_max);
  const auto problem = [&](int status) {
    out.object(std::to_string(status));
    out.text("$ref", "#/components/responses/Problem" + std::to_string(status)).close();
  };
  if (is_stream)
    for (const int status : {400, 401, 404, 429, 500, 503}) problem(status);
  else
    problem(400);
  if (route.path == fixed::readiness.path)
    write_text_answer(out, "503", "Not yet, or not any more.", route.media, word_max);
  out.close().close();
}

void write_info(Writer& out, std::string_view version) {
  out.text("openapi", "3.1.0").object("info");
  out.text("title", "Twinrail").text("version", version);
  out.text("description",
           "KPIs and OKRs in one place. Figures are decimal strings, never binary floats; days are "
           "`YYYY-MM-DD`; moments are UTC. What is absent is null.");
  out.object("contact").text("name", "Twinrail").text("url", "https://twinrail.org").close();
  out.object("license").text("name", "Apache-2.0");
  out.text("identifier", "Apache-2.0").close().close();
  out.list("servers").object().text("url", "/");
  out.text("description", "The production server that this document comes from.");
  out.flag("x-internal", false).close().close();
  out.list("security").object().list("session").close().close();
  out.object().list("token").close().close().close();
}

void write_tags(Writer& out, const Router& router) {
  std::map<std::string, std::string> tags;
  for (const auto& route : router.routes())
    tags[route->module_] = "Routes of the module `" + route->module_ + "`.";
  for (const FixedRoute& route : fixed_routes)
    tags[std::string(route.tag)] = "What the server answers itself.";
  out.list("tags");
  for (const auto& [tag, description] : tags)
    out.object().text("name", tag).text("description", description).close();
  out.close();
}

void write_paths(Writer& out, Schemas& schemas, const Router& router) {
  std::map<std::string, std::vector<const Route*>> by_path;
  for (const auto& route : router.routes()) by_path[route->path].push_back(route.get());
  std::map<std::string, const FixedRoute*> fixed;
  for (const FixedRoute& route : fixed_routes) {
    by_path[std::string(route.path)];
    fixed[std::string(route.path)] = &route;
  }
  out.object("paths");
  for (const auto& [path, routes] : by_path) {
    out.object(path);
    if (const auto own = fixed.find(path); own != fixed.end()) write_fixed(out, *own->second);
    for (const Route* route : routes) write_operation(out, schemas, *route);
    out.close();
  }
  out.close();
}

void write_problem_schemas(Writer& out) {
  out.object("Problem").text("type", "object").flag("additionalProperties", false);
  out.text("description", "Why a request was refused (RFC 9457).").object("properties");
  out.object("type").text("type", "string").text("format", "uri").number("maxLength", 200);
  out.text("description", "Stable name of the problem.").close();
  out.object("title");
  write_bounded(out, 4000, "^[^\\u0000]*$");
  out.text("description", "The problem in the reader's language.").close();
  out.object("status").text("type", "integer").text("format", "int32");
  out.number("minimum", 400).number("maximum", 599).close();
  out.object("request_id");
  write_bounded(out, 64, "^[0-9a-f]*$");
  out.close();
  out.object("errors").text("type", "array").number("maxItems", 100'000).object("items");
  out.text("$ref", "#/components/schemas/ProblemPlace").close().close().close();
  out.list("required").text("type").text("title").text("status").text("errors").close().close();

  out.object("ProblemPlace").text("type", "object").flag("additionalProperties", false);
  out.text("description", "One thing that is wrong, and where.").object("properties");
  out.object("pointer");
  write_bounded(out, 4000, "^[^\\u0000]*$");
  out.text("description", "JSON pointer into the request, or the row and column of a table.");
  out.close().object("key");
  write_bounded(out, 200, "^[a-z0-9_.]*$");
  out.close().object("detail");
  write_bounded(out, 4000, "^[^\\u0000]*$");
  out.close().close();
  out.list("required").text("pointer").text("key").text("detail").close().close();
}

void write_header(Writer& out, std::string_view name, std::string_view description,
                  std::int64_t max, std::string_view pattern) {
  out.object(name).text("description", description).object("schema");
  write_bounded(out, max, pattern);
  out.close().close();
}

/// Only what is referred to: a component that nobody uses is a finding of the linters.
void write_headers(Writer& out, const std::string& paths) {
  const auto header = [&](std::string_view name, std::string_view description, std::int64_t max,
                          std::string_view pattern) {
    const bool used =
        paths.find("#/components/headers/" + std::string(name) + "\"") != std::string::npos;
    if (used) write_header(out, name, description, max, pattern);
  };
  out.object("headers");
  header("X-Request-Id", "Number of the request, as our log names it.", 64, "^[0-9a-f]*$");
  header("RateLimit", "How much the caller may still ask; sent where a limit applies.", 200,
         "^[^\\u0000]*$");
  header("Access-Control-Allow-Origin",
         "Not sent: pages of other origins may not read answers, so browsers keep them out.", 200,
         "^[^\\u0000]*$");
  write_header(out, "Retry-After", "Seconds to wait before the next attempt.", 10, "^[0-9]+$");
  header("ETag", "Version of the thing, for If-Match.", 30, "^\"v[0-9]+\"$");
  header("Link", "The next page, rel=\"next\"; absent at the end.", 4000, "^[^\\u0000]*$");
  header("Idempotency-Replayed", "`true` when the answer of an earlier attempt is sent again.", 4,
         "^true$");
  out.close();
}

void write_shared_parameters(Writer& out, const std::string& paths) {
  const auto parameter = [&](std::string_view name, std::string_view header,
                             std::string_view description, std::int64_t max,
                             std::string_view pattern) {
    if (paths.find("#/components/parameters/" + std::string(name) + "\"") == std::string::npos) {
      return;
    }
    out.object(name).text("name", header).text("in", "header").flag("required", false);
    out.text("description", description).object("schema");
    write_bounded(out, max, pattern);
    out.close().close();
  };
  out.object("parameters");
  parameter("IfMatch", "If-Match", "The ETag of the version that the change is based on.", 30,
            "^\"v[0-9]+\"$");
  parameter("LastEventId", "Last-Event-ID",
            "The `id` of the last event that arrived: the stream goes on after it.", 19,
            "^[0-9]+$");
  parameter("IdempotencyKey", "Idempotency-Key",
            "Chosen by the client; a repeated request with the same key has one effect.", 200,
            "^[^\\u0000]+$");
  out.close();
}

void write_responses(Writer& out, const std::string& paths) {
  out.object("responses");
  for (const Refusal& refusal : refusals) {
    const std::string name = "Problem" + std::to_string(refusal.status);
    if (paths.find("/" + name + "\"") == std::string::npos) continue;
    out.object(name).text("description", refusal.description).object("headers");
    write_common_headers(out);
    if (refusal.status == 429 || refusal.status == 503) {
      refer_header(out, "Retry-After");
    }
    out.close().object("content").object("application/problem+json").object("schema");
    out.text("$ref", "#/components/schemas/Problem").close().close().close().close();
  }
  out.close();
}

void write_security(Writer& out) {
  out.object("securitySchemes");
  out.object("session").text("type", "apiKey").text("in", "cookie");
  out.text("name", "__Host-twinrail").text("description", "The session of a browser.").close();
  out.object("token").text("type", "http").text("scheme", "bearer");
  out.text("description", "An API token with scopes and an end.").close();
  out.close();
}

/// What a table has to look like that comes in.
void write_inlets(Writer& out, Schemas& schemas, const Inlets& inlets) {
  out.object("x-inlets");
  for (const Inlet& inlet : inlets.all()) {
    out.object(inlet.code).text("permission", inlet.permission.name).list("columns");
    for (const InletColumn& column : inlet.columns) {
      out.object().text("name", column.name).flag("required", column.required).name("schema");
      schemas.write_cell(out, *column.type);
      out.close();
    }
    out.close().close();
  }
  out.close();
}

void note_all(Schemas& schemas, const Router& router) {
  for (const auto& route : router.routes()) {
    schemas.note_reply(*route->reply);
    const FieldNames in_path = path_names(*route);
    if (has_body(*route, in_path))
      schemas.note_request(*route->request, in_path);
    else
      for (const FieldInfo& field : route->request->fields) schemas.note_request(field.type());
  }
}

}  // namespace

std::string openapi_document(const Router& router, const Inlets& inlets, std::string_view version) {
  Schemas schemas;
  note_all(schemas, router);
  Writer used;  // once for what it refers to, so that components hold nothing else
  used.object();
  write_paths(used, schemas, router);
  used.close();

  Writer out;
  out.object();
  write_info(out, version);
  write_tags(out, router);
  write_paths(out, schemas, router);
  out.object("components");
  write_security(out);
  write_shared_parameters(out, used.written());
  write_headers(out, used.written());
  write_responses(out, used.written());
  out.object("schemas");
  write_problem_schemas(out);
  schemas.write_all(out);
  out.close().close();
  write_inlets(out, schemas, inlets);
  out.close();
  return out.written();
}

}  // namespace twinrail
