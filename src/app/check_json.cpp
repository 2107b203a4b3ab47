#include "app/check_json.hpp"

#include <algorithm>
#include <unordered_map>

#include "platform/json/document.hpp"

namespace twinrail::check {
namespace {

Value copied(const json::Value& read) {
  switch (read.kind()) {
    case json::ValueKind::null:
      return {};
    case json::ValueKind::boolean:
      return read.flag();
    case json::ValueKind::number:
      return Value::number(std::string(read.text()));
    case json::ValueKind::text:
      return read.text();
    case json::ValueKind::list:
    case json::ValueKind::object:
      break;
  }
  const bool named = read.kind() == json::ValueKind::object;
  Value value = named ? Value::object() : Value::list();
  for (const json::Value child : read) {
    if (named) {
      value.add(std::string(child.name()), copied(child));
    } else {
      value.append(copied(child));
    }
  }
  return value;
}

/// A number in one spelling for each value ("-0.50" and "-5e-1" are both "-0.5"); nothing for what
/// is no number. A text counts if it is a plain decimal.
std::optional<std::string> figure(const Value& value) {
  std::string text = value.text();
  if (value.kind() == Value::Kind::number) {
    text = plain_number(text).value_or(text);
  } else if (value.kind() != Value::Kind::text) {
    return std::nullopt;
  }
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.erase(0, 1);
  const auto digits = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const auto point = text.find('.');
  std::string whole = text.substr(0, point);
  std::string rest = point == std::string::npos ? "" : text.substr(point + 1);
  if (!digits(whole) || (point != std::string::npos && !digits(rest))) return std::nullopt;
  whole.erase(0, whole.find_first_not_of('0'));
  rest.erase(rest.find_last_not_of('0') + 1);
  if (whole.empty() && rest.empty()) return "0";
  return (negative ? "-" : "") + whole + "." + rest;
}

/// Collects what differs, field by field.
class Comparison {
 public:
  std::string found;

  void compare(const std::string& path, const Value& expected, const Value* answer) {
    if (answer == nullptr) return note(path, expected, "nothing");
    const auto wanted = figure(expected);
    if (wanted) {
      if (wanted != figure(*answer)) note(path, expected, answer->written());
      return;
    }
    if (expected.kind() != answer->kind()) return note(path, expected, answer->written());
    switch (expected.kind()) {
      case Value::Kind::object:
        return compare_members(path, expected, *answer);
      case Value::Kind::list:
        return compare_items(path, expected, *answer);
      case Value::Kind::boolean:
        if (expected.flag() != answer->flag()) note(path, expected, answer->written());
        return;
      case Value::Kind::null:
        return;
      case Value::Kind::number:
      case Value::Kind::text:
        if (expected.text() != answer->text()) note(path, expected, answer->written());
        return;
    }
  }

 private:
  void note(const std::string& path, const Value& expected, const std::string& got) {
    if (!found.empty()) found += "; ";
    if (!path.empty()) found += path + ": ";
    found += "expected " + expected.written() + ", got " + got;
  }

  /// A refused answer, or a refused part of one, fails what does not expect it.
  static bool refused(const Value& value) {
    const Value* code = value.find("rejected");
    return code != nullptr && code->kind() == Value::Kind::text;
  }

  void compare_members(const std::string& path, const Value& expected, const Value& answer) {
    if (refused(answer) && !refused(expected)) return note(path, expected, answer.written());
    std::unordered_map<std::string_view, const Value*> given;  // a tree has many members
    for (std::size_t i = 0; i < answer.names().size(); ++i) {
      given.emplace(answer.names()[i], &answer.items()[i]);
    }
    for (std::size_t i = 0; i < expected.names().size(); ++i) {
      const std::string& name = expected.names()[i];
      const auto match = given.find(name);
      compare(below(path, name), expected.items()[i],
              match == given.end() ? nullptr : match->second);
      if (match != given.end()) given.erase(match);
    }
    for (const std::string& name : answer.names()) {  // what was not expected, in order
      const auto left = given.find(name);
      if (left == given.end() || !refused(*left->second)) continue;
      note(below(path, name), Value("no refusal"), left->second->written());
    }
  }

  static std::string below(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + "." + name;
  }

  void compare_items(const std::string& path, const Value& expected, const Value& answer) {
    if (expected.items().size() != answer.items().size()) {
      return note(path, expected, answer.written());
    }
    for (std::size_t i = 0; i < expected.items().size(); ++i) {
      compare(path + "[" + std::to_string(i) + "]", expected.items()[i], &answer.items()[i]);
    }
  }
};

}  // namespace

Value Value::number(std::string text) {
  Value value;
  value.kind_ = Kind::number;
  value.text_ = std::move(text);
  return value;
}

Value Value::list(std::vector<Value> items) {
  Value value;
  value.kind_ = Kind::list;
  value.items_ = std::move(items);
  return value;
}

Value Value::object(std::initializer_list<std::pair<const char*, Value>> members) {
  Value value;
  value.kind_ = Kind::object;
  for (const auto& [name, member] : members) value.add(name, member);
  return value;
}

void Value::add(std::string name, Value value) {
  names_.push_back(std::move(name));
  items_.push_back(std::move(value));
}

const Value* Value::find(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) return nullptr;
  return &items_[static_cast<std::size_t>(found - names_.begin())];
}

std::string Value::written() const {
  std::string out;
  write(out);
  return out;
}

void Value::write(std::string& out) const {
  switch (kind_) {
    case Kind::null:
      out += "null";
      return;
    case Kind::boolean:
      out += flag_ ? "true" : "false";
      return;
    case Kind::number:
      out += text_;
      return;
    case Kind::text:
      json::write_text(out, text_);
      return;
    case Kind::list:
    case Kind::object:
      break;
  }
  const bool named = kind_ == Kind::object;
  out += named ? '{' : '[';
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (i > 0) out += ", ";
    if (named) {
      json::write_text(out, names_[i]);
      out += ": ";
    }
    items_[i].write(out);
  }
  out += named ? '}' : ']';
}

Error malformed(std::string reason) {
  return {Fault::unprocessable, "malformed", Arguments{{"reason", std::move(reason)}}};
}

bool is_malformed(const Error& error) { return error.key() == "malformed"; }

Value parse(std::string_view text) {
  try {
    return copied(json::Document::parse(text).root());
  } catch (const Error& error) {
    throw malformed(error.problems().empty() ? "not valid JSON" : "a key is there twice");
  }
}

std::string differences(const Value& expected, const Value& answer) {
  Comparison comparison;
  comparison.compare("", expected, &answer);
  return comparison.found;
}

}  // namespace twinrail::check
