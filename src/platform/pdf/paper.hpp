#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "platform/context.hpp"

/// What a document for printing says, without a word of where it stands on the page. Modules
/// describe it; `drawn` makes an A4 PDF of it.
namespace twinrail::pdf {

/// A status beside its word. Each has a shape of its own, so that it is told without colour.
enum class Mark : std::uint8_t { nothing, ok, watch, breach, recovering, no_data, late, early };
/// Whose colour a document has.
enum class Rail : std::uint8_t { both, kpi, okr };

/// A share of the way, drawn between 0 and 1 whatever it is.
struct Bar {
  Ratio value;
  std::optional<Ratio> expected;  ///< an ink mark on the bar
};

struct Cell {
  std::string text;
  Mark mark = Mark::nothing;
  std::optional<Bar> bar;
  std::string note;     ///< smaller, below
  bool strong = false;  ///< set in bold
  bool below = false;   ///< set in, as a part of the row above
};

struct Column {
  std::string head;
  std::int64_t share = 1;  ///< of the page's width, against the others
  bool right = false;      ///< figures stand at the right
};

/// Its head stands again on each page that it goes on to.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  std::string nothing;  ///< what stands there when there are no rows
};

struct Fact {
  std::string label;
  Cell value;
};

/// Figures side by side, four in a line.
struct Facts {
  std::vector<Fact> items;
};

struct Heading {
  std::string text;
  std::string note;  ///< smaller, beside it
};

struct Paragraph {
  std::string text;
  Mark mark = Mark::nothing;
  bool quiet = false;
};

struct ChartPoint {
  std::string label;
  std::optional<Decimal> value;  ///< absent: the line has a gap
  std::optional<Decimal> target;
  std::optional<Decimal> limit;
  Mark mark = Mark::nothing;
};

/// A line over time with its target and its red line, as they were in force then.
struct Chart {
  std::string finding;  ///< what it shows, in a sentence; stands above
  std::string target_word;
  std::string limit_word;
  std::function<std::string(Decimal)> shown;  ///< a figure as it is written at the axis
  std::vector<ChartPoint> points;
};

using Block = std::variant<Heading, Paragraph, Facts, Table, Chart>;

/// Who made it, for whom, and when: the foot of each page.
struct Colophon {
  std::string company;
  std::string by;
  std::string at;  ///< the moment in the company's zone, with the zone's name
};

struct Paper {
  Locale locale = Locale::zh;
  Rail rail = Rail::both;
  std::string kind;  ///< "Metric": stands above the title
  std::string title;
  std::string subtitle;
  std::vector<Block> blocks;
  Colophon colophon;
  std::string file;  ///< its name without the ending: letters, digits and dashes
  Instant made_at;
};

/// Rows of tables that a paper may have, all together, and pages that it may come to.
inline constexpr std::size_t rows_most = 3'000;
inline constexpr std::size_t pages_most = 200;

/// The bytes of the PDF. Throws Error "pdf.too_long" (too_large) beyond `rows_most` or
/// `pages_most`, "pdf.no_font" (unavailable) where the server has no Chinese letters,
/// "pdf.not_drawn" (internal).
[[nodiscard]] std::string drawn(const Paper& paper);

/// Text as it can be drawn: no control characters, none that turn the direction of others, and line
/// ends of one kind. What is no UTF-8 becomes U+FFFD.
[[nodiscard]] std::string drawable(std::string_view text);
/// Whether the server's fonts have a letter for all of the text.
[[nodiscard]] bool has_letters(const std::string& text);

}  // namespace twinrail::pdf
