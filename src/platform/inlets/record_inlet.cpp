#include "platform/inlets/record_inlet.hpp"

#include <algorithm>

#include "platform/inlets/record_columns.hpp"
#include "platform/json/json.hpp"

namespace twinrail::inlets {

Inlet described(std::string code, Permission permission, const TypeInfo& record,
                std::function<std::shared_ptr<void>()> make) {
  require_bounded(record);
  Inlet inlet;
  inlet.module = code.substr(0, code.find('.'));
  inlet.code = std::move(code);
  inlet.permission = permission;
  std::vector<RecordColumn> columns = columns_of(record);
  for (const RecordColumn& column : columns)
    inlet.columns.push_back({column.name, !column.may_be_empty(), &column.type()});
  inlet.read = [columns = std::move(columns), make = std::move(make)](InletRow& row) {
    row.record = make();
    return read_record(columns, row.values, row.record.get());
  };
  return inlet;
}

std::vector<InletVerdict> with_records(const Inlet& inlet, std::span<const InletRow> rows,
                                       const TakeRows& take) {
  if (std::ranges::all_of(rows, [](const InletRow& row) { return row.record != nullptr; }))
    return take(rows);
  std::vector<InletVerdict> verdicts(rows.size());
  std::vector<InletRow> good;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    InletRow row = rows[i];
    if (std::vector<Problem> wrong = inlet.read(row); !wrong.empty()) {
      verdicts[i] = refused(wrong[0].pointer, wrong[0].key, wrong[0].args);
      continue;
    }
    good.push_back(std::move(row));
    places.push_back(i);
  }
  std::vector<InletVerdict> taken = take(good);
  for (std::size_t i = 0; i < taken.size() && i < places.size(); ++i)
    verdicts[places[i]] = std::move(taken[i]);
  return verdicts;
}

std::size_t place_of(const Inlet& inlet, std::string_view column) {
  const auto found = std::ranges::find(inlet.columns, column, &InletColumn::name);
  if (found == inlet.columns.end())
    throw Error(Fault::internal, "inlet.misdescribed", Arguments{{"inlet", inlet.code}});
  return static_cast<std::size_t>(found - inlet.columns.begin());
}

GivenFields given_fields(const TypeInfo& record, std::span<const InletRow> rows) {
  const bool all = rows.empty() || rows[0].there == nullptr;
  GivenFields given{std::vector<bool>(record.fields.size(), all),
                    std::vector<bool>(record.fields.size(), all)};
  if (all) return given;
  const std::vector<RecordColumn> columns = columns_of(record);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!(*rows[0].there)[i]) continue;
    const auto field = static_cast<std::size_t>(columns[i].field - record.fields.data());
    if (columns[i].part != Part::en) given.zh[field] = true;
    if (columns[i].part != Part::zh) given.en[field] = true;
  }
  return given;
}

}  // namespace twinrail::inlets
