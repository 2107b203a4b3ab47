#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include "base/access.hpp"
#include "base/attributes.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/describe_members.hpp"
#include "base/describe_probe.hpp"
#include "base/ids.hpp"
#include "base/ranged.hpp"
#include "base/text.hpp"
#include "base/visible.hpp"

/// A struct is described once; JSON, SQL rows, the OpenAPI document and TypeScript types follow
/// from that description. The description becomes one constant table a struct, so that the code
/// which walks it (`platform/json`, `platform/db`, `platform/openapi`) is compiled once and not
/// once a struct.
namespace twinrail {

enum class Kind : std::uint8_t {
  boolean,
  integer,
  text,
  decimal,
  ratio,
  date,
  instant,
  id,
  enumeration,
  optional,
  list,
  object,
  raw,
  upload
};

struct TypeInfo;

struct FieldInfo {
  std::string_view name;
  std::size_t offset = 0;
  const TypeInfo& (*type)() = nullptr;
  Attributes attributes;
  [[nodiscard]] void* in(void* object) const { return static_cast<std::byte*>(object) + offset; }
  [[nodiscard]] const void* in(const void* object) const {
    return static_cast<const std::byte*>(object) + offset;
  }
};

/// What a walker needs to know of a type: its kind, its bounds, and how to reach what is inside.
struct TypeInfo {
  Kind kind = Kind::raw;
  std::string_view name;    ///< of an object or an enumeration, without namespace; entity of an id
  std::string_view suffix;  ///< of a template: Page<Entry> is named "EntryPage"
  std::string_view module;  ///< of an object or an enumeration: the namespace below `twinrail`
  std::int64_t min = INT64_MIN;
  std::int64_t max = INT64_MAX;  ///< of an integer, or a decimal
  bool reply_only = false;       ///< never read: what a viewer may see is decided here
  std::size_t length = 0;        ///< most characters of a text or items of a list, 0 = unbounded
  bool coded = false;            ///< of a text: it is a code (`is_code`)
  std::span<const FieldInfo> fields;  ///< of an object
  /// Whom an object is about, for the classes of its fields: the first PersonId and OrgUnitId.
  const FieldInfo* person = nullptr;
  const FieldInfo* org_unit = nullptr;
  std::span<const std::string_view> names;  ///< of an enumeration, in order of its values

  std::int64_t (*get)(const void*) = nullptr;  ///< integer, enumeration (index of its name), id
  void (*set)(void*, std::int64_t) = nullptr;
  const TypeInfo& (*element)() = nullptr;        ///< of an optional or a list
  const void* (*inside)(const void*) = nullptr;  ///< of an optional: its value, null when absent
  void* (*emplace)(void*) = nullptr;             ///< optional: makes it present; list: adds one
  std::size_t (*size)(const void*) = nullptr;    ///< of a list
  const void* (*at)(const void*, std::size_t) = nullptr;
};

/// JSON that is already written; only in replies.
struct RawJson {
  std::string text;
};

/// A body that is no JSON (a table, a picture): the field of a request that takes it as it came.
struct Upload {
  std::string content_type;
  std::string bytes;
};

template <class T>
const TypeInfo& type_of();

namespace describing {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_visible = false;
template <class T>
inline constexpr bool is_visible<Visible<T>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;
template <class T, std::size_t N>
inline constexpr bool is_list<List<T, N>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;
template <class T>
inline constexpr bool is_ranged = false;
template <std::int64_t A, std::int64_t B>
inline constexpr bool is_ranged<Int<A, B>> = true;

template <class T>
constexpr auto field_table() {
  using Members = MembersOf<T>;
  std::array<FieldInfo, boost::mp11::mp_size<Members>::value> fields{};
  std::size_t i = 0;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
    fields[i].name = member.name;
    fields[i].type = &type_of<Field>;
    fields[i].attributes = attributes_for<T>(member.name);
    ++i;
  });
  return fields;
}

/// Offsets need an object; they are filled in once, when the table is first asked for.
template <class T>
std::span<const FieldInfo> fields_of() {
  static const auto table = [] {
    auto fields = field_table<T>();
    const T object{};
    std::size_t i = 0;
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
      fields[i++].offset =
          static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&(object.*member.pointer)) -
                                   reinterpret_cast<const std::byte*>(&object));
    });
    return fields;
  }();
  return table;
}

template <class T>
struct EnumTable {
  using List = boost::describe::describe_enumerators<T>;
  static constexpr std::size_t size = boost::mp11::mp_size<List>::value;
  std::array<std::string_view, size> names{};
  std::array<T, size> values{};
  constexpr EnumTable() {
    std::size_t i = 0;
    boost::mp11::mp_for_each<List>([&](auto e) {
      std::string_view name = e.name;
      // A name that is a word of C++ ends in an underscore; outside it does not.
      if (name.ends_with('_')) name.remove_suffix(1);
      names[i] = name;
      values[i++] = e.value;
    });
  }
};
template <class T>
inline constexpr EnumTable<T> enum_table{};

