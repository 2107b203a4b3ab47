#pragma once

#include "modules/okr/model_comment.hpp"
#include "platform/db/db.hpp"

/// SQL of the threads of objectives.
namespace twinrail::okr::store {

struct CommentFilter {
  ObjectiveId objective;
  bool open_only = false;
  std::optional<CommentId> before;  ///< in a list of the newest first
  std::int64_t limit = 0;
};
/// The newest first.
std::vector<CommentRow> comments(Read& db, const CommentFilter& filter);
std::optional<CommentRow> comment(Read& db, CommentId id);
std::int64_t comments_of(Read& db, ObjectiveId objective);
CommentId add_comment(Tx& tx, const CommentRow& row);
void save_comment(Tx& tx, const CommentRow& row);

/// The oldest first.
std::vector<CommentPastRow> past_of(Read& db, const std::vector<CommentId>& comments);
void add_past(Tx& tx, const CommentPastRow& row);
std::vector<MentionRow> mentions_of(Read& db, const std::vector<CommentId>& comments);
void set_mentions(Tx& tx, CommentId comment, const std::vector<MentionRow>& rows);
/// Owners of the objective and its key results, and who has said something, each once.
std::vector<PersonId> concerned(Read& db, ObjectiveId objective);

}  // namespace twinrail::okr::store
