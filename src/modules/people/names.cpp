#include "modules/people/names.hpp"

#include <algorithm>
#include <memory>

#include <unicode/locid.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace twinrail::people::names {
namespace {

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

/// Pinyin of a Chinese name with the readings that surnames have ("单" is shan), words apart.
icu::UnicodeString pinyin(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  static const std::unique_ptr<icu::Transliterator> names(icu::Transliterator::createInstance(
      "Han-Latin/Names; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(name);
  if (!names) return text;
  // Making one costs more than using it, and one serves one thread.
  static thread_local const std::unique_ptr<icu::Transliterator> mine(names->clone());
  mine->transliterate(text);
  return text;
}

enum class Kind { blank, letter, digit, han, other };

Kind kind_of(UChar32 c) {
  if (u_isUWhiteSpace(c)) return Kind::blank;
  if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) return Kind::han;
  if (u_isalpha(c)) return Kind::letter;
  if (u_isdigit(c)) return Kind::digit;
  return Kind::other;
}

/// The text from the beginning of each of its words on, lower case, without blanks. A word begins
/// after a blank, with each Chinese character, and where letters, digits and others change.
void add_from_each_word(icu::UnicodeString text, std::vector<std::string>& tokens) {
  text.toLower(icu::Locale::getRoot());
  icu::UnicodeString dense;
  std::vector<std::int32_t> starts;
  Kind before = Kind::blank;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    const Kind kind = kind_of(c);
    if (kind != Kind::blank) {
      if (kind != before || kind == Kind::han) starts.push_back(dense.length());
      dense.append(c);
    }
    before = kind;
  }
  for (const std::int32_t start : starts) tokens.push_back(utf8(dense.tempSubString(start)));
}

/// The first letters of the words, written as words: a search may begin at each.
icu::UnicodeString initials(const icu::UnicodeString& words) {
  icu::UnicodeString out;
  bool first = true;
  for (std::int32_t i = 0; i < words.length(); i = words.moveIndex32(i, 1)) {
    const UChar32 c = words.char32At(i);
    const bool blank = kind_of(c) == Kind::blank;
    if (!blank && first) {
      if (!out.isEmpty()) out.append(u' ');
      out.append(c);
    }
    first = blank;
  }
  return out;
}

/// A number without the zeros before it is found as well.
void add_number(const std::string& number, std::vector<std::string>& tokens) {
  add_from_each_word(icu::UnicodeString::fromUTF8(number), tokens);
  const auto digits = number.find_first_of("0123456789");
  if (digits == std::string::npos) return;
  const auto first = number.find_first_not_of('0', digits);
  if (first != std::string::npos)
    add_from_each_word(icu::UnicodeString::fromUTF8(number.substr(first)), tokens);
}

}  // namespace

std::vector<std::string> search_tokens(const std::string& name, const std::string& latin_name,
                                       const std::vector<std::string>& employee_numbers) {
  std::vector<std::string> tokens;
  const icu::UnicodeString sound = pinyin(name);
  add_from_each_word(icu::UnicodeString::fromUTF8(name), tokens);
  add_from_each_word(icu::UnicodeString::fromUTF8(latin_name), tokens);
  add_from_each_word(sound, tokens);
  add_from_each_word(initials(sound), tokens);
  for (const std::string& number : employee_numbers) add_number(number, tokens);
  std::ranges::sort(tokens);
  // What is the beginning of another is found with that one, and stands right before it.
  std::vector<std::string> kept;
  for (std::string& token : tokens) {
    if (!kept.empty() && token.starts_with(kept.back())) kept.pop_back();
    kept.push_back(std::move(token));
  }
  return kept;
}

std::string search_term(std::string_view typed) {
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(typed.data(), static_cast<int>(typed.size())));
  text.toLower(icu::Locale::getRoot());
  icu::UnicodeString dense;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    if (const UChar32 c = text.char32At(i); kind_of(c) != Kind::blank) dense.append(c);
  return utf8(dense);
}

std::string sort_name(const std::string& name) { return utf8(pinyin(name)) + " " + name; }

bool is_country(std::string_view code) {
  for (const char* const* known = icu::Locale::getISOCountries(); *known; ++known)
    if (code == *known) return true;
  return false;
}

}  // namespace twinrail::people::names
