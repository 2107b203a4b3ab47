#pragma once

#include "platform/approvals/store.hpp"

/// How a request goes through its steps.
namespace twinrail::approvals {

/// A request with its turns while it is changed; `save` writes all of it.
class Going {
 public:
  Going(Staff& staff, Tx& tx, ApprovalRow row, std::vector<TurnRow> turns, Instant now, Date today);

  [[nodiscard]] ApprovalRow& row() { return row_; }
  /// The turn that a person may take now: one's own, or of somebody for whom one stands in. Null:
  /// none.
  [[nodiscard]] TurnRow* turn_of(PersonId person, const std::vector<PersonId>& represented);
  void note(ApprovalDeed deed, std::optional<PersonId> by, std::string word = {},
            std::optional<PersonId> other = {});

  void decide(TurnRow& turn, TurnState as, PersonId by);
  /// What is decided ends the step, or the request. True when the last step is over.
  bool go_on();
  void end(ApprovalState as);
  /// The turn becomes somebody else's. Throws Error "approvals.not_eligible" where that person is
  /// not there, or asked for it.
  void pass_on(TurnRow& turn, PersonId by, PersonId to);
  /// Who has left is replaced by the next one up. True when anything changed.
  bool replace_left();
  /// One more may decide: the next one up of each for whom it waits.
  void escalate();
  /// Lets the step that comes begin. Throws Error (conflict) "approvals.nobody".
  void enter(std::int64_t position);
  void save();

 private:
  [[nodiscard]] rules::Eligible eligible(const std::vector<PersonId>& people);
  [[nodiscard]] std::vector<PersonId> next_up(PersonId person);
  void add_turn(const TurnRow& like, PersonId person, ApprovalWho who);
  [[nodiscard]] bool asks(PersonId person) const;
  void announce_waiting();

  Staff& staff_;
  Tx& tx_;
  ApprovalRow row_;
  std::vector<TurnRow> turns_;
  std::vector<TurnRow> added_;
  std::vector<DeedRow> deeds_;
  std::vector<PersonId> called_;  ///< for whom it waits newly
  Instant now_;
  Date today_;
};

/// Who is asked, in which order. Throws Error (conflict) "approvals.nobody".
[[nodiscard]] std::vector<TurnRow> planned(Staff& staff, Read& db, const ApprovalRow& row,
                                           Date today);
/// The same by steps that need not be stored.
[[nodiscard]] std::vector<TurnRow> planned_by(Staff& staff, Read& db,
                                              const std::vector<ChainStepRow>& steps,
                                              const ApprovalRow& row, Date today);
/// The chain that holds for a request; nothing: the default.
[[nodiscard]] std::optional<ApprovalChainId> chain_for(Staff& staff, Read& db,
                                                       const Submission& request, Date today);

}  // namespace twinrail::approvals
