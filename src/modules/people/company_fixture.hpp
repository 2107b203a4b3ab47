#pragma once

#include <algorithm>

#include "modules/people/inlets.hpp"
#include "modules/people/model.hpp"
#include "modules/people/people.hpp"
#include "platform/db/testing.hpp"
#include "platform/inlets/inlet_file.hpp"
#include "support/viewer.hpp"

/// Units and people for the tests of the module, as files bring them.
namespace twinrail::people {

using Cells = std::vector<std::string>;

inline Context writer() { return context_with({permission::read, permission::write}); }

inline std::vector<InletRow> rows_of(const std::vector<Cells>& table) {
  std::vector<InletRow> rows;
  for (const Cells& cells : table)
    rows.push_back({.line = static_cast<std::int64_t>(rows.size()) + 2, .values = cells});
  return rows;
}

/// code,parent,name_zh,name_en,kind,head,valid_from,legal_entity
inline Cells unit(const std::string& code, const std::string& parent, const std::string& from,
                  const std::string& name = "名") {
  return {code, parent, name, "", parent.empty() ? "company" : "team", "", from, ""};
}

/// employee_no,name,latin_name,unit,post_zh,post_en,manager_no,email,employment_type,start
inline Cells person(const std::string& number, const std::string& at,
                    const std::string& manager = "", const std::string& post = "车工") {
  return {number,  "王" + number,         "", at,          post, "",
          manager, number + "@x.example", "", "2026-02-01"};
}

inline const Inlet& inlet_named(const std::string& code) {
  static const std::vector<Inlet> all = inlets();
  return *std::ranges::find(all, code, &Inlet::code);
}

/// What an inlet answers to rows; where it can look at them before, it has said the same then.
inline std::vector<InletVerdict> accepted(Tx& tx, const Inlet& inlet,
                                          std::span<const InletRow> rows) {
  std::vector<InletVerdict> looked_at;
  if (inlet.cross) looked_at = inlet.cross->check(writer(), tx, rows);
  std::vector<InletVerdict> verdicts = inlet.accept(writer(), tx, rows);
  for (std::size_t i = 0; i < looked_at.size(); ++i) {
    CAPTURE(i);
    CHECK(looked_at[i].verdict == verdicts[i].verdict);
    CHECK(looked_at[i].column == verdicts[i].column);
    CHECK(looked_at[i].key == verdicts[i].key);
  }
  return verdicts;
}

/// What an inlet makes of a table: a letter a row, s(tored), k(nown), c(orrected), r(efused).
inline std::string taken(Tx& tx, const std::string& inlet, const std::vector<Cells>& table) {
  const auto rows = rows_of(table);
  std::string letters;
  for (const InletVerdict& v : accepted(tx, inlet_named(inlet), rows))
    letters += "skcr"[static_cast<std::size_t>(v.verdict)];
  return letters;
}

/// The same for a file; what is wrong with its cells follows as "row column key".
inline std::string taken_file(TestTenant& tenant, const std::string& inlet,
                              const std::string& bytes) {
  InletFile file(inlet_named(inlet), bytes);
  const std::vector<InletRow> rows = file.next(1000);
  std::string text;
  tenant.write([&](Tx& tx) {
    text.clear();
    for (const InletVerdict& v : accepted(tx, inlet_named(inlet), rows))
      text += "skcr"[static_cast<std::size_t>(v.verdict)];
  });
  for (const CsvProblem& p : file.problems())
    text += " " + std::to_string(p.row) + " " + p.column + " " + p.key;
  return text;
}

inline std::string units(TestTenant& tenant, const std::vector<Cells>& table) {
  std::string letters;
  tenant.write([&](Tx& tx) { letters = taken(tx, "people.unit", table); });
  return letters;
}

inline std::string people(TestTenant& tenant, const std::vector<Cells>& table) {
  std::string letters;
  tenant.write([&](Tx& tx) { letters = taken(tx, "people.person", table); });
  return letters;
}

}  // namespace twinrail::people
