#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include "base/attributes.hpp"
#include "base/ids.hpp"

/// Names and fields of a described struct, known when the program is compiled.
namespace twinrail::describing {

/// The name of a type without its namespace; computed once, so it may live in a function.
template <class T>
constexpr std::string_view short_name() {
  std::string_view full = __PRETTY_FUNCTION__;
  full.remove_prefix(full.find("T = ") + 4);
  full = full.substr(0, full.find_first_of("];"));
  const auto colon = full.rfind("::");
  return colon == std::string_view::npos ? full : full.substr(colon + 2);
}

/// The namespace of a type below `twinrail`, a module's; none for what belongs to no module. Of a
/// template it is that of the type inside.
template <class T>
constexpr std::string_view module_name() {
  constexpr std::string_view ours = "twinrail::";
  std::string_view full = __PRETTY_FUNCTION__;
  full.remove_prefix(full.find("T = ") + 4);
  full = full.substr(0, full.find_first_of("];"));
  if (const auto inside = full.rfind('<'); inside != std::string_view::npos)
    full.remove_prefix(inside + 1);
  if (full.starts_with(ours)) full.remove_prefix(ours.size());
  const auto colon = full.find("::");
  return colon == std::string_view::npos ? std::string_view{} : full.substr(0, colon);
}

template <class T>
using OwnMembers = boost::describe::describe_members<T, boost::describe::mod_public>;
/// With those of its base before them.
template <class T>
using AllMembers = boost::describe::describe_members<T, boost::describe::mod_public |
                                                            boost::describe::mod_inherited>;
template <class T>
inline constexpr std::size_t base_size =
    boost::mp11::mp_size<AllMembers<T>>::value - boost::mp11::mp_size<OwnMembers<T>>::value;

/// The fields of a struct: its own, then those of the struct that it is described on.
template <class T>
using MembersOf =
    boost::mp11::mp_append<OwnMembers<T>, boost::mp11::mp_take_c<AllMembers<T>, base_size<T>>>;

/// The type of the field that a pointer to a member names.
template <class Member>
struct FieldOf;
template <class T, class Field>
struct FieldOf<Field T::*> {
  using type = Field;
};

/// The names of the fields, in their order; they are the names of a row's columns.
template <class T>
inline constexpr auto field_names = [] {
  using Members = MembersOf<T>;
  std::array<std::string_view, boost::mp11::mp_size<Members>::value> names{};
  std::size_t i = 0;
  boost::mp11::mp_for_each<Members>([&](auto member) { names[i++] = member.name; });
  return names;
}();

/// The place of a field among those of its struct.
template <class T, class Member>
constexpr std::size_t field_index(Member field) {
  std::size_t i = 0, found = 0;
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    if constexpr (std::same_as<std::remove_cv_t<decltype(member.pointer)>, Member>)
      if (member.pointer == field) found = i;
    ++i;
  });
  return found;
}

inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// The place of the first field of that type, or of that type where it is there.
template <class T, class Wanted>
constexpr std::size_t first_of() {
  std::size_t i = 0, found = nowhere;
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    using Field = typename FieldOf<std::remove_cv_t<decltype(member.pointer)>>::type;
    if (found == nowhere &&
        (std::same_as<Field, Wanted> || std::same_as<Field, std::optional<Wanted>>))
      found = i;
    ++i;
  });
  return found;
}

/// Whether attributes name fields of T, each once, and fit to them.
template <class T, std::size_t N>
consteval bool attributes_name_fields(const std::array<FieldAttributes, N>& list) {
  for (std::size_t i = 0; i < N; ++i) {
    bool there = false;
    for (const std::string_view name : field_names<T>) there = there || name == list[i].name;
    for (std::size_t k = 0; k < i; ++k) there = there && list[k].name != list[i].name;
    if (!there) return false;
  }
  return true;
}
template <class T, std::size_t N>
consteval bool required_are_texts(const std::array<FieldAttributes, N>& list) {
  bool fit = true;
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    using Field = typename FieldOf<std::remove_cv_t<decltype(member.pointer)>>::type;
    for (const FieldAttributes& one : list)
      if (one.name == member.name && one.attributes.required)
        fit = fit && (std::derived_from<Field, std::string> || requires(Field f) {
                requires std::derived_from<typename Field::value_type, std::string>;
              });
  });
  return fit;
}
template <class T, std::size_t N>
consteval bool classes_have_a_person(const std::array<FieldAttributes, N>& list) {
  for (const FieldAttributes& one : list)
    if (one.attributes.field_class != FieldClass::open && first_of<T, PersonId>() == nowhere)
      return false;
  return true;
}

}  // namespace twinrail::describing
