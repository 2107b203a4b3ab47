#pragma once

#include <string>

#include "modules/okr/model.hpp"

/// The thread of an objective: rows, requests and replies.
namespace twinrail::okr {

namespace quota {
/// Of an objective, those that were removed among them.
inline constexpr Quota comments{"okr.too_many_comments", 5000};
inline constexpr std::size_t mentions = 20;  ///< in one comment
}  // namespace quota

// --- rows -------------------------------------------------------------------------------------

struct CommentRow {
  CommentId id;
  ObjectiveId objective;
  std::optional<KeyResultId> key_result;  ///< what it is about, unless the objective
  PersonId person;
  std::string body;  ///< empty once it was removed
  Instant written_at;
  std::optional<Instant> edited_at;
  std::optional<Instant> removed_at;
  std::optional<Instant> solved_at;
  std::optional<PersonId> solved_by;
  std::int64_t version = 1;
};
DESCRIBE(CommentRow, id, objective, key_result, person, body, written_at, edited_at, removed_at,
         solved_at, solved_by, version);
TABLE(CommentRow, "okr_comment", id);

/// What a comment said until it was edited.
struct CommentPastRow {
  Id<struct OkrCommentPastTag> id;
  CommentId comment;
  std::string body;
  Instant until;
};
DESCRIBE(CommentPastRow, id, comment, body, until);
TABLE(CommentPastRow, "okr_comment_past", id);

struct MentionRow {
  CommentId comment;
  PersonId person;
  std::string name;
};
DESCRIBE(MentionRow, comment, person, name);
TABLE(MentionRow, "okr_comment_mention", comment, person);

// --- requests and replies ---------------------------------------------------------------------

struct CommentsQuery {
  ObjectiveId objective;
  std::optional<bool> open;  ///< only those that are neither solved nor removed
  std::optional<Text<20>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(CommentsQuery, objective, open, cursor, limit);

struct CommentMention {
  PersonId person;
  std::string name;  ///< as it stands in the text, behind "@"
};
DESCRIBE(CommentMention, person, name);

struct CommentPast {
  std::string text;
  Instant until;
};
DESCRIBE(CommentPast, text, until);

struct CommentView {
  CommentId id;
  ObjectiveId objective;
  std::optional<KeyResultId> key_result;
  std::optional<Names> key_result_title;
  PersonId person;
  std::optional<std::string> by_name;
  std::string text;  ///< empty once it was removed
  std::vector<CommentMention> mentions;
  Instant written_at;
  std::optional<Instant> edited_at;
  std::vector<CommentPast> before;  ///< earlier wordings, the oldest first
  bool removed = false;
  std::optional<Instant> solved_at;
  std::optional<std::string> solved_by_name;
  bool may_edit = false;    ///< its text; by its author, for a day
  bool may_remove = false;  ///< by its author
  bool may_solve = false;   ///< by its author and by who may write the objective
  std::int64_t version = 1;
};
DESCRIBE(CommentView, id, objective, key_result, key_result_title, person, by_name, text, mentions,
         written_at, edited_at, before, removed, solved_at, solved_by_name, may_edit, may_remove,
         may_solve, version);

/// `mentions` are told; the text names each of them, "@" and the name.
struct NewComment {
  ObjectiveId objective;
  Text<4000> text;
  std::optional<KeyResultId> key_result;
  std::optional<List<PersonId, quota::mentions>> mentions;
};
DESCRIBE(NewComment, objective, text, key_result, mentions);

/// Another text with all that it mentions, or solved, or open again.
struct ChangeComment {
  CommentId comment;
  std::optional<Text<4000>> text;
  std::optional<List<PersonId, quota::mentions>> mentions;
  std::optional<bool> solved;
};
DESCRIBE(ChangeComment, comment, text, mentions, solved);

struct CommentOf {
  CommentId comment;
};
DESCRIBE(CommentOf, comment);

struct CommentReadersQuery {
  ObjectiveId objective;
  std::optional<Text<100>> q;  ///< as in the search for people; without it, who has a part in it
};
DESCRIBE(CommentReadersQuery, objective, q);

/// Somebody who may see the objective, and so may be mentioned.
struct CommentReader {
  PersonId person;
  std::string name;
  std::optional<Names> unit_names;
};
DESCRIBE(CommentReader, person, name, unit_names);

/// A few, the nearest first.
struct CommentReaders {
  std::vector<CommentReader> items;
};
DESCRIBE(CommentReaders, items);

}  // namespace twinrail::okr
