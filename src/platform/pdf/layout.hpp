#pragma once

#include "platform/pdf/letters.hpp"

/// Where each thing of a paper stands. Everything is placed first and drawn then, because the foot
/// of the first page says how many there are.
namespace twinrail::pdf {

/// A4 with margins, in points.
inline constexpr double page_width = 595.28;
inline constexpr double page_height = 841.89;
inline constexpr double margin = 48;
inline constexpr double top = 50;
inline constexpr double bottom = page_height - 58;
inline constexpr double inner = page_width - 2 * margin;

/// Free height that a chart with its heading needs.
inline constexpr double chart_height = 220;

using Draw = std::function<void(cairo_t*)>;

/// The pages, filled from the top.
class Pages {
 public:
  explicit Pages(const Letters& letters) : letters_(letters), pages_(1) {}

  /// Throws Error "pdf.too_long".
  void turn();
  /// A new page, unless so much is free on this one.
  void need(double height);
  void skip(double height) { y_ += height; }
  [[nodiscard]] double y() const { return y_; }
  [[nodiscard]] double left() const { return bottom - y_; }
  void put(Draw draw) { pages_.back().push_back(std::move(draw)); }
  [[nodiscard]] const Letters& letters() const { return letters_; }
  [[nodiscard]] const std::vector<std::vector<Draw>>& all() const { return pages_; }
  /// A line over the page's width where it is now.
  void rule(Ink ink, double thick);

 private:
  const Letters& letters_;
  std::vector<std::vector<Draw>> pages_;
  double y_ = top;
};

void place(Pages& pages, const Heading& heading, Rail rail);
void place(Pages& pages, const Paragraph& paragraph, Rail rail);
void place(Pages& pages, const Facts& facts, Rail rail);
void place(Pages& pages, const Table& table, Rail rail);
void place(Pages& pages, const Chart& chart, Rail rail);

[[nodiscard]] Ink ink_of(Rail rail);
/// A bar with its mark, as wide as said, around the middle y.
void draw_bar(cairo_t* cr, const Bar& bar, Ink ink, double x, double y, double width);

}  // namespace twinrail::pdf
