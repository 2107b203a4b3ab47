#include "platform/pdf/letters.hpp"

#include <array>
#include <cmath>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
/// Read by the sanitizer. Cairo 1.16 loses 768 bytes for each font of a document when it makes the
/// part of it that is embedded, fontconfig its settings at the end; neither can be reached from
/// here.
extern "C" const char* __lsan_default_suppressions();   // NOLINT: the sanitizer's name for it
extern "C" const char* __lsan_default_suppressions() {  // NOLINT
  return "leak:libcairo.so\nleak:libfontconfig.so\n";
}
#endif
#endif

namespace twinrail::pdf {
namespace {

constexpr const char* family = "Noto Sans CJK SC";
constexpr char32_t instead = U'\u25A1';

/// Lets text run otherwise than it is read, or is no letter at all.
bool is_trick(char32_t c) {
  const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
                     c == 0x200F || c == 0x061C;
  const bool no_letter = c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c & 0xFFFE) == 0xFFFE;
  return turns || no_letter;
}

bool is_line_end(char32_t c) { return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029; }

/// Calls for each letter of a text.
template <class F>
void each_letter(const std::string& text, const F& f) {
  const icu::UnicodeString letters = icu::UnicodeString::fromUTF8(text);
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1))
    f(static_cast<char32_t>(letters.char32At(i)));
}

void append(icu::UnicodeString& out, char32_t c) { out.append(static_cast<UChar32>(c)); }

std::string utf8(const icu::UnicodeString& letters) {
  std::string text;
  return letters.toUTF8String(text);
}

}  // namespace

std::string drawable(std::string_view text) {
  icu::UnicodeString out;
  bool after_return = false;
  each_letter(std::string(text), [&](char32_t c) {
    const bool joined = after_return && c == '\n';
    after_return = c == '\r';
    if (joined || is_trick(c)) return;
    if (c == '\r' || is_line_end(c))
      append(out, '\n');
    else if (c < 0x20 || (c >= 0x7F && c < 0xA0))
      append(out, ' ');
    else
      append(out, c);
  });
  return utf8(out);
}

bool has_letters(const std::string& text) { return Letters(Locale::zh).has(text); }

void set_ink(cairo_t* cr, Ink ink) {
  static constexpr std::array<std::uint32_t, 12> colours{0x181b20, 0x646a73, 0xe5e4df, 0xcfcec7,
                                                         0x4a4dc4, 0x0d6782, 0x236b4a, 0xdb9a14,
                                                         0x8f5f00, 0xd2451b, 0xb23210, 0x2f639c};
  const std::uint32_t rgb = colours.at(static_cast<std::size_t>(ink));
  cairo_set_source_rgb(cr, (rgb >> 16) / 255.0, ((rgb >> 8) & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}

Ink word_ink(Mark mark) {
  switch (mark) {
    case Mark::watch:
      return Ink::watch_word;
    case Mark::breach:
      return Ink::breach_word;
    case Mark::recovering:
      return Ink::recovering;
    case Mark::no_data:
    case Mark::late:
    case Mark::early:
      return Ink::quiet;
    case Mark::nothing:
    case Mark::ok:
      break;
  }
  return Ink::text;
}

namespace {

void path_of(cairo_t* cr, std::initializer_list<std::pair<double, double>> corners) {
  for (const auto& [x, y] : corners) cairo_line_to(cr, x, y);
  cairo_close_path(cr);
  cairo_fill(cr);
}

void ring(cairo_t* cr, Ink ink, bool dashed) {
  set_ink(cr, ink);
  const std::array<double, 2> dashes{2.1, 1.9};
  if (dashed) cairo_set_dash(cr, dashes.data(), 2, 0);
  cairo_set_line_width(cr, 1.4);
  cairo_arc(cr, 6, 6, 4.7, 0, 2 * M_PI);
  cairo_stroke(cr);
}

}  // namespace

void draw_mark(cairo_t* cr, Mark mark, double x, double y, double size) {
  cairo_save(cr);
  cairo_translate(cr, x, y);
  cairo_scale(cr, size / 12, size / 12);
  cairo_new_path(cr);
  switch (mark) {
    case Mark::nothing:
      break;
    case Mark::ok:
      set_ink(cr, Ink::ok);
      cairo_arc(cr, 6, 6, 4.4, 0, 2 * M_PI);
      cairo_fill(cr);
      break;
    case Mark::watch:
      set_ink(cr, Ink::watch);
      path_of(cr, {{6, 1.2}, {11.4, 10.8}, {0.6, 10.8}});
      break;
    case Mark::breach:
      set_ink(cr, Ink::breach);
      path_of(cr, {{6, 0.4}, {11.6, 6}, {6, 11.6}, {0.4, 6}});
      break;
    case Mark::recovering:
      ring(cr, Ink::recovering, false);
      cairo_arc(cr, 6, 6, 4.7, M_PI / 2, 3 * M_PI / 2);
      cairo_fill(cr);
      break;
    case Mark::no_data:
      ring(cr, Ink::quiet, true);
      break;
    case Mark::late:
    case Mark::early:
      ring(cr, Ink::quiet, false);
      cairo_move_to(cr, 6, 3.4);
      cairo_line_to(cr, 6, 6);
      cairo_line_to(cr, mark == Mark::late ? 8.2 : 3.8, 7.2);
      cairo_stroke(cr);
      break;
  }
  cairo_restore(cr);
}

Letters::Letters(Locale locale)
    : map_(pango_cairo_font_map_new(), g_object_unref),
      context_(pango_font_map_create_context(map_.get()), g_object_unref) {
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map_.get()), 72);
  pango_context_set_language(context_.get(),
                             pango_language_from_string(locale == Locale::zh ? "zh-CN" : "en"));
}

