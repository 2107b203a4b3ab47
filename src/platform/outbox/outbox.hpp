#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "platform/jobs/jobs.hpp"

namespace twinrail {

namespace outbox::store {
struct LetterRow;
}

using LetterId = Id<struct LetterTag>;

enum class LetterState {
  waiting,  ///< or being sent
  sent,
  failed,  ///< given up; it can be sent again
};
DESCRIBE_ENUM(LetterState, waiting, sent, failed);

/// What leaves the program: a mail, a call to another program, a file.
struct Letter {
  Text<40> kind;  ///< "mail"; says who sends it
  Text<200> key;  ///< what it tells of; of one kind and key there is one letter
  Text<500> address;
  Text<65536> payload;  ///< JSON, as the sender of that kind reads it
};
DESCRIBE(Letter, kind, key, address, payload);

/// Written in the transaction of the change that it tells of, or of a subscriber: undone with it.
/// False when it is there already, because whoever writes it has run before. Throws Error
/// (internal) "outbox.not_json".
bool post(Tx& tx, const Letter& letter, Instant now);

/// A letter was posted, or is to be sent again.
struct LetterPosted {
  static constexpr std::string_view topic = "platform.letter_posted";
  LetterId letter;
};
DESCRIBE(LetterPosted, letter);

/// How long things take; tests make them shorter.
struct OutboxTimes {
  /// A letter that is being sent is sent anew after this if nobody has said what became of it. A
  /// sender has to give up before.
  std::chrono::seconds lease = std::chrono::minutes(5);
  /// The pause after a failure; it doubles up to the longest.
  std::chrono::seconds pause_first = std::chrono::minutes(1);
  std::chrono::seconds pause_longest = std::chrono::hours(6);
  /// The others of a kind wait so long when its way is closed; it counts for none of them.
  std::chrono::seconds pause_closed = std::chrono::minutes(1);
  /// With these pauses a letter fails for good after a day and a half: a server may be down for a
  /// day.
  std::int64_t attempts = 15;
};

/// Thrown by a sender: no letter of this kind can leave at the moment, whatever is in it. The
/// others are not tried one after the other then, each of which might wait for a server that is
/// away.
struct WayClosed : Error {
  explicit WayClosed(const Error& why) : Error(why) {}
};

/// Delivers a letter, or throws. It is called outside of every transaction, and gives up in time by
/// itself. Its words may be kept and shown: no secrets in them.
using Sender = std::function<void(Lanes&, const Letter&)>;

/// Sends what was posted: each letter at least once. A process that is killed after a letter left
/// and before that was noted sends it a second time; a receiver that minds knows it by kind and
/// key. Two processes on one database do not send the same letter at a time. Letters of a kind that
/// nobody sends wait.
class Outbox {
 public:
  explicit Outbox(std::function<Instant()> now, OutboxTimes times = {});
  /// Before the first turn.
  void add(const std::string& kind, Sender sender);

  /// "platform.outbox": due as soon as a letter is.
  [[nodiscard]] Job job() const;
  /// Sends what is due, a hundred letters at most.
  void turn(JobParts& parts) const;
  [[nodiscard]] std::optional<Instant> next_due(Read& db) const;

 private:
  [[nodiscard]] std::optional<outbox::store::LetterRow> take(JobParts& parts) const;
  /// False where the way of its kind is closed.
  [[nodiscard]] bool send(Lanes& lanes, const outbox::store::LetterRow& taken) const;
  void put_off(Lanes& lanes, const std::string& kind) const;
  void note_failure(Lanes& lanes, const outbox::store::LetterRow& taken, std::string why) const;
  [[nodiscard]] Instant after_failures(std::int64_t attempts) const;

  std::function<Instant()> now_;
  OutboxTimes times_;
  std::map<std::string, Sender> senders_;
  std::vector<std::string> kinds_;
};

/// A letter as it is shown: what it says stays closed.
struct LetterView {
  LetterId id;
  std::string kind;
  std::string key;
  std::string address;
  LetterState state = LetterState::waiting;
  std::int64_t attempts = 0;
  std::string last_error;
  Instant created_at;
  Instant due_at;
  std::optional<Instant> sent_at;
};
DESCRIBE(LetterView, id, kind, key, address, state, attempts, last_error, created_at, due_at,
         sent_at);

/// The newest first, at most 100.
[[nodiscard]] std::vector<LetterView> letters(Read& db, LetterState state);
/// A letter that failed is tried again from the start. Throws Error (not found)
/// "outbox.not_failed".
void send_again(Tx& tx, LetterId id, Instant now);

}  // namespace twinrail
