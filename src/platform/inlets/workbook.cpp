#include "platform/inlets/workbook.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "platform/inlets/workbook_cells.hpp"
#include "platform/inlets/workbook_parts.hpp"

namespace twinrail::inlets {
namespace {

constexpr std::string_view zip_mark = "PK\x03\x04";
constexpr std::string_view container_mark = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::int64_t last_row = 1'048'576;  // a sheet has no more

/// xl/_rels/workbook.xml.rels: which part a sheet is.
struct Relations : XmlReader {
  std::map<std::string, std::string, std::less<>> sheets;  // by id
  std::string styles;
  std::string strings;

  void open(std::string_view name, const Attributes& a) override {
    if (name != "Relationship") return;
    const std::string type = value_of(a, "Type");
    const std::string part = whole_path(value_of(a, "Target"));
    if (type.ends_with("/worksheet")) sheets[value_of(a, "Id")] = part;
    if (type.ends_with("/styles")) styles = part;
    if (type.ends_with("/sharedStrings")) strings = part;
  }
  void text(std::string_view) override {}
  void close(std::string_view) override {}

  /// A target is told from the folder xl, or from the root.
  static std::string whole_path(const std::string& target) {
    return target.starts_with('/') ? target.substr(1) : "xl/" + target;
  }
};

/// xl/workbook.xml: the sheets in their order, and from when days are counted.
struct Book : XmlReader {
  struct Sheet {
    std::string name;
    std::string id;
  };
  std::vector<Sheet> sheets;
  bool from_1904 = false;

  void open(std::string_view name, const Attributes& a) override {
    if (name == "workbookPr") from_1904 = says_yes(a, "date1904");
    if (name != "sheet") return;
    const std::string state = value_of(a, "state");
    if (state.empty() || state == "visible")
      sheets.push_back({value_of(a, "name"), value_of(a, "id")});
  }
  void text(std::string_view) override {}
  void close(std::string_view) override {}
};

/// xl/styles.xml: how the cells of each style show a number.
struct Styles : XmlReader {
  std::vector<CellShow> shows;  // by style

  void open(std::string_view name, const Attributes& a) override {
    if (name == "numFmt") formats_[value_of(a, "numFmtId")] = show_of(value_of(a, "formatCode"));
    if (name == "cellXfs") in_cells_ = true;
    if (name != "xf" || !in_cells_) return;
    const std::string id = value_of(a, "numFmtId");
    int builtin = 0;
    std::from_chars(id.data(), id.data() + id.size(), builtin);
    const auto own = formats_.find(id);
    shows.push_back(own == formats_.end() ? show_of(builtin) : own->second);
  }
  void text(std::string_view) override {}
  void close(std::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
  }

 private:
  std::map<std::string, CellShow, std::less<>> formats_;
  bool in_cells_ = false;
};

/// The text of cells that stands in pieces, without what is only said of its reading (rPh).
class Pieces {
 public:
  void open(std::string_view name) {
    if (name == "rPh") ++beside_;
    if (name == "t") inside_ = beside_ == 0;
  }
  void close(std::string_view name) {
    if (name == "rPh") --beside_;
    if (name == "t") inside_ = false;
  }
  void text(std::string_view text) {
    if (inside_) text_ += text;
  }
  std::string take() { return unescaped(std::exchange(text_, {})); }

 private:
  std::string text_;
  int beside_ = 0;
  bool inside_ = false;
};

/// xl/sharedStrings.xml: texts that cells name by their number.
struct Strings : XmlReader {
  explicit Strings(std::size_t max) : bytes_left(max) {}
  std::vector<std::string> all;
  std::size_t bytes_left;

  void open(std::string_view name, const Attributes&) override { pieces_.open(name); }
  void text(std::string_view text) override { pieces_.text(text); }
  void close(std::string_view name) override {
    pieces_.close(name);
    if (name != "si") return;
    all.push_back(pieces_.take());
    const std::size_t bytes = all.back().size() + sizeof(std::string);
    if (bytes > bytes_left)
      throw Error(Fault::invalid, "workbook.too_large", Arguments{{"part", "sharedStrings"}});
    bytes_left -= bytes;
  }

