#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "platform/pdf/layout.hpp"

namespace twinrail::pdf {
namespace {

constexpr double axis_room = 46;   // figures left of the lines
constexpr double words_room = 78;  // words right of them
constexpr double plot_height = 128;
constexpr double below_room = 16;
constexpr std::size_t labels_most = 7;
constexpr std::size_t marks_most = 60;  // more points than that carry no shapes

double number(Decimal value) {
  return static_cast<double>(value.micros()) / Decimal::micros_per_unit;
}

/// The figures that the axis goes from and to, and the steps of its lines.
struct Axis {
  double low = 0;
  double high = 1;
  double step = 1;
};

Axis axis_of(const std::vector<ChartPoint>& points) {
  std::vector<double> all;
  for (const ChartPoint& p : points)
    for (const auto& value : {p.value, p.target, p.limit})
      if (value) all.push_back(number(*value));
  if (all.empty()) return {};
  const auto [least, most] = std::ranges::minmax(all);
  const double span = most > least ? most - least : std::max(std::abs(most) * 0.2, 0.001);
  const double rough = span / 4;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = power * 10;
  for (const double factor : {5, 2, 1})
    if (rough <= power * factor) step = power * factor;
  const double low = std::floor(least / step + 1e-9) * step;
  const double high = std::ceil(most / step - 1e-9) * step;
  return {low, high > low ? high : low + step, step};
}

/// Places of a chart on its page.
struct Plot {
  std::shared_ptr<const Chart> chart;
  Axis axis;
  double y = 0;  ///< of its upper edge
  Ink ink = Ink::text;