template <class T>
std::int64_t enum_index(const void* p) {
  const T value = *static_cast<const T*>(p);
  for (std::size_t i = 0; i < EnumTable<T>::size; ++i)
    if (enum_table<T>.values[i] == value) return static_cast<std::int64_t>(i);
  return -1;
}

inline TypeInfo of_kind(Kind kind) {
  TypeInfo info;
  info.kind = kind;
  return info;
}

template <class T>
TypeInfo integer_info() {
  TypeInfo info = of_kind(std::same_as<T, bool> ? Kind::boolean : Kind::integer);
  if constexpr (is_ranged<T>) {
    info.min = T::min;
    info.max = T::max;
  } else if constexpr (std::integral<T> && sizeof(T) < 8) {
    info.min = std::numeric_limits<T>::min();
    info.max = std::numeric_limits<T>::max();
  }
  info.get = [](const void* p) -> std::int64_t {
    if constexpr (is_ranged<T>)
      return static_cast<const T*>(p)->value;
    else
      return static_cast<std::int64_t>(*static_cast<const T*>(p));
  };
  info.set = [](void* p, std::int64_t v) { *static_cast<T*>(p) = static_cast<T>(v); };
  return info;
}

template <class T>
TypeInfo decimal_info() {
  TypeInfo info = of_kind(Kind::decimal);
  if constexpr (!std::same_as<T, Decimal>) {
    info.min = T::min;
    info.max = T::max;
  }
  return info;
}

template <class T>
TypeInfo optional_info() {
  TypeInfo info = of_kind(Kind::optional);
  info.element = &type_of<typename T::value_type>;
  info.inside = [](const void* p) -> const void* {
    const T& maybe = *static_cast<const T*>(p);
    return maybe ? &*maybe : nullptr;
  };
  if constexpr (is_visible<T>)
    info.reply_only = true;
  else
    info.emplace = [](void* p) -> void* { return &static_cast<T*>(p)->emplace(); };
  return info;
}

template <class T>
TypeInfo list_info() {
  TypeInfo info = of_kind(Kind::list);
  info.element = &type_of<typename T::value_type>;
  info.emplace = [](void* p) -> void* { return &static_cast<T*>(p)->emplace_back(); };
  info.size = [](const void* p) { return static_cast<const T*>(p)->size(); };
  info.at = [](const void* p, std::size_t i) -> const void* {
    return &(*static_cast<const T*>(p))[i];
  };
  if constexpr (requires { T::max; }) info.length = T::max;
  return info;
}

template <class T>
TypeInfo id_info() {
  TypeInfo info = of_kind(Kind::id);
  info.name = short_name<typename T::tag>();
  info.min = 1;
  info.get = [](const void* p) { return static_cast<const T*>(p)->value; };
  info.set = [](void* p, std::int64_t v) { static_cast<T*>(p)->value = v; };
  return info;
}

template <class T>
TypeInfo enum_info() {
  static_assert(boost::describe::has_describe_enumerators<T>::value, "DESCRIBE_ENUM is missing");
  TypeInfo info = of_kind(Kind::enumeration);
  info.name = short_name<T>();
  info.module = module_name<T>();
  info.names = enum_table<T>.names;
  info.get = &enum_index<T>;
  info.set = [](void* p, std::int64_t i) {
    *static_cast<T*>(p) = enum_table<T>.values[static_cast<std::size_t>(i)];
  };
  return info;
}

template <class T>
TypeInfo object_info() {
  static_assert(boost::describe::has_describe_members<T>::value,
                "a field of a type that nobody can write: DESCRIBE it");
  TypeInfo info = of_kind(Kind::object);
  info.name = short_name<T>();
  info.module = module_name<T>();
  if constexpr (requires { T::suffix; }) info.suffix = T::suffix;
  info.fields = fields_of<T>();
  if (first_of<T, PersonId>() != nowhere) info.person = &info.fields[first_of<T, PersonId>()];
  if (first_of<T, OrgUnitId>() != nowhere) info.org_unit = &info.fields[first_of<T, OrgUnitId>()];
  return info;
}

template <class T>
TypeInfo text_info() {
  TypeInfo info = of_kind(Kind::text);
  if constexpr (requires { T::max; }) info.length = T::max;
  if constexpr (requires { T::coded; }) info.coded = T::coded;
  return info;
}

