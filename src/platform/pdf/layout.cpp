#include "platform/pdf/layout.hpp"

#include <algorithm>

namespace twinrail::pdf {
namespace {

constexpr double row_gap = 4;     // above and below the text of a row
constexpr double column_gap = 8;  // between two columns
constexpr double mark_size = 7.5;
constexpr double mark_room = 11;
constexpr double bar_text = 34;  // "100%" beside its bar
constexpr double bar_most = 90;

/// The slices of a cell, set below each other.
std::vector<Slice> slices_of(const Letters& letters, const Cell& cell, double width, bool right,
                             Ink rail) {
  const double in = cell.below ? 10 : 0;
  const double text_at = in + (cell.mark == Mark::nothing ? 0 : mark_room);
  Look look{.size = 8.6, .bold = cell.strong, .ink = word_ink(cell.mark), .right = right};
  if (cell.mark == Mark::watch || cell.mark == Mark::breach) look.bold = true;
  const double room = std::max(width - text_at, 12.0);
  std::vector<Slice> slices = letters.lines(cell.text, look, room);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const auto draw = std::move(slices[i].draw);
    slices[i].draw = [=, first = i == 0](cairo_t* cr, double x, double y) {
      if (first && cell.mark != Mark::nothing) draw_mark(cr, cell.mark, x + in, y + 2.4, mark_size);
      if (first && cell.bar)
        draw_bar(cr, *cell.bar, rail, x + bar_text, y + 6.6,
                 std::clamp(width - bar_text, 12.0, bar_most));
      draw(cr, x + text_at, y);
    };
  }
  if (cell.note.empty()) return slices;
  for (Slice& line :
       letters.lines(cell.note, {.size = 7.4, .ink = Ink::quiet, .right = right}, room)) {
    line.draw = [draw = std::move(line.draw), text_at](cairo_t* cr, double x, double y) {
      draw(cr, x + text_at, y);
    };
    slices.push_back(std::move(line));
  }
  return slices;
}

double height_of(const std::vector<Slice>& slices) {
  double height = 0;
  for (const Slice& slice : slices) height += slice.height;
  return height;
}

struct Room {
  double x = 0;
  double width = 0;
};

std::vector<Room> rooms_of(const std::vector<Column>& columns) {
  std::int64_t shares = 0;
  for (const Column& column : columns) shares += column.share;
  const double free = inner - column_gap * static_cast<double>(columns.size() - 1);
  std::vector<Room> rooms;
  double x = margin;
  for (const Column& column : columns) {
    const double width = free * static_cast<double>(column.share) / static_cast<double>(shares);
    rooms.push_back({x, width});
    x += width + column_gap;
  }
  return rooms;
}

/// One row on its way down the page: how far each cell has been placed.
struct Falling {
  std::vector<std::vector<Slice>> cells;
  std::vector<std::size_t> done;

  explicit Falling(std::vector<std::vector<Slice>> slices)
      : cells(std::move(slices)), done(cells.size(), 0) {}
  [[nodiscard]] double height() const {
    double most = 0;
    for (const auto& cell : cells) most = std::max(most, height_of(cell));
    return most;
  }
  [[nodiscard]] bool is_over() const {
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (done[i] < cells[i].size()) return false;
    return true;
  }
  /// Places what fits, at least one line of each; says how high it is.
  double put(Pages& pages, const std::vector<Room>& rooms) {
    double most = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      double used = 0;
      while (done[i] < cells[i].size()) {
        Slice& slice = cells[i][done[i]];
        if (used > 0 && used + slice.height > pages.left() - row_gap) break;
        pages.put([draw = std::move(slice.draw), x = rooms[i].x,
                   y = pages.y() + used](cairo_t* cr) { draw(cr, x, y); });
        used += slice.height;
        ++done[i];
      }
      most = std::max(most, used);
    }
    return most;
  }
};

void place_head(Pages& pages, const Table& table, const std::vector<Room>& rooms) {
  std::vector<std::vector<Slice>> heads;
  for (std::size_t i = 0; i < rooms.size(); ++i)
    heads.push_back(pages.letters().lines(
        table.columns[i].head, {.size = 7.4, .ink = Ink::quiet, .right = table.columns[i].right},
        rooms[i].width));
  Falling head(std::move(heads));
  pages.skip(head.put(pages, rooms) + 3);
  pages.rule(Ink::strong_line, 0.8);
}

void place_row(Pages& pages, const Table& table, const std::vector<Room>& rooms, Falling row) {
  const double height = row.height() + 2 * row_gap;
  constexpr double whole_page = bottom - top - 60;
  // A row that would fit on a page of its own is not torn.
  if (pages.left() < std::min(height, whole_page) && (height < whole_page || pages.left() < 60)) {
    pages.turn();
    place_head(pages, table, rooms);
  }
  while (true) {
    pages.skip(row_gap);
    pages.skip(row.put(pages, rooms) + row_gap);
    if (row.is_over()) break;
    pages.turn();
    place_head(pages, table, rooms);
  }
  pages.rule(Ink::hairline, 0.5);
}