 private:
  Pieces pieces_;
};

/// Rows as lines, each in the line of its number; all as wide as the widest.
class Lines {
 public:
  explicit Lines(const WorkbookLimits& limits) : limits_(limits) {}

  void cell(std::int64_t row, std::size_t column, std::string_view text) {
    if (text.empty()) return;
    if (column >= limits_.columns)
      throw Error(Fault::invalid, "csv.too_many_columns",
                  Arguments{{"max", std::to_string(limits_.columns)}});
    if (row != row_) begin(row);
    open_ = true;
    text_.append(column - column_, ',');
    column_ = column;
    quote(text);
    require_room(text_.size());
  }

  std::string take() {
    end_row();
    std::size_t widest = 0;
    for (const End& e : ends_) widest = std::max(widest, e.column);
    std::size_t total = text_.size();
    for (const End& e : ends_) total += widest - e.column;
    require_room(total);
    std::string all;
    all.reserve(total);
    std::size_t from = 0;
    for (const End& e : ends_) {
      all.append(text_, from, e.at - from);
      all.append(widest - e.column, ',');
      from = e.at;
    }
    return all.append(text_, from);
  }

 private:
  struct End {
    std::size_t at;      // where the line ends in the text
    std::size_t column;  // its last
  };

  void begin(std::int64_t row) {
    end_row();
    text_.append(static_cast<std::size_t>(row - row_), '\n');
    row_ = row;
    column_ = 0;
  }
  void end_row() {
    if (open_) ends_.push_back({text_.size(), column_});
    open_ = false;
  }
  void quote(std::string_view text) {
    if (text.find_first_of(",;\t\r\n\"") == std::string_view::npos) {
      text_ += text;
      return;
    }
    text_ += '"';
    for (const char c : text) {
      if (c == '"') text_ += '"';
      text_ += c;
    }
    text_ += '"';
  }
  void require_room(std::size_t bytes) const {
    if (bytes > limits_.text_bytes)
      throw Error(Fault::invalid, "workbook.too_large", Arguments{{"part", "sheet"}});
  }

  const WorkbookLimits& limits_;
  std::string text_;
  std::int64_t row_ = 1;
  std::size_t column_ = 0;
  bool open_ = false;  // the row has a cell
  std::vector<End> ends_;
};

/// A worksheet, cell by cell.
class Sheet : public XmlReader {
 public:
  Sheet(const Strings& strings, const Styles& styles, bool from_1904, const WorkbookLimits& limits)
      : lines(limits), strings_(strings), styles_(styles), from_1904_(from_1904) {}

  Lines lines;
  std::vector<MergedCells> merged;

  void open(std::string_view name, const Attributes& a) override {
    pieces_.open(name);
    if (name == "row") begin_row(a);
    if (name == "c") begin_cell(a);
    if (name == "v") in_value_ = true;
    if (name == "f") has_formula_ = true;
    if (name == "mergeCell") merge(value_of(a, "ref"));
  }
  void text(std::string_view text) override {
    pieces_.text(text);
    if (in_value_) value_ += text;
  }
  void close(std::string_view name) override {
    pieces_.close(name);
    if (name == "v") in_value_ = false;
    if (name != "c") return;
    lines.cell(row_, column_, cell_text());
    ++column_;
  }

 private:
  void begin_row(const Attributes& a) {
    const std::string number = value_of(a, "r");
    const std::int64_t before = row_;
    ++row_;
    if (!number.empty()) std::from_chars(number.data(), number.data() + number.size(), row_);
    if (row_ <= before || row_ > last_row) damaged("sheet");
    column_ = 0;
  }
  void begin_cell(const Attributes& a) {
    if (row_ == 0) damaged("sheet");
    if (const std::string ref = value_of(a, "r"); !ref.empty()) {
      const auto place = place_of(ref);
      if (!place || place->row != row_ || place->column < column_) damaged("sheet");
      column_ = place->column;
    }
    type_ = value_of(a, "t");
    const std::string style = value_of(a, "s");
    std::size_t index = 0;
    std::from_chars(style.data(), style.data() + style.size(), index);
    show_ = index < styles_.shows.size() ? styles_.shows[index] : CellShow{};
    value_.clear();
    has_formula_ = false;
  }

