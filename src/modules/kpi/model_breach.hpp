#pragma once

#include "modules/kpi/model_row.hpp"

/// A breach as it travels: where it stands, what was accepted of it, and its story.
namespace twinrail::kpi {

enum class AckState { acknowledged, expired, worse_than_accepted };
DESCRIBE_ENUM(AckState, acknowledged, expired, worse_than_accepted);

struct AcknowledgementView {
  AccountId by;
  Instant at;
  Decimal accepted_value;
  Date last_day;
  std::string reason;
  AckState state = AckState::acknowledged;
  std::optional<std::string> by_name;
};
DESCRIBE(AcknowledgementView, by, at, accepted_value, last_day, reason, state, by_name);

enum class BreachStatus { pending, firing, recovering, cleared, corrected };
DESCRIBE_ENUM(BreachStatus, pending, firing, recovering, cleared, corrected);

/// A breach, or one that is building up (`pending`, id 0).
struct BreachView {
  BreachId id;
  AssignmentId assignment;
  BreachStatus state = BreachStatus::pending;
  std::optional<Date> fired_on;
  std::int64_t days = 0;   ///< since fired_on
  std::int64_t count = 0;  ///< periods in a row so far, towards n (pending) or m (recovering)
  std::int64_t n = 2;
  std::int64_t m = 2;
  std::optional<Decimal> limit;
  std::optional<Decimal> limit_to;  ///< the second end of a range
  std::optional<std::string> limit_op;
  std::optional<Decimal> recover;
  std::optional<Decimal> recover_to;  ///< the second end of a range
  std::optional<std::string> recover_op;
  std::optional<Decimal> value;
  std::optional<AcknowledgementView> acknowledged;
};
DESCRIBE(BreachView, id, assignment, state, fired_on, days, count, n, m, limit, limit_to, limit_op,
         recover, recover_to, recover_op, value, acknowledged);

enum class StoryKind { fired, acknowledged, cleared, corrected, condition };
DESCRIBE_ENUM(StoryKind, fired, acknowledged, cleared, corrected, condition);

/// One line of a breach's story, newest last.
struct StoryLine {
  std::optional<Date> on;
  StoryKind kind = StoryKind::fired;
  std::optional<Decimal> value;
  std::optional<Decimal> value_to;  ///< the second end of a range
  std::optional<Date> until;
  std::optional<std::string> reason;
  std::optional<std::int64_t> count;  ///< condition: periods already in range
  std::optional<std::int64_t> of;     ///< fired: n; condition: m
  std::optional<std::string> op;
  std::optional<std::string> by_name;  ///< acknowledged: who did
};
DESCRIBE(StoryLine, on, kind, value, value_to, until, reason, count, of, op, by_name);

struct Acknowledge {
  BreachId breach;
  Decimal accepted_value;
  Date last_day;
  Text<500> reason;
};
DESCRIBE(Acknowledge, breach, accepted_value, last_day, reason);

}  // namespace twinrail::kpi
