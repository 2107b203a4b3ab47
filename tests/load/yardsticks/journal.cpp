#include "journal.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <sqlite3.h>

#include "engines.hpp"

namespace bare {
namespace {

std::int64_t number(const Cell& cell) { return std::get<std::int64_t>(cell); }

/// A table, and which of its rows belong to which request: `rows` gives the request's mark and then
/// the columns.
struct Part {
  std::string table;
  std::string key;   ///< columns of the conflict, empty for an insert
  std::string rows;  ///< FROM … WHERE …; the row is r
  std::string mark;  ///< what places the row: by_audit_row, by_moment or in_turn
};

/// Rows are placed by the audit row they come after, or by the moment they were written at.
constexpr const char* by_audit_row = "audit";
constexpr const char* by_moment = "moment";
constexpr const char* in_turn = "turn";

const std::string changed =
    "event e JOIN json_each(e.payload, '$.changes') c ON e.topic = 'kpi.values_changed' "
    "AND e.id > base.last('event') ";
const std::string moved =
    "event e JOIN json_each(e.payload, '$.changes') c ON e.topic = 'okr.progress_changed' "
    "AND e.id > base.last('event') ";

std::vector<Part> parts_of_kpis() {
  // Days of the events are texts; those of the rows count from 1970.
  const std::string of_change =
      "r ON r.assignment = json_extract(c.value, '$.assignment') AND r.start_on = "
      "CAST(julianday(json_extract(c.value, '$.start')) - 2440587.5 AS INTEGER)";
  return {
      {"kpi_reading", "", "kpi_reading r WHERE r.id > base.last('kpi_reading')", in_turn},
      {"kpi_day", "measure, org_unit, day",
       "kpi_reading n JOIN kpi_day r ON r.measure = n.measure AND r.org_unit = n.org_unit "
       "AND r.day = n.day "
       "WHERE n.id > base.last('kpi_reading')",
       in_turn},
      {"kpi_tally", "assignment, start_on, measure", changed + "JOIN kpi_tally " + of_change,
       by_moment},
      {"kpi_point", "assignment, start_on", changed + "JOIN kpi_point " + of_change, by_moment},
      {"kpi_breach", "id",
       "audit_row a JOIN kpi_breach r ON r.id = CAST(a.key AS INTEGER) WHERE a.place = "
       "'kpi_breach' "
       "AND a.id > base.last('audit_row')",
       by_audit_row},
  };
}

std::vector<Part> parts_of_goals() {
  const std::string of_objective = "r ON r.objective = json_extract(c.value, '$.objective') ";
  const std::string of_key_result = "r ON r.key_result = json_extract(k.value, '$.id') ";
  const std::string key_results = "JOIN json_each(c.value, '$.key_results') k ";
  // A check-in moves the rows of its day and of all later ones; a reading those of its period's
  // last day.
  const auto days_since = [](const std::string& newest) {
    return "AND r.day >= COALESCE((SELECT MIN(n.day) FROM okr_check_in n "
           "WHERE n.id > base.last('okr_check_in')), (SELECT MAX(day) FROM " +
           newest + "))";
  };
  return {
      {"okr_check_in", "", "okr_check_in r WHERE r.id > base.last('okr_check_in')", in_turn},
      {"okr_key_result_standing", "key_result",
       moved + key_results + "JOIN okr_key_result_standing " + of_key_result, by_moment},
      {"okr_standing", "objective", moved + "JOIN okr_standing " + of_objective, by_moment},
      {"okr_standing_day", "objective, day",
       moved + "JOIN okr_standing_day " + of_objective +
           days_since("okr_standing_day l WHERE l.objective = r.objective"),
       by_moment},
      {"okr_key_result_day", "key_result, day",
       moved + key_results + "JOIN okr_key_result_day " + of_key_result +
           days_since("okr_key_result_day l WHERE l.key_result = r.key_result"),
       by_moment},
  };
}

/// In the order in which the product writes them.
std::vector<Part> parts() {
  std::vector<Part> all = parts_of_kpis();
  for (Part& part : parts_of_goals()) all.push_back(std::move(part));
  all.push_back({"event", "", "event r WHERE r.id > base.last('event')", by_moment});
  for (const char* table : {"audit_row", "audit_value", "audit_seal"})
    all.push_back(
        {table, "", std::string(table) + " r WHERE r.id > base.last('audit_row')", by_audit_row});
  return all;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// `base.last('t')` in a query becomes the newest id that the table had before the run.
std::string from_now_on(Sqlite& before, std::string sql) {
  for (const char* table : {"kpi_reading", "okr_check_in", "event", "audit_row"}) {
    const auto rows = all(before, std::string("SELECT COALESCE(MAX(id), 0) FROM ") + table);
    replace_all(sql, std::string("base.last('") + table + "')", std::to_string(number(rows[0][0])));
  }
  return sql;
}

Shape shape_of(Sqlite& db, const Part& part) {
  Shape shape{part.table, {}, {}, {}};
  for (const Row& row :
       all(db, "SELECT name, type FROM pragma_table_info('" + part.table + "') ORDER BY cid")) {
    shape.columns.push_back(std::get<std::string>(row[0]));
    shape.is_text.push_back(std::get<std::string>(row[1]) == "TEXT");
  }
  for (std::size_t at = 0; at < part.key.size();) {
    const auto end = std::min(part.key.find(", ", at), part.key.size());
    shape.key.push_back(part.key.substr(at, end - at));
    at = end + 2;
  }
  return shape;
}

std::string mark_of(const Part& part) {
  if (part.mark == by_moment) return part.table == "event" ? "r.at" : "e.at";
  if (part.mark == in_turn) return part.table == "kpi_day" ? "n.id" : "r.id";
  return part.table == "kpi_breach" ? "a.id" : "r.id";
}

/// Where each request begins, by audit row and by moment, and how many readings or check-ins it
/// holds.
struct Requests {
  std::vector<std::int64_t> audit, moment, turns;
  explicit Requests(Sqlite& before, Sqlite& after) {
    const std::string sql =
        "SELECT a.id, a.at, CASE WHEN a.place = 'kpi_reading' THEN "
        "json_extract(v.new_values, '$.count') ELSE 1 END "
        "FROM audit_row a JOIN audit_value v ON v.id = a.id WHERE a.id > base.last('audit_row') "
        "AND a.place IN ('kpi_reading', 'okr_check_in') AND a.op <> 'update' ORDER BY a.id";
    std::int64_t turn = 0;
    for (const Row& row : all(after, from_now_on(before, sql))) {
      audit.push_back(number(row[0]));
      moment.push_back(number(row[1]));
      turns.push_back(turn);
      turn += number(row[2]);
    }
  }
  [[nodiscard]] std::size_t placed(const std::vector<std::int64_t>& begins, std::int64_t at) const {
    const auto next = std::upper_bound(begins.begin(), begins.end(), at);
    return next == begins.begin() ? 0 : static_cast<std::size_t>(next - begins.begin()) - 1;
  }
};

}  // namespace

Journal::Journal(const std::string& before_file, const std::string& after_file) {
  Sqlite before(before_file), after(after_file);
  const Requests requests(before, after);
  if (requests.audit.empty()) die("nothing was written between the two files");
  transactions_.resize(requests.audit.size());
  for (const Part& part : parts()) {
    shapes_.push_back(shape_of(after, part));
    const Shape& shape = shapes_.back();
    const std::string mark = mark_of(part);
    std::map<std::size_t, std::map<Row, Row>>
        placed;  // by request and key: a row is written once a request
    std::int64_t turn = -1, last = -1;
    for (Row& row : all(after, from_now_on(before, "SELECT " + mark + ", r.* FROM " + part.rows +
                                                       " ORDER BY 1"))) {
      const std::int64_t at = number(row[0]);
      if (at != last) ++turn;
      last = at;
      row.erase(row.begin());
      const auto& begins = part.mark == by_moment ? requests.moment
                           : part.mark == in_turn ? requests.turns
                                                  : requests.audit;
      Row key = shape.key.empty()
                    ? Row{at, std::int64_t(turn)}
                    : Row(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(shape.key.size()));
      if (shape.key.empty() && part.mark == by_moment) key = {row[0]};
      placed[requests.placed(begins, part.mark == in_turn ? turn : at)].insert_or_assign(
          std::move(key), std::move(row));
    }
    for (auto& [request, rows] : placed) {
      Rows& into = transactions_[request].emplace_back(Rows{&shape, {}});
      for (auto& [key, row] : rows) into.rows.push_back(std::move(row));
    }
  }
}

}  // namespace bare
