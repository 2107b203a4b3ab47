#include "platform/openapi/writer.hpp"

#include "platform/json/document.hpp"

namespace twinrail::openapi {

void Writer::new_line() {
  out_ += '\n';
  out_.append(2 * closing_.size(), ' ');
}

void Writer::begin_value() {
  if (named_) {
    named_ = false;
    return;
  }
  if (closing_.empty()) return;
  if (!first_) out_ += ',';
  first_ = false;
  new_line();
}

Writer& Writer::open(char bracket) {
  begin_value();
  out_ += bracket;
  closing_ += bracket == '{' ? '}' : ']';
  first_ = true;
  return *this;
}

Writer& Writer::close() {
  const char bracket = closing_.back();
  closing_.pop_back();
  if (!first_) new_line();
  out_ += bracket;
  first_ = false;
  return *this;
}

Writer& Writer::name(std::string_view key) {
  begin_value();
  json::write_text(out_, key);
  out_ += ": ";
  named_ = true;
  return *this;
}

Writer& Writer::text(std::string_view value) {
  begin_value();
  json::write_text(out_, value);
  return *this;
}

Writer& Writer::number(std::int64_t value) { return raw(std::to_string(value)); }

Writer& Writer::flag(bool value) { return raw(value ? "true" : "false"); }

Writer& Writer::raw(std::string_view json) {
  begin_value();
  out_ += json;
  return *this;
}

}  // namespace twinrail::openapi
