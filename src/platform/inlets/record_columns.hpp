#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/describe.hpp"
#include "base/error.hpp"

/// A described record as the columns of a table: each field is a column; a name in both languages
/// is two, "title" the columns title_zh and title_en. What comes in and what goes out has them so.
namespace twinrail::inlets {

/// Which part of a field a column holds.
enum class Part : std::uint8_t { whole, zh, en };

struct RecordColumn {
  std::string name;
  const FieldInfo* field = nullptr;
  Part part = Part::whole;

  /// The type of the cells.
  [[nodiscard]] const TypeInfo& type() const;
  /// An empty cell means that the value is absent, or that the other language has the name.
  [[nodiscard]] bool may_be_empty() const;
  /// The value of a record, null where it is absent.
  [[nodiscard]] const void* in(const void* record) const;
  /// The place for a value in a record; an optional field becomes present.
  [[nodiscard]] void* place(void* record) const;
};

/// Throws Error (internal) "inlet.misdescribed" for a field that is no cell: a list, an object.
[[nodiscard]] std::vector<RecordColumn> columns_of(const TypeInfo& record);

/// Fills a record from cells in the order of its columns, with the reader of requests; the names of
/// columns are the places of what is wrong. Empty cells leave what may be absent as it is.
[[nodiscard]] std::vector<Problem> read_record(const std::vector<RecordColumn>& columns,
                                               const std::vector<std::string>& cells, void* record);

/// A value as the text of a cell, readable by `read_record`.
[[nodiscard]] std::string cell_text(const TypeInfo& type, const void* value);

}  // namespace twinrail::inlets