template <class T>
TypeInfo make_info() {
  if constexpr (std::integral<T> || is_ranged<T>)
    return integer_info<T>();
  else if constexpr (std::derived_from<T, std::string>)
    return text_info<T>();
  else if constexpr (std::derived_from<T, Decimal>)
    return decimal_info<T>();
  else if constexpr (std::same_as<T, Ratio>)
    return of_kind(Kind::ratio);
  else if constexpr (std::same_as<T, Date>)
    return of_kind(Kind::date);
  else if constexpr (std::same_as<T, Instant>)
    return of_kind(Kind::instant);
  else if constexpr (std::same_as<T, RawJson>)
    return of_kind(Kind::raw);
  else if constexpr (std::same_as<T, Upload>)
    return of_kind(Kind::upload);
  else if constexpr (is_id<T>)
    return id_info<T>();
  else if constexpr (is_optional<T> || is_visible<T>)
    return optional_info<T>();
  else if constexpr (is_list<T>)
    return list_info<T>();
  else if constexpr (std::is_enum_v<T>)
    return enum_info<T>();
  else
    return object_info<T>();
}

}  // namespace describing

template <class T>
const TypeInfo& type_of() {
  static const TypeInfo info = describing::make_info<T>();
  return info;
}

/// The name of an enumerator, as JSON and SQL carry it.
template <class T>
  requires std::is_enum_v<T>
[[nodiscard]] std::string_view enum_name(T value) {
  const auto index = describing::enum_index<T>(&value);
  return index < 0 ? std::string_view{}
                   : describing::enum_table<T>.names[static_cast<std::size_t>(index)];
}

/// The enumerator of that name, if there is one.
template <class T>
  requires std::is_enum_v<T>
[[nodiscard]] std::optional<T> enum_named(std::string_view name) {
  for (std::size_t i = 0; i < describing::EnumTable<T>::size; ++i)
    if (describing::enum_table<T>.names[i] == name) return describing::enum_table<T>.values[i];
  return std::nullopt;
}

}  // namespace twinrail

/// Describes a struct in its own namespace. A field that is forgotten, or named twice, does not
/// compile. Two probes instead of a search for the number of fields, which cost 62 ms a struct and
/// file: the struct takes as many values of any type as there are names, and not one more.
#define DESCRIBE(Type, ...)                                                                       \
  BOOST_DESCRIBE_STRUCT(Type, (), (__VA_ARGS__))                                                  \
  static_assert(::twinrail::describing::named_once(#__VA_ARGS__),                                 \
                "a field of " #Type " is described twice");                                       \
  static_assert(                                                                                  \
      ::twinrail::describing::has_fields<Type, ::twinrail::describing::name_count(#__VA_ARGS__)>, \
      "every field of " #Type " is described")

/// The same for `struct Type : Base`, where Base is described: fields that several requests,
/// replies and rows share are written once. They come after those of Type itself.
#define DESCRIBE_ON(Type, Base, ...)                                                            \
  BOOST_DESCRIBE_STRUCT(Type, (Base), (__VA_ARGS__))                                            \
  static_assert(::twinrail::describing::named_once(#__VA_ARGS__),                               \
                "a field of " #Type " is described twice");                                     \
  static_assert(                                                                                \
      ::twinrail::describing::has_fields<Type,                                                  \
                                         ::twinrail::describing::name_count(#__VA_ARGS__) + 1>, \
      "every field of " #Type " is described")

/// Says more of some fields: ATTRIBUTES(PersonView, {"email", {.field_class =
/// FieldClass::contact}}). A field of a class belongs to the struct's person, in its unit: without
/// a PersonId it does not compile, nor does a name that is no field.
#define ATTRIBUTES(Type, ...)                                                                \
  [[maybe_unused]] consteval auto attributes_of(const Type*) {                               \
    return std::to_array<::twinrail::FieldAttributes>({__VA_ARGS__});                        \
  }                                                                                          \
  static_assert(::twinrail::describing::attributes_name_fields<Type>(                        \
                    attributes_of(static_cast<const Type*>(nullptr))),                       \
                "attributes of " #Type " name fields of it, each once");                     \
  static_assert(::twinrail::describing::required_are_texts<Type>(                            \
                    attributes_of(static_cast<const Type*>(nullptr))),                       \
                "only a text of " #Type " is required: other fields are there or optional"); \
  static_assert(::twinrail::describing::classes_have_a_person<Type>(                         \
                    attributes_of(static_cast<const Type*>(nullptr))),                       \
                "a field of a class in " #Type " belongs to a person: it needs a PersonId")

#define DESCRIBE_ENUM(Type, ...) BOOST_DESCRIBE_ENUM(Type, __VA_ARGS__) static_assert(true)

namespace twinrail {

DESCRIBE(Names, zh, en);

/// A request without fields.
struct NoRequest {
  BOOST_DESCRIBE_CLASS(NoRequest, (), (), (), ())
};

/// One page of a list: `next` is an opaque cursor to the following page, absent at the end.
template <class T>
struct Page {
  static constexpr std::string_view suffix = "Page";
  std::vector<T> items;
  std::optional<std::string> next;
  BOOST_DESCRIBE_CLASS(Page, (), (items, next), (), ())
};

}  // namespace twinrail
