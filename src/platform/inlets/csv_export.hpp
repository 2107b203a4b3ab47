#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "base/file_reply.hpp"
#include "platform/context.hpp"
#include "platform/inlets/table_writer.hpp"

/// Described records as a table that a spreadsheet opens and the inlet of the same record reads.
namespace twinrail {

namespace inlets {

/// Described objects that lie one after the other in memory.
struct Objects {
  const TypeInfo& type;
  const void* first = nullptr;
  std::size_t count = 0;
  std::size_t stride = 0;  ///< bytes from one to the next
};
/// A cell of a class that the reader may not see is empty. Heads are the messages
/// "<words>.<column>" in the reader's language.
[[nodiscard]] std::string table_text(const Context& ctx, std::string_view words,
                                     const Objects& rows, FileFormat format);

}  // namespace inlets

/// The rows as the file `name`, heads in the reader's language: "inlet.people.person" gives each
/// column the message "inlet.people.person.<column>".
template <class Row>
[[nodiscard]] TableFile csv_of(const Context& ctx, std::string name, std::string_view words,
                               const std::vector<Row>& rows, FileFormat format = FileFormat::csv) {
  return {{media_of(format), std::move(name),
           inlets::table_text(ctx, words, {type_of<Row>(), rows.data(), rows.size(), sizeof(Row)},
                              format)}};
}

}  // namespace twinrail
