#include "platform/inlets/table_writer.hpp"

#include <array>
#include <charconv>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/date.hpp"
#include "base/error.hpp"
#include "platform/inlets/csv.hpp"
#include "platform/inlets/workbook_cells.hpp"

namespace twinrail::inlets {

struct TableWriter::Out {
  virtual ~Out() = default;
  virtual void head(std::size_t column, const std::string& text, const TypeInfo& type) = 0;
  virtual void cell(std::size_t row, std::size_t column, const std::string& text,
                    const TypeInfo& type) = 0;
  virtual void end_row() = 0;
  virtual std::string take_part() = 0;
  virtual std::string take() = 0;
};

struct TableWriter::Text : Out {
  CsvWriter writer;
  void head(std::size_t, const std::string& text, const TypeInfo&) override { writer.cell(text); }
  void cell(std::size_t, std::size_t, const std::string& text, const TypeInfo&) override {
    writer.cell(text);
  }
  void end_row() override { writer.end_row(); }
  std::string take_part() override { return writer.take(); }
  std::string take() override { return writer.take(); }
};

namespace {

[[noreturn]] void not_written() { throw Error(Fault::internal, "table.not_written"); }

/// A file in memory alone, which the library can open by its path.
class MemoryFile {
 public:
  MemoryFile() : file_(memfd_create("table", MFD_CLOEXEC)) {
    if (file_ < 0) not_written();
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }
  [[nodiscard]] std::string bytes() const {
    std::string all;
    std::array<char, 1U << 16U> piece{};
    ::lseek(file_, 0, SEEK_SET);
    for (;;) {
      const auto got = ::read(file_, piece.data(), piece.size());
      if (got < 0) not_written();
      if (got == 0) return all;
      all.append(piece.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  int file_;
};

/// A number that a spreadsheet holds exactly as it is written here.
std::optional<double> exact_number(const std::string& text) {
  if (plain_number(text) != text) return std::nullopt;  // more digits than a spreadsheet keeps
  double value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

lxw_workbook_options options_of(TableLength length) {
  lxw_workbook_options options{};
  options.constant_memory = length == TableLength::any ? LXW_TRUE : LXW_FALSE;
  return options;
}

bool is_number(Kind kind) {
  return kind == Kind::integer || kind == Kind::decimal || kind == Kind::ratio;
}

}  // namespace

struct TableWriter::Book : Out {
  MemoryFile file;
  lxw_workbook_options options;
  lxw_workbook* book = workbook_new_opt(file.path().c_str(), &options);
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  lxw_format* bold = workbook_add_format(book);
  lxw_format* day = workbook_add_format(book);
  lxw_format* plain = workbook_add_format(book);  // text: a spreadsheet leaves 00012 as it is

  explicit Book(TableLength length) : options(options_of(length)) {
    format_set_bold(bold);
    format_set_num_format(day, "yyyy-mm-dd");
    format_set_num_format(plain, "@");
    worksheet_freeze_panes(sheet, 1, 0);
  }
  ~Book() override {
    if (book) lxw_workbook_free(book);
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  void head(std::size_t column, const std::string& text, const TypeInfo& type) override {
    constexpr double width = 16;  // characters: a name, a day, a code
    lxw_format* format = type.kind == Kind::date ? day : is_number(type.kind) ? nullptr : plain;
    const auto at = static_cast<lxw_col_t>(column);
    worksheet_set_column(sheet, at, at, width, format);
    worksheet_write_string(sheet, 0, at, text.c_str(), bold);
  }
  void cell(std::size_t row, std::size_t column, const std::string& text,
            const TypeInfo& type) override {
    if (text.empty()) return;
    const auto at_row = static_cast<lxw_row_t>(row);
    const auto at = static_cast<lxw_col_t>(column);
    if (type.kind == Kind::date)
      if (const auto date = Date::parse(text); date && *date >= Date::of(1900, 3, 1)) {
        const auto serial = static_cast<double>(*date - Date::of(1899, 12, 30));
        worksheet_write_number(sheet, at_row, at, serial, day);
        return;
      }
    if (is_number(type.kind))
      if (const auto number = exact_number(text)) {
        worksheet_write_number(sheet, at_row, at, *number, nullptr);
        return;
      }
    // A string is never taken for a formula, whatever it begins with.
    if (worksheet_write_string(sheet, at_row, at, text.c_str(), plain) != LXW_NO_ERROR)
      not_written();
  }
  void end_row() override {}
  std::string take_part() override { return {}; }
  std::string take() override {
    if (workbook_close(std::exchange(book, nullptr)) != LXW_NO_ERROR) not_written();
    return file.bytes();
  }
};

TableWriter::TableWriter(FileFormat format, TableLength length) {
  if (format == FileFormat::xlsx)
    out_ = std::make_unique<Book>(length);
  else
    out_ = std::make_unique<Text>();
}

TableWriter::~TableWriter() = default;

void TableWriter::head(std::string_view text, const TypeInfo& type) {
  out_->head(types_.size(), std::string(text), type);
  types_.push_back(&type);
}

void TableWriter::begin_row() {
  out_->end_row();
  ++row_;
  column_ = 0;
}

void TableWriter::cell(std::string_view text) {
  out_->cell(row_, column_, std::string(text), *types_.at(column_));
  ++column_;
}

std::string TableWriter::take_part() { return out_->take_part(); }

std::string TableWriter::take() {
  out_->end_row();
  return out_->take();
}

}  // namespace twinrail::inlets
