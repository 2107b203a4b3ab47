#include "modules/okr/store_comment.hpp"

#include <limits>

#include "platform/db/table.hpp"

namespace twinrail::okr::store {

std::vector<CommentRow> comments(Read& db, const CommentFilter& filter) {
  constexpr CommentId newest{std::numeric_limits<std::int64_t>::max()};
  return db.all<CommentRow>(R"(
    SELECT {columns}
      FROM okr_comment
     WHERE objective = ? AND id < ?
       AND (? = 0 OR (solved_at IS NULL AND removed_at IS NULL))
     ORDER BY id DESC
     LIMIT ?)"_sql,
                            filter.objective, filter.before.value_or(newest),
                            std::int64_t{filter.open_only ? 1 : 0}, filter.limit);
}

std::optional<CommentRow> comment(Read& db, CommentId id) { return by_key<CommentRow>(db, id); }

std::int64_t comments_of(Read& db, ObjectiveId objective) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM okr_comment WHERE objective = ?"_sql,
                               objective);
}

CommentId add_comment(Tx& tx, const CommentRow& row) { return insert_new(tx, row); }

void save_comment(Tx& tx, const CommentRow& row) {
  tx.run(R"(
    UPDATE okr_comment
       SET body = ?, edited_at = ?, removed_at = ?, solved_at = ?, solved_by = ?,
           version = version + 1
     WHERE id = ?)"_sql,
         row.body, row.edited_at, row.removed_at, row.solved_at, row.solved_by, row.id);
}

std::vector<CommentPastRow> past_of(Read& db, const std::vector<CommentId>& comments) {
  return db.all<CommentPastRow>(R"(
    SELECT {columns}
      FROM okr_comment_past
     WHERE comment IN ?
     ORDER BY comment, id)"_sql,
                                comments);
}

void add_past(Tx& tx, const CommentPastRow& row) { (void)insert_new(tx, row); }

std::vector<MentionRow> mentions_of(Read& db, const std::vector<CommentId>& comments) {
  return db.all<MentionRow>(R"(
    SELECT {columns}
      FROM okr_comment_mention
     WHERE comment IN ?
     ORDER BY comment, person)"_sql,
                            comments);
}

void set_mentions(Tx& tx, CommentId comment, const std::vector<MentionRow>& rows) {
  tx.run("DELETE FROM okr_comment_mention WHERE comment = ?"_sql, comment);
  upsert(tx, rows);
}

std::vector<PersonId> concerned(Read& db, ObjectiveId objective) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT person FROM (
      SELECT owner AS person FROM okr_objective WHERE id = ?
      UNION ALL SELECT person FROM okr_objective WHERE id = ?
      UNION ALL SELECT owner FROM okr_key_result WHERE objective = ?
      UNION ALL SELECT person FROM okr_comment WHERE objective = ?) x
     WHERE person IS NOT NULL
     ORDER BY person
     LIMIT 50)"_sql,
                          objective, objective, objective, objective);
}

}  // namespace twinrail::okr::store
