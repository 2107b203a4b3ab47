#include "platform/i18n/i18n.hpp"

#include <map>
#include <memory>
#include <unordered_map>

#include <unicode/fmtable.h>
#include <unicode/msgfmt.h>

#include "platform/embedded.hpp"
#include "platform/json/document.hpp"

namespace twinrail::i18n {
namespace {

using Messages = std::map<std::string, std::string, std::less<>>;

Messages load(std::string_view file) {
  Messages messages;
  for (const EmbeddedFile& embedded : embedded_files()) {
    if (!embedded.path.ends_with(file)) continue;
    const json::Document words = json::Document::parse(embedded.content);
    for (const json::Value word : words.root())
      messages.emplace(std::string(word.name()), std::string(word.text()));
  }
  return messages;
}

const Messages& messages(Locale locale) {
  static const Messages zh = load("/i18n/zh.json");
  static const Messages en = load("/i18n/en.json");
  return locale == Locale::zh ? zh : en;
}

/// A whole number is given as one, so that plurals work; anything else as it was written.
icu::Formattable formattable(const std::string& value) {
  const bool whole =
      !value.empty() && value.size() < 18 &&
      value.find_first_not_of("0123456789", value[0] == '-' ? 1 : 0) == std::string::npos &&
      value != "-";
  if (whole) return {static_cast<std::int64_t>(std::stoll(value))};
  return {icu::UnicodeString::fromUTF8(value)};
}

/// Reading a pattern costs far more than filling it in, so each thread keeps those it has read.
/// Patterns live as long as the program: their addresses name them.
const icu::MessageFormat* format_of(Locale locale, const std::string& pattern) {
  thread_local std::unordered_map<const std::string*, std::unique_ptr<icu::MessageFormat>> read;
  const auto [place, fresh] = read.try_emplace(&pattern);
  if (fresh) {
    UErrorCode status = U_ZERO_ERROR;
    auto format = std::make_unique<icu::MessageFormat>(
        icu::UnicodeString::fromUTF8(pattern), icu::Locale(locale == Locale::zh ? "zh_CN" : "en"),
        status);
    if (U_SUCCESS(status)) place->second = std::move(format);
  }
  return place->second.get();
}

std::string formatted(Locale locale, const std::string& pattern, const Arguments& args) {
  const icu::MessageFormat* format = format_of(locale, pattern);
  if (format == nullptr) return pattern;
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, value] : args) {
    names.push_back(icu::UnicodeString::fromUTF8(name));
    values.push_back(formattable(value));
  }
  icu::UnicodeString out;
  UErrorCode status = U_ZERO_ERROR;
  format->format(names.data(), values.data(), static_cast<std::int32_t>(values.size()), out,
                 status);
  if (U_FAILURE(status)) return pattern;
  std::string utf8;
  return out.toUTF8String(utf8);
}

}  // namespace

std::string text(Locale locale, std::string_view key, const Arguments& args) {
  const auto found = messages(locale).find(key);
  if (found == messages(locale).end()) return std::string(key);
  if (found->second.find_first_of("{'") == std::string::npos) return found->second;
  return formatted(locale, found->second, args);
}

bool has(Locale locale, std::string_view key) { return messages(locale).contains(key); }

std::vector<std::string> keys(Locale locale) {
  std::vector<std::string> list;
  for (const auto& [key, message] : messages(locale)) list.push_back(key);
  return list;
}

std::vector<std::string> unreadable(Locale locale) {
  std::vector<std::string> list;
  for (const auto& [key, message] : messages(locale))
    if (format_of(locale, message) == nullptr) list.push_back(key);
  return list;
}

}  // namespace twinrail::i18n
