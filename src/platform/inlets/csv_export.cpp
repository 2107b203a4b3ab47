#include "platform/inlets/csv_export.hpp"

#include "platform/i18n/i18n.hpp"
#include "platform/inlets/record_columns.hpp"
#include "platform/json/json.hpp"

namespace twinrail::inlets {

std::string table_text(const Context& ctx, std::string_view words, const Objects& rows,
                       FileFormat format) {
  const std::vector<RecordColumn> columns = columns_of(rows.type);
  TableWriter writer(format);
  for (const RecordColumn& column : columns)
    writer.head(i18n::text(ctx.locale, std::string(words) + "." + column.name), column.type());
  const auto* at = static_cast<const std::byte*>(rows.first);
  for (std::size_t i = 0; i < rows.count; ++i, at += rows.stride) {
    const Subject subject = subject_of(rows.type, at);
    writer.begin_row();
    for (const RecordColumn& column : columns) {
      const bool seen = ctx.sees(column.field->attributes.field_class, subject);
      const void* value = seen ? column.in(at) : nullptr;
      writer.cell(value == nullptr ? std::string() : cell_text(column.type(), value));
    }
  }
  return writer.take();
}

}  // namespace twinrail::inlets
