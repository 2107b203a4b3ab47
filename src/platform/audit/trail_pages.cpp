#include "platform/audit/trail_pages.hpp"

#include "platform/json/json.hpp"

namespace twinrail::audit {
namespace {

/// Rows that one look reads at most: a search for what is rare must not read a trail of years at
/// once.
constexpr std::int64_t stretch = 20'000;

/// What a row of the trail says of a proof.
struct ProofSaid {
  std::int64_t rows = 0;
  bool well = false;
};
DESCRIBE(ProofSaid, rows, well);

/// "100%" is looked for as it stands.
std::string pattern_of(const std::string& text) {
  if (text.empty()) return "";
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return pattern + "%";
}

bool looks_for_some(const PageOf& asked) {
  return !asked.who.empty() || !asked.place.empty() || !asked.key.empty() || !asked.what.empty() ||
         asked.until;
}

}  // namespace

PageFound page(Read& db, const PageOf& asked) {
  const std::int64_t from = asked.before > 0 ? asked.before : rows(db) + 1;
  const std::int64_t read = looks_for_some(asked) ? stretch : asked.limit + 1;
  const std::int64_t first = std::max<std::int64_t>(from - read, 1);
  store::Search search{.from = first,
                       .before = from,
                       .who = pattern_of(asked.who),
                       .place = asked.place,
                       .key = asked.key,
                       .what = asked.what,
                       .until = asked.until.value_or(Instant::from_micros(INT64_MAX)),
                       .limit = asked.limit};
  PageFound found{.rows = store::search(db, search)};
  if (static_cast<std::int64_t>(found.rows.size()) == asked.limit)
    found.next = found.rows.back().id;
  else if (first > 1)
    found.next = first;
  return found;
}

std::int64_t rows(Read& db) { return store::newest(db); }

void keep_proof(Tx& tx, const Verdict& verdict) {
  const ProofSaid said{verdict.rows, verdict.well()};
  note(tx, {.op = store::verified_op,
            .place = store::verified_place,
            .key = std::to_string(verdict.sealed),
            .values = to_json(said)});
}

std::optional<Proof> last_proof(Read& db) {
  const auto row = store::last_of(db, store::verified_op, store::verified_place);
  if (!row) return std::nullopt;
  ProofSaid said;
  if (row->new_values) said = from_json<ProofSaid>(*row->new_values);
  return Proof{Instant::from_micros(row->at), said.rows, said.well};
}

}  // namespace twinrail::audit