/// The figures of one line of facts.
void place_facts(Pages& pages, const std::vector<Fact>& line, Rail rail) {
  constexpr double across = 4;
  const double width = (inner - column_gap * (across - 1)) / across;
  std::vector<std::vector<Slice>> cells;
  std::vector<Room> rooms;
  for (const Fact& fact : line) {
    auto slices = pages.letters().lines(fact.label, {.size = 7.4, .ink = Ink::quiet}, width);
    Cell cell = fact.value;
    cell.strong = true;
    for (Slice& slice : slices_of(pages.letters(), cell, width, false, ink_of(rail)))
      slices.push_back(std::move(slice));
    rooms.push_back({margin + static_cast<double>(rooms.size()) * (width + column_gap), width});
    cells.push_back(std::move(slices));
  }
  Falling row(std::move(cells));
  pages.need(std::min(row.height() + row_gap, 300.0));
  while (!row.is_over()) {
    if (pages.left() < 20) pages.turn();
    pages.skip(row.put(pages, rooms));
  }
  pages.skip(8);
}

}  // namespace

void Pages::turn() {
  if (pages_.size() >= pages_most)
    throw Error(Fault::too_large, "pdf.too_long", Arguments{{"most", std::to_string(rows_most)}});
  pages_.emplace_back();
  y_ = top;
}

void Pages::need(double height) {
  if (left() < height && y_ > top) turn();
}

void Pages::rule(Ink ink, double thick) {
  put([ink, thick, y = y_](cairo_t* cr) {
    set_ink(cr, ink);
    cairo_set_line_width(cr, thick);
    cairo_move_to(cr, margin, y);
    cairo_line_to(cr, margin + inner, y);
    cairo_stroke(cr);
  });
}

Ink ink_of(Rail rail) {
  if (rail == Rail::both) return Ink::text;
  return rail == Rail::okr ? Ink::okr : Ink::kpi;
}

void draw_bar(cairo_t* cr, const Bar& bar, Ink ink, double x, double y, double width) {
  const auto share = [](Ratio ratio) {
    return static_cast<double>(ratio.clamped().parts()) / Ratio::parts_per_unit;
  };
  set_ink(cr, Ink::hairline);
  cairo_rectangle(cr, x, y - 2, width, 4);
  cairo_fill(cr);
  set_ink(cr, ink);
  cairo_rectangle(cr, x, y - 2, width * share(bar.value), 4);
  cairo_fill(cr);
  if (!bar.expected) return;
  set_ink(cr, Ink::text);
  cairo_rectangle(cr, x + width * share(*bar.expected) - 0.6, y - 4, 1.2, 8);
  cairo_fill(cr);
}

void place(Pages& pages, const Heading& heading, Rail rail) {
  pages.need(90);  // with the first rows of what it stands above
  if (pages.y() > top) pages.skip(14);
  const Look look{.size = 11.5, .bold = true, .ink = ink_of(rail)};
  const std::string text = drawable(heading.text);
  const double used = pages.letters().width_of(text, look);
  pages.put([&letters = pages.letters(), text, note = drawable(heading.note), look, used,
             y = pages.y()](cairo_t* cr) {
    letters.put(cr, text, look, margin, y, inner);
    if (!note.empty() && used + 60 < inner)
      letters.put(cr, note, {.size = 8, .ink = Ink::quiet}, margin + used + 8, y + 3.8,
                  inner - used - 8);
  });
  pages.skip(21);
}

void place(Pages& pages, const Paragraph& paragraph, Rail rail) {
  Cell cell{.text = drawable(paragraph.text), .mark = paragraph.mark};
  auto slices = paragraph.quiet
                    ? pages.letters().lines(cell.text, {.size = 8, .ink = Ink::quiet}, inner)
                    : slices_of(pages.letters(), cell, inner, false, ink_of(rail));
  for (Slice& slice : slices) {
    if (pages.left() < slice.height) pages.turn();
    pages.put([draw = std::move(slice.draw), y = pages.y()](cairo_t* cr) { draw(cr, margin, y); });
    pages.skip(slice.height);
  }
  pages.skip(5);
}

void place(Pages& pages, const Facts& facts, Rail rail) {
  std::vector<Fact> line;
  for (const Fact& fact : facts.items) {
    Fact& one = line.emplace_back(fact);
    one.label = drawable(one.label);
    one.value.text = drawable(one.value.text);
    one.value.note = drawable(one.value.note);
    if (line.size() == 4) place_facts(pages, std::exchange(line, {}), rail);
  }
  if (!line.empty()) place_facts(pages, line, rail);
}

void place(Pages& pages, const Table& table, Rail rail) {
  if (table.rows.empty())
    return place(pages, Paragraph{.text = table.nothing, .quiet = true}, rail);
  const std::vector<Room> rooms = rooms_of(table.columns);
  pages.need(60);
  place_head(pages, table, rooms);
  for (const std::vector<Cell>& row : table.rows) {
    std::vector<std::vector<Slice>> cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      Cell cell = row[i];
      cell.text = drawable(cell.text);
      cell.note = drawable(cell.note);
      cells.push_back(slices_of(pages.letters(), cell, rooms[i].width, table.columns[i].right,
                                rail == Rail::both ? Ink::okr : ink_of(rail)));
    }
    place_row(pages, table, rooms, Falling(std::move(cells)));
  }
  pages.skip(6);
}

}  // namespace twinrail::pdf