  [[nodiscard]] double left() const { return margin + axis_room; }
  [[nodiscard]] double width() const { return inner - axis_room - words_room; }
  [[nodiscard]] double x_of(std::size_t index) const {
    const auto last = static_cast<double>(std::max<std::size_t>(chart->points.size() - 1, 1));
    return left() + width() * static_cast<double>(index) / last;
  }
  [[nodiscard]] double y_of(double value) const {
    return y + plot_height * (axis.high - value) / (axis.high - axis.low);
  }
};

void draw_axis(cairo_t* cr, const Letters& letters, const Plot& plot) {
  const Look look{.size = 7.2, .ink = Ink::quiet, .right = true};
  const int lines =
      static_cast<int>(std::lround((plot.axis.high - plot.axis.low) / plot.axis.step));
  for (int i = 0; i <= std::min(lines, 12); ++i) {
    const double value = plot.axis.low + i * plot.axis.step;
    const double at = plot.y_of(value);
    set_ink(cr, Ink::hairline);
    cairo_set_line_width(cr, 0.5);
    cairo_move_to(cr, plot.left(), at);
    cairo_line_to(cr, plot.left() + plot.width(), at);
    cairo_stroke(cr);
    const auto figure = Decimal::from_micros(std::llround(value * Decimal::micros_per_unit));
    letters.put(cr, plot.chart->shown(figure), look, margin, at - 6, axis_room - 6);
  }
  const std::size_t count = plot.chart->points.size();
  const std::size_t every = std::max<std::size_t>((count + labels_most - 1) / labels_most, 1);
  for (std::size_t i = 0; i < count; i += every) {
    const std::string& label = plot.chart->points[i].label;
    const double wide = letters.width_of(label, look) + 2;
    letters.put(cr, label, {.size = 7.2, .ink = Ink::quiet},
                std::max(plot.x_of(i) - wide / 2, margin), plot.y + plot_height + 4, wide);
  }
}

using Part = std::optional<Decimal> ChartPoint::*;

/// One of the lines; where a figure is missing it has a gap, and a lone one is a dot.
void draw_line(cairo_t* cr, const Plot& plot, Part part, double thick) {
  const auto& points = plot.chart->points;
  cairo_set_line_width(cr, thick);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path(cr);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& value = points[i].*part;
    if (!value) {
      cairo_new_sub_path(cr);
      continue;
    }
    const double x = plot.x_of(i);
    const double at = plot.y_of(number(*value));
    if (i > 0 && points[i - 1].*part)
      cairo_line_to(cr, x, at);
    else
      cairo_move_to(cr, x, at);
    const bool lone =
        (i == 0 || !(points[i - 1].*part)) && (i + 1 == points.size() || !(points[i + 1].*part));
    if (lone) cairo_rel_line_to(cr, 0.1, 0);
  }
  cairo_stroke(cr);
}

void draw_shapes(cairo_t* cr, const Plot& plot) {
  const auto& points = plot.chart->points;
  if (points.size() > marks_most) return;
  constexpr double size = 6;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (points[i].value && points[i].mark != Mark::nothing && points[i].mark != Mark::ok)
      draw_mark(cr, points[i].mark, plot.x_of(i) - size / 2,
                plot.y_of(number(*points[i].value)) - size / 2, size);
}

struct EdgeWord {
  std::string text;
  double y = 0;
  Ink ink = Ink::text;
  bool bold = false;
};

/// What each line is, at its right end, moved apart where two would cover each other.
void draw_words(cairo_t* cr, const Letters& letters, const Plot& plot) {
  std::vector<EdgeWord> words;
  const auto add = [&](Part part, const std::string& word, Ink ink, bool bold) {
    const auto& points = plot.chart->points;
    const auto last = std::ranges::find_if(points.rbegin(), points.rend(),
                                           [&](const ChartPoint& p) { return bool(p.*part); });
    if (last == points.rend()) return;
    const Decimal value = *((*last).*part);
    const std::string figure = plot.chart->shown(value);
    words.push_back(
        {word.empty() ? figure : word + " " + figure, plot.y_of(number(value)) - 6, ink, bold});
  };
  add(&ChartPoint::value, {}, plot.ink, true);
  add(&ChartPoint::target, plot.chart->target_word, Ink::text, false);
  add(&ChartPoint::limit, plot.chart->limit_word, Ink::breach_word, false);
  std::ranges::sort(words, {}, &EdgeWord::y);
  for (std::size_t i = 1; i < words.size(); ++i)
    words[i].y = std::max(words[i].y, words[i - 1].y + 11);
  for (const EdgeWord& word : words)
    letters.put(cr, word.text, {.size = 7.6, .bold = word.bold, .ink = word.ink},
                plot.left() + plot.width() + 6, word.y, words_room - 6);
}

void draw_plot(cairo_t* cr, const Letters& letters, const Plot& plot) {
  cairo_save(cr);
  draw_axis(cr, letters, plot);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  set_ink(cr, Ink::text);
  draw_line(cr, plot, &ChartPoint::target, 0.9);
  constexpr std::array<double, 2> dashes{3.0, 2.4};
  cairo_set_dash(cr, dashes.data(), 2, 0);
  set_ink(cr, Ink::breach);
  draw_line(cr, plot, &ChartPoint::limit, 0.9);
  cairo_set_dash(cr, nullptr, 0, 0);
  set_ink(cr, plot.ink);
  draw_line(cr, plot, &ChartPoint::value, 1.8);
  draw_shapes(cr, plot);
  draw_words(cr, letters, plot);
  cairo_restore(cr);
}

}  // namespace

void place(Pages& pages, const Chart& chart, Rail rail) {
  const bool any =
      std::ranges::any_of(chart.points, [](const ChartPoint& p) { return bool(p.value); });
  if (!chart.finding.empty()) place(pages, Paragraph{.text = chart.finding, .quiet = true}, rail);
  if (!any) return;
  pages.need(plot_height + below_room + 12);
  pages.skip(6);
  auto kept = std::make_shared<Chart>(chart);
  for (ChartPoint& point : kept->points) point.label = drawable(point.label);
  const Plot plot{kept, axis_of(chart.points), pages.y(),
                  rail == Rail::both ? Ink::okr : ink_of(rail)};
  pages.put([&letters = pages.letters(), plot](cairo_t* cr) { draw_plot(cr, letters, plot); });
  pages.skip(plot_height + below_room);
}

}  // namespace twinrail::pdf
