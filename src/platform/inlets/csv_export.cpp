#include "platform/inlets/csv_export.hpp"

#include "platform/i18n/i18n.hpp"
#include "platform/inlets/csv.hpp"
#include "platform/inlets/record_columns.hpp"
#include "platform/json/json.hpp"

namespace twinrail::inlets {

std::string csv_text(const Context& ctx, std::string_view words, const Objects& rows) {
  const std::vector<RecordColumn> columns = columns_of(rows.type);
  CsvWriter writer;
  for (const RecordColumn& column : columns)
    writer.cell(i18n::text(ctx.locale, std::string(words) + "." + column.name));
  writer.end_row();
  const auto* at = static_cast<const std::byte*>(rows.first);
  for (std::size_t i = 0; i < rows.count; ++i, at += rows.stride) {
    const Subject subject = subject_of(rows.type, at);
    for (const RecordColumn& column : columns) {
      const bool seen = ctx.sees(column.field->attributes.field_class, subject);
      const void* value = seen ? column.in(at) : nullptr;
      writer.cell(value == nullptr ? std::string() : cell_text(column.type(), value));
    }
    writer.end_row();
  }
  return writer.take();
}

}  // namespace twinrail::inlets
