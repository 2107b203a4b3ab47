#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "base/error.hpp"

/// Described structs to JSON and back. Figures (Decimal, Ratio) are JSON strings; what is absent is
/// null in what we write, and absent or null in what we read.
namespace twinrail {

/// Appends the JSON of an object of that type for a viewer (`sight`). A field of a class that is
/// not to be seen is null; whom it belongs to is the nearest object's first person and unit. Where
/// nobody looks, such a field is refused: Error "json.no_viewer", so that it is never written by
/// mistake.
void write_json(std::string& out, const TypeInfo& type, const void* object,
                const Sight* sight = nullptr);

template <class T>
[[nodiscard]] std::string to_json(const T& value, const Sight* sight = nullptr) {
  std::string out;
  write_json(out, type_of<T>(), &value, sight);
  return out;
}

/// The person and unit that an object is about; what it does not say is as around it.
[[nodiscard]] Subject subject_of(const TypeInfo& type, const void* object, Subject around = {});

/// Fills an object of that type, which is as its constructor left it. All that is wrong is found at
/// once: throws Error "request.invalid" with one problem for each place, or "json.malformed".
void read_json(std::string_view text, const TypeInfo& type, void* object);

template <class T>
[[nodiscard]] T from_json(std::string_view text) {
  T value{};
  read_json(text, type_of<T>(), &value);
  return value;
}

/// A field of a request that came outside the body: in the path or the query.
struct Parameter {
  std::string name;
  std::string value;
};

/// Fills a request from its parameters and, if there is one, its JSON body. A field that a
/// parameter named does not belong into the body. Lists take a parameter several times, or once
/// with commas. Throws as `read_json`.
void read_request(const TypeInfo& type, void* object, const std::vector<Parameter>& parameters,
                  const std::string_view* body);

/// Fills a value from a text by the same reader: a cell of a table, a setting. What is wrong is
/// added to `problems` with `at` for its place. An optional value is made present.
void read_text(std::string_view text, const TypeInfo& type, void* value, const std::string& at,
               std::vector<Problem>& problems);

/// Throws Error "routes.unbounded" if a request of that type could be of any length: it has a text
/// or a list without a bound, or a part that only replies have.
void require_bounded(const TypeInfo& type);

}  // namespace twinrail
