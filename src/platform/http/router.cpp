#include "platform/http/router.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace twinrail {
namespace {

std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);  // the slash
  const auto end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

std::string_view word_of(Method method) {
  static constexpr std::string_view words[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
  return words[static_cast<std::size_t>(method)];
}

bool is_name(std::string_view segment) { return segment.starts_with('{'); }

/// get + /api/v1/measures/{measure}/readings → getMeasuresReadings
std::string operation_name(Method method, std::string_view path) {
  static constexpr std::string_view words[] = {"get", "create", "replace", "change", "remove"};
  std::string name(words[static_cast<std::size_t>(method)]);
  path.remove_prefix(std::string_view("/api/v1").size());
  bool by = false;
  while (!path.empty()) {
    std::string_view segment = next_segment(path);
    by = is_name(segment);
    if (by) continue;
    bool upper = true;
    for (const char c : segment) {
      if (c == '-') {
        upper = true;
        continue;
      }
      name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      upper = false;
    }
  }
  return by ? name + "One" : name;
}

}  // namespace

ReplyMarks marks_of(const TypeInfo& type, const void* reply) {
  ReplyMarks marks;
  for (const FieldInfo& field : type.fields) {
    if (field.name == "version" && field.type().kind == Kind::integer)
      marks.version = field.type().get(field.in(reply));
    if (field.name == "next" && field.type().kind == Kind::optional)
      if (const void* inside = field.type().inside(field.in(reply)))
        marks.next = *static_cast<const std::string*>(inside);
  }
  return marks;
}

struct Router::Node {
  std::map<std::string, std::shared_ptr<Node>, std::less<>> words;
  std::shared_ptr<Node> name;
  std::string name_text;
  std::map<Method, const Route*> here;
};

Route& Router::insert(std::unique_ptr<Route> route) {
  require_bounded(*route->request);
  route->module_ = module_;
  route->name = operation_name(route->method, route->path);
  if (!root_) root_ = std::make_shared<Node>();
  Node* node = root_.get();
  std::string_view rest = route->path;
  while (!rest.empty()) {
    const std::string_view segment = next_segment(rest);
    std::shared_ptr<Node>& child =
        is_name(segment) ? node->name : node->words[std::string(segment)];
    if (!child) child = std::make_shared<Node>();
    if (is_name(segment)) {
      const std::string name(segment.substr(1, segment.size() - 2));
      if (std::ranges::find(route->request->fields, name, &FieldInfo::name) ==
          route->request->fields.end())
        throw std::logic_error(route->path + ": no field " + name);
      child->name_text = name;
    }
    node = child.get();
  }
  const auto same_name = [&](const auto& other) { return other->name == route->name; };
  if (std::ranges::any_of(routes_, same_name)) throw std::logic_error(route->name + ": twice");
  if (node->here.contains(route->method)) throw std::logic_error(route->path + ": twice");
  node->here[route->method] = route.get();
  routes_.push_back(std::move(route));
  return *routes_.back();
}

Router::Match Router::match(Method method, std::string_view path) const {
  Match match;
  const Node* node = root_.get();
  if (!node || !path.starts_with('/')) return match;
  while (!path.empty()) {
    const std::string_view segment = next_segment(path);
    if (const auto word = node->words.find(segment); word != node->words.end()) {
      node = word->second.get();
      continue;
    }
    if (!node->name || segment.empty()) return match;
    auto value = percent_decoded(segment, false);
    if (!value) return match;
    node = node->name.get();
    match.names.emplace_back(node->name_text, std::move(*value));
  }
  const auto found = node->here.find(method == Method::head ? Method::get : method);
  if (found != node->here.end()) {
    match.route = found->second;
    return match;
  }
  for (const auto& [known, route] : node->here) {
    if (!match.allowed.empty()) match.allowed += ", ";
    match.allowed += word_of(known);
  }
  return match;
}

}  // namespace twinrail