std::shared_ptr<PangoLayout> Letters::laid(const std::string& text, const Look& look) const {
  std::shared_ptr<PangoLayout> layout(pango_layout_new(context_.get()), g_object_unref);
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, family);
  pango_font_description_set_absolute_size(font, look.size * PANGO_SCALE);
  pango_font_description_set_weight(font, look.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir(layout.get(), FALSE);
  pango_layout_set_line_spacing(layout.get(), 0);
  pango_layout_set_alignment(layout.get(), look.right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0) {
    const std::string other = known(text);
    pango_layout_set_text(layout.get(), other.data(), static_cast<int>(other.size()));
  }
  return layout;
}

bool Letters::has(const std::string& text) const {
  const Held<PangoLayout> layout(pango_layout_new(context_.get()), g_object_unref);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return pango_layout_get_unknown_glyphs_count(layout.get()) == 0;
}

std::string Letters::known(const std::string& text) const {
  icu::UnicodeString out;
  each_letter(text, [&](char32_t c) {
    icu::UnicodeString one;
    append(one, c);
    const bool joins = u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_VARIATION_SELECTOR) ||
                       c == 0x200D ||
                       u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EMOJI_MODIFIER);
    if (c < 0x80 || has(utf8(one)))
      append(out, c);
    else if (!joins)
      append(out, instead);
  });
  return utf8(out);
}

std::vector<Slice> Letters::lines(const std::string& text, const Look& look, double width) const {
  const std::shared_ptr<PangoLayout> layout = laid(text, look);
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  const double height = look.size * 1.5;
  std::vector<Slice> slices;
  PangoLayoutIter* at = pango_layout_get_iter(layout.get());
  do {
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(at, nullptr, &logical);
    const double left = static_cast<double>(logical.x) / PANGO_SCALE;
    std::shared_ptr<PangoLayoutLine> line(
        pango_layout_line_ref(pango_layout_iter_get_line_readonly(at)), pango_layout_line_unref);
    const double base = look.size * 1.12;
    slices.push_back({height, [layout, line, look, left, base](cairo_t* cr, double x, double y) {
                        set_ink(cr, look.ink);
                        cairo_move_to(cr, x + left, y + base);
                        pango_cairo_show_layout_line(cr, line.get());
                      }});
  } while (pango_layout_iter_next_line(at));
  pango_layout_iter_free(at);
  return slices;
}

void Letters::put(cairo_t* cr, const std::string& text, const Look& look, double x, double y,
                  double width) const {
  const std::shared_ptr<PangoLayout> layout = laid(text, look);
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
  set_ink(cr, look.ink);
  PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), 0);
  PangoRectangle logical;
  pango_layout_line_get_extents(line, nullptr, &logical);
  const double free = width - static_cast<double>(logical.width) / PANGO_SCALE;
  cairo_move_to(cr, look.right ? x + free : x, y + look.size * 1.12);
  pango_cairo_show_layout_line(cr, line);
}

double Letters::width_of(const std::string& text, const Look& look) const {
  PangoRectangle logical;
  pango_layout_get_extents(laid(text, look).get(), nullptr, &logical);
  return static_cast<double>(logical.width) / PANGO_SCALE;
}

}  // namespace twinrail::pdf
