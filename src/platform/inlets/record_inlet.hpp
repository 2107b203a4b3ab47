#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "platform/inlets/inlets.hpp"

/// An inlet for described records: its columns are the fields, and the cells go through the reader
/// of requests, so the same bounds and the same words hold for a file as for a request.
namespace twinrail {

namespace inlets {

/// By field of a record: whether a file has a column for it. Of a name, a column for each language;
/// of any other field both say the same.
struct GivenFields {
  std::vector<bool> zh;
  std::vector<bool> en;
};

}  // namespace inlets

/// A record as it came in a row.
template <class Record>
class InletLine {
 public:
  InletLine(const InletRow& row, const inlets::GivenFields& given)
      : line(row.line),
        record_(std::static_pointer_cast<const Record>(row.record)),
        given_(&given) {}

  std::int64_t line = 0;  ///< as a spreadsheet numbers it, the head being 1
  const Record& operator*() const { return *record_; }
  const Record* operator->() const { return record_.get(); }

  /// Whether the file has a column for the field. One that it has not leaves the field as it was;
  /// an empty cell of one that it has clears it.
  template <class Member>
  [[nodiscard]] bool given(Member field) const {
    return given_zh(field) || given_en(field);
  }
  /// The same for each language of a name, which has a column of its own.
  template <class Member>
  [[nodiscard]] bool given_zh(Member field) const {
    return given_->zh[describing::field_index<Record>(field)];
  }
  template <class Member>
  [[nodiscard]] bool given_en(Member field) const {
    return given_->en[describing::field_index<Record>(field)];
  }

 private:
  std::shared_ptr<const Record> record_;
  const inlets::GivenFields* given_;
};

template <class Record>
using InletLines = std::span<const InletLine<Record>>;

/// The texts of some fields, each once; none where one is absent.
template <class Record, class... Field>
[[nodiscard]] std::vector<std::string> named_in(InletLines<Record> lines,
                                                Field Record::*... fields) {
  std::set<std::string> found;
  const auto add = [&](const auto& value) {
    if constexpr (requires { value.has_value(); }) {
      if (value) found.insert(*value);
    } else {
      found.insert(value);
    }
  };
  for (const InletLine<Record>& line : lines) (add((*line).*fields), ...);
  return {found.begin(), found.end()};
}

namespace inlets {

/// All of an inlet but what it does with its rows.
[[nodiscard]] Inlet described(std::string code, Permission permission, const TypeInfo& record,
                              std::function<std::shared_ptr<void>()> make);
using TakeRows = std::function<std::vector<InletVerdict>(std::span<const InletRow>)>;
/// Takes the rows whose record is there; where they came from elsewhere than a file, it is made
/// first, and a row with problems is refused with the first of them.
[[nodiscard]] std::vector<InletVerdict> with_records(const Inlet& inlet,
                                                     std::span<const InletRow> rows,
                                                     const TakeRows& take);
/// Where a column stands among those of an inlet. Throws Error (internal) for one that it has not.
[[nodiscard]] std::size_t place_of(const Inlet& inlet, std::string_view column);
/// What the file of these rows has columns for.
[[nodiscard]] GivenFields given_fields(const TypeInfo& record, std::span<const InletRow> rows);

}  // namespace inlets

/// An inlet for `Record`. `accept` takes (const Context&, Tx&, InletLines<Record>) and answers one
/// verdict a line, in order, as `Inlet` says.
template <class Record, class Accept>
[[nodiscard]] Inlet inlet(std::string code, Permission permission, Accept accept) {
  static_assert(std::same_as<std::invoke_result_t<Accept, const Context&, Tx&, InletLines<Record>>,
                             std::vector<InletVerdict>>);
  Inlet made = inlets::described(std::move(code), permission, type_of<Record>(),
                                 [] { return std::make_shared<Record>(); });
  made.accept = [made, accept = std::move(accept)](const Context& ctx, Tx& tx,
                                                   std::span<const InletRow> all) {
    return inlets::with_records(made, all, [&](std::span<const InletRow> rows) {
      const inlets::GivenFields given = inlets::given_fields(type_of<Record>(), rows);
      std::vector<InletLine<Record>> lines;
      for (const InletRow& row : rows) lines.emplace_back(row, given);
      return accept(ctx, tx, InletLines<Record>(lines));
    });
  };
  return made;
}

/// What an inlet of `Record` needs whose rows name each other: the columns for the row's own thing
/// and for the one that it names, `check` for (const Context&, Read&, InletLines<Record>), and
/// `marks` for (Read&, names of things).
struct CrossColumns {
  std::string key;
  std::string named;
};
template <class Record, class Check, class Marks>
[[nodiscard]] CrossRows cross_rows(const Inlet& inlet, CrossColumns columns, Check check,
                                   Marks marks) {
  CrossRows cross;
  cross.key = std::move(columns.key);
  cross.named = std::move(columns.named);
  cross.check = [inlet, check](const Context& ctx, Read& db, std::span<const InletRow> all) {
    return inlets::with_records(inlet, all, [&](std::span<const InletRow> rows) {
      const inlets::GivenFields given = inlets::given_fields(type_of<Record>(), rows);
      std::vector<InletLine<Record>> lines;
      for (const InletRow& row : rows) lines.emplace_back(row, given);
      return check(ctx, db, InletLines<Record>(lines));
    });
  };
  cross.marks = [at = inlets::place_of(inlet, cross.key), marks](Read& db,
                                                                 std::span<const InletRow> rows) {
    std::vector<std::string> names;
    for (const InletRow& row : rows) names.push_back(row.values.at(at));
    return marks(db, names);
  };
  return cross;
}

}  // namespace twinrail
