#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/describe.hpp"
#include "platform/openapi/writer.hpp"

namespace twinrail::openapi {

/// What a client writes may lack what is optional; what we write has every field.
enum class Role : std::uint8_t { request, reply };

using FieldNames = std::set<std::string_view>;

/// The named schemas of a document. A struct gets its schema when it is first referred to.
class Schemas {
 public:
  /// Tells of a reply before anything is written: what replies hold keeps its plain name, and a
  /// request that holds the same struct calls it "…Input".
  void note_reply(const TypeInfo& type);
  /// The reference to a struct's schema, without the fields that come in the path.
  [[nodiscard]] std::string reference(const TypeInfo& type, Role role, const std::string& module,
                                      const FieldNames& left_out = {});
  /// Writes the schema of any type at the place where it stands.
  void write(Writer& out, const TypeInfo& type, Role role, const std::string& module,
             std::string_view description = {});
  /// Writes all named schemas as members.
  void write_all(Writer& out);

 private:
  struct Named {
    const TypeInfo* type = nullptr;
    Role role = Role::reply;
    FieldNames left_out;
    std::string module;
  };
  using Key = std::tuple<const TypeInfo*, Role, FieldNames>;

  std::string free_name(const TypeInfo& type, Role role, const std::string& module) const;
  void write_object(Writer& out, const Named& named);
  void write_members(Writer& out, const TypeInfo& type, Role role, const std::string& module,
                     bool nullable);

  std::set<const TypeInfo*> in_replies_;
  std::map<std::string, Named> by_name_;
  std::map<Key, std::string> names_;
};

}  // namespace twinrail::openapi
