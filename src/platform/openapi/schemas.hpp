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

/// The named schemas of a document. All replies and requests are noted before anything is written,
/// so that a name follows from the whole set and from no order: a struct keeps its plain name, with
/// its module before it where two modules have a struct of that name; a request that holds what
/// replies hold too calls it "…Input".
class Schemas {
 public:
  void note_reply(const TypeInfo& type);
  void note_request(const TypeInfo& type, const FieldNames& left_out = {});
  /// The reference to a struct's schema, without the fields that come in the path.
  [[nodiscard]] std::string reference(const TypeInfo& type, Role role, const std::string& module,
                                      const FieldNames& left_out = {});
  /// Writes the schema of any type at the place where it stands.
  void write(Writer& out, const TypeInfo& type, Role role, const std::string& module,
             std::string_view description = {}, const Attributes& attributes = {});
  /// Writes the schema of a cell of a table where it stands: it refers to nothing.
  void write_cell(Writer& out, const TypeInfo& type);
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

  void claim(const TypeInfo& type);
  [[nodiscard]] std::string name_for(const TypeInfo& type, Role role,
                                     const FieldNames& left_out) const;
  void write_object(Writer& out, const Named& named);
  void write_members(Writer& out, const TypeInfo& type, Role role, const std::string& module,
                     bool nullable);

  std::set<const TypeInfo*> in_replies_;
  std::map<std::string, std::set<const TypeInfo*>> claims_;   // by plain name
  std::map<const TypeInfo*, std::set<FieldNames>> requests_;  // what each leaves out
  std::map<std::string, Named> by_name_;
  std::map<Key, std::string> names_;
};

}  // namespace twinrail::openapi
