#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ids.hpp"

/// The words of access: what may be done, how a viewer stands to a row, how sensitive a field is.
/// Who holds what stands in the manifests of the modules and in the roles of a company.
namespace twinrail {

/// What somebody may do. A module declares its own in its public face, named after itself:
/// `inline constexpr Permission read{"kpi.read"}`. The name is a literal.
struct Permission {
  std::string_view name;
  std::uint64_t key = 0;  ///< of the name, so that a look-up compares numbers

  constexpr Permission() = default;
  explicit constexpr Permission(std::string_view dotted) : name(dotted), key(key_of(dotted)) {}
  friend constexpr bool operator==(const Permission& a, const Permission& b) {
    return a.key == b.key;
  }

 private:
  /// FNV-1a; that no two permissions share a key is checked when they are collected at start.
  static constexpr std::uint64_t key_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return hash;
  }
};

/// How a viewer stands to a row, as bits: a permission is held through one or several of them.
using Relations = std::uint8_t;
namespace relation {
inline constexpr Relations none = 0;
inline constexpr Relations self = 1;      ///< the viewer's own rows
inline constexpr Relations unit = 2;      ///< units the viewer is posted in, and all below
inline constexpr Relations chain = 4;     ///< units the viewer leads, and all below
inline constexpr Relations partner = 8;   ///< units whose HR partner the viewer is, and all below
inline constexpr Relations company = 16;  ///< everything of the tenant

// The words of the manifests' tables.
inline constexpr Relations all = company;                         ///< all rows
inline constexpr Relations own = unit | self;                     ///< one's own and one's unit's
inline constexpr Relations down = chain;                          ///< of the units one leads
inline constexpr Relations lead = chain | self;                   ///< the same and one's own
inline constexpr Relations wide = unit | chain | partner | self;  ///< the widest reach but all
}  // namespace relation

/// How sensitive a field of a person is; src/platform/access/rights.md says who sees which class.
enum class FieldClass : std::uint8_t { open, work, contact, pay, identity, health };
inline constexpr std::size_t field_class_count = 6;

/// Whom a field of a class belongs to.
struct Subject {
  PersonId person;
  OrgUnitId org_unit;
};

/// Decides what a viewer may see.
class Sight {
 public:
  virtual ~Sight() = default;
  [[nodiscard]] virtual bool sees(FieldClass field_class, PersonId person,
                                  OrgUnitId org_unit) const = 0;
  [[nodiscard]] bool sees(FieldClass field_class, const Subject& subject) const {
    return field_class == FieldClass::open || sees(field_class, subject.person, subject.org_unit);
  }
};

}  // namespace twinrail
