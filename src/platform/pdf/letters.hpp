#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <pango/pangocairo.h>

#include "platform/pdf/paper.hpp"

/// Text laid out in lines of a width. Measures are points, 1/72 inch.
namespace twinrail::pdf {

/// The colours of the light theme; paper is white.
enum class Ink : std::uint8_t {
  text,
  quiet,
  hairline,
  strong_line,
  okr,
  kpi,
  ok,
  watch,
  watch_word,
  breach,
  breach_word,
  recovering,
};
void set_ink(cairo_t* cr, Ink ink);

/// Draws the shape of a mark into the square of that size at x, y.
void draw_mark(cairo_t* cr, Mark mark, double x, double y, double size);
[[nodiscard]] Ink word_ink(Mark mark);

struct Look {
  double size = 9;
  bool bold = false;
  Ink ink = Ink::text;
  bool right = false;
};

template <class T>
using Held = std::unique_ptr<T, void (*)(gpointer)>;

/// A piece of a page that is drawn whole: a line of a text.
struct Slice {
  double height = 0;
  std::function<void(cairo_t*, double x, double y)> draw;
};

/// The fonts of one document; of one thread.
class Letters {
 public:
  explicit Letters(Locale locale);

  /// The lines of a text in a width. Letters that no font has are drawn as a white square.
  [[nodiscard]] std::vector<Slice> lines(const std::string& text, const Look& look,
                                         double width) const;
  /// Draws one line without breaks at x, y (its top); too wide, it ends in dots.
  void put(cairo_t* cr, const std::string& text, const Look& look, double x, double y,
           double width) const;
  [[nodiscard]] double width_of(const std::string& text, const Look& look) const;
  [[nodiscard]] bool has(const std::string& text) const;

 private:
  [[nodiscard]] std::shared_ptr<PangoLayout> laid(const std::string& text, const Look& look) const;
  [[nodiscard]] std::string known(const std::string& text) const;

  Held<PangoFontMap> map_;
  Held<PangoContext> context_;
};

}  // namespace twinrail::pdf