  [[nodiscard]] std::string cell_text() {
    std::string inline_text = pieces_.take();
    if (type_ == "inlineStr") return inline_text;
    // Written by a program that does not compute: what the cell would show is not known.
    if (value_.empty()) return has_formula_ ? "#CALC!" : "";
    if (type_ == "s") return shared();
    if (type_ == "str") return unescaped(value_);
    if (type_ == "b") return value_ == "1" ? "true" : "false";
    if (type_ == "e") return value_;
    if (type_ == "d") return value_.substr(0, value_.find("T00:00:00"));
    const auto plain = plain_number(value_);
    if (!plain) damaged("sheet");
    if (show_.day || show_.time) return day_of_serial(*plain, show_, from_1904_);
    return padded(*plain, show_.padding);
  }
  [[nodiscard]] const std::string& shared() const {
    std::size_t index = strings_.all.size();
    std::from_chars(value_.data(), value_.data() + value_.size(), index);
    if (index >= strings_.all.size()) damaged("sharedStrings");
    return strings_.all[index];
  }
  void merge(const std::string& range) {
    const std::size_t colon = range.find(':');
    if (colon == std::string::npos) return;
    const auto first = place_of(std::string_view(range).substr(0, colon));
    const auto last = place_of(std::string_view(range).substr(colon + 1));
    if (!first || !last) damaged("sheet");
    constexpr std::size_t most = 100'000;
    if (merged.size() == most) damaged("sheet");
    merged.push_back({range, first->row, last->row});
  }

  const Strings& strings_;
  const Styles& styles_;
  const bool from_1904_;
  Pieces pieces_;
  std::int64_t row_ = 0;
  std::size_t column_ = 0;
  std::string type_;
  CellShow show_;
  std::string value_;
  bool in_value_ = false;
  bool has_formula_ = false;
};

/// Encrypted workbooks and those of before 2007 are in a container of the same kind.
[[noreturn]] void refuse_container(std::string_view bytes) {
  std::string name;
  for (const char c : std::string_view("EncryptedPackage")) (name += c) += '\0';
  const bool encrypted = bytes.find(name) != std::string_view::npos;
  throw Error(Fault::unsupported, encrypted ? "workbook.encrypted" : "workbook.old");
}

const Book::Sheet& chosen(const Book& book, const std::optional<std::string>& name) {
  if (book.sheets.empty()) throw Error(Fault::invalid, "workbook.no_sheet");
  if (!name || name->empty()) return book.sheets.front();
  const auto found = std::ranges::find(book.sheets, *name, &Book::Sheet::name);
  if (found != book.sheets.end()) return *found;
  std::string names;
  for (const Book::Sheet& s : book.sheets) names += (names.empty() ? "" : ", ") + s.name;
  throw Error(Fault::invalid, "workbook.no_such_sheet",
              Arguments{{"sheet", *name}, {"sheets", names}});
}

}  // namespace

bool looks_like_workbook(std::string_view bytes) {
  return bytes.starts_with(zip_mark) || bytes.starts_with(container_mark);
}

WorkbookTable read_workbook(std::string_view bytes, const std::optional<std::string>& sheet,
                            const WorkbookLimits& limits) {
  if (bytes.starts_with(container_mark)) refuse_container(bytes);
  const Parts parts(bytes, limits);
  if (!parts.has("xl/workbook.xml")) throw Error(Fault::unsupported, "workbook.other_kind");
  Book book;
  parts.read("xl/workbook.xml", book);
  Relations relations;
  parts.read("xl/_rels/workbook.xml.rels", relations);
  std::erase_if(book.sheets, [&](const auto& s) { return !relations.sheets.contains(s.id); });
  const Book::Sheet& wanted = chosen(book, sheet);
  Styles styles;
  if (!relations.styles.empty()) parts.read(relations.styles, styles);
  Strings strings(limits.text_bytes);
  if (!relations.strings.empty()) parts.read(relations.strings, strings);
  Sheet read(strings, styles, book.from_1904, limits);
  parts.read(relations.sheets.at(wanted.id), read);
  WorkbookTable table{read.lines.take(), wanted.name, {}, std::move(read.merged)};
  for (const Book::Sheet& s : book.sheets) table.sheets.push_back(s.name);
  return table;
}

}  // namespace twinrail::inlets
