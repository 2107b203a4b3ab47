#include "platform/inlets/import_fixture.hpp"

#include <set>

#include "platform/http/store_idempotency.hpp"

namespace twinrail::testing {
namespace {

struct ProbeRow {
  std::string key;
  std::string body;
};
DESCRIBE(ProbeRow, key, body);

using Lines = InletLines<ProbeRecord>;

std::set<std::string> codes_of(Lines lines) {
  std::set<std::string> codes;
  for (const InletLine<ProbeRecord>& line : lines) codes.insert(line->code);
  return codes;
}

/// Whom a row names is there, or comes with it.
std::optional<InletVerdict> unnamed(Read& db, const ProbeRecord& record,
                                    const std::set<std::string>& coming) {
  if (!record.note || coming.contains(*record.note)) return std::nullopt;
  if (idempotency::store::find(db, importer, *record.note)) return std::nullopt;
  return refused("note", "inlet.unknown", {{"inlet", *record.note}});
}

std::vector<InletVerdict> look_at(Read& db, Lines lines) {
  const auto coming = codes_of(lines);
  std::vector<InletVerdict> verdicts;
  for (const InletLine<ProbeRecord>& line : lines) {
    const std::string code = line->code;
    if (auto wrong = unnamed(db, *line, coming)) {
      verdicts.push_back(std::move(*wrong));
    } else if (code.starts_with("no")) {
      verdicts.push_back(refused("code", "inlet.unknown", {{"inlet", code}}));
    } else {
      const auto there = idempotency::store::find(db, importer, code);
      const bool same = there && there->body == line->amount.to_string();
      verdicts.push_back(
          {same ? Verdict::known : (there ? Verdict::corrected : Verdict::stored), {}, {}, {}});
    }
  }
  return verdicts;
}

/// The amounts that are there: each is more than 0.
std::vector<std::int64_t> marks_of(Read& db, const std::vector<std::string>& codes) {
  std::vector<std::int64_t> marks;
  for (const std::string& code : codes) {
    const auto there = idempotency::store::find(db, importer, code);
    marks.push_back(there ? std::stoll(there->body) : 0);
  }
  return marks;
}

}  // namespace

Inlet cross_inlet(std::function<void(int batch)> after, std::function<void()> looked) {
  Inlet made =
      inlet<ProbeRecord>("test.row", probe_permission,
                         [after = std::move(after), batch = std::make_shared<std::atomic<int>>(0)](
                             const Context&, Tx& tx, Lines lines) {
                           const auto coming = codes_of(lines);
                           std::vector<InletVerdict> verdicts;
                           for (const InletLine<ProbeRecord>& line : lines) {
                             const auto wrong = unnamed(tx, *line, coming);
                             verdicts.push_back(wrong ? *wrong : take_probe(tx, *line));
                           }
                           if (after) after(++*batch);
                           return verdicts;
                         });
  made.cross = cross_rows<ProbeRecord>(
      made, {"code", "note"},
      [looked = std::move(looked)](const Context&, Read& db, Lines lines) {
        auto verdicts = look_at(db, lines);
        if (looked) looked();
        return verdicts;
      },
      marks_of);
  return made;
}

InletVerdict take_probe(Tx& tx, const ProbeRecord& record) {
  const std::string& code = record.code;
  const std::string amount = record.amount.to_string();
  if (code.starts_with("no")) return refused("code", "inlet.unknown", {{"inlet", code}});
  const auto there = idempotency::store::find(tx, importer, code);
  if (there && there->body == amount) return {Verdict::known, {}, {}, {}};
  if (!there) {
    idempotency::store::save(tx, importer, code, {"", 200, amount}, {});
    return {Verdict::stored, {}, {}, {}};
  }
  tx.run("UPDATE idempotency SET body = ? WHERE key = ?"_sql, amount, code);
  return {Verdict::corrected, {}, {}, {}};
}

std::map<std::string, std::string> rows_there(Lanes& lanes) {
  std::map<std::string, std::string> rows;
  lanes.read([&](Read& db) {
    for (ProbeRow& row : db.all<ProbeRow>("SELECT key, body FROM idempotency"_sql))
      rows[row.key] = row.body;
  });
  return rows;
}

}  // namespace twinrail::testing
