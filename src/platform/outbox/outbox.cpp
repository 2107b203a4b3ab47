#include "platform/outbox/outbox.hpp"

#include <algorithm>
#include <utility>

#include "platform/events/events.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/inlets/csv.hpp"
#include "platform/json/document.hpp"
#include "platform/outbox/store_outbox.hpp"

namespace twinrail {
namespace {

namespace store = outbox::store;

constexpr const char* job_name = "platform.outbox";
constexpr auto job_every = std::chrono::hours(1);
/// Letters of one turn: other companies have theirs in between.
constexpr int letters_most = 100;
constexpr std::int64_t shown_most = 100;
/// Bytes of an error that are kept.
constexpr std::size_t error_most = 500;

bool is_inside_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

/// A sender's words may be whatever another machine answered: no database takes all of that.
std::string printable(std::string words) {
  if (encoding_problem(words))
    for (char& c : words)
      if (c < ' ' || c > '~') c = '?';
  if (words.size() <= error_most) return words;
  std::size_t end = error_most;
  while (end > 0 && is_inside_character(words[end])) --end;
  return words.substr(0, end);
}

/// The job runs as soon as its company is looked at, which the event brings about.
void wake(Tx& tx, LetterId letter, Instant now) {
  jobs::store::hasten(tx, job_name, now);
  announce(tx, LetterPosted{letter});
}

}  // namespace

bool post(Tx& tx, const Letter& letter, Instant now) {
  try {
    (void)json::Document::parse(letter.payload);
  } catch (const Error&) {
    throw Error(Fault::internal, "outbox.not_json", Arguments{{"kind", letter.kind}});
  }
  store::LetterRow row;
  row.kind = letter.kind;
  row.key = letter.key;
  row.address = letter.address;
  row.payload = letter.payload;
  row.created_at = row.due_at = now;
  const auto id = store::add(tx, row);
  if (!id) return false;
  wake(tx, *id, now);
  return true;
}

Outbox::Outbox(std::function<Instant()> now, OutboxTimes times)
    : now_(std::move(now)), times_(times) {}

void Outbox::add(const std::string& kind, Sender sender) {
  if (!senders_.emplace(kind, std::move(sender)).second)
    throw Error(Fault::internal, "outbox.two_senders", Arguments{{"kind", kind}});
  kinds_.push_back(kind);
}

Job Outbox::job() const {
  return {.name = job_name,
          .every = job_every,
          .work = [this](JobParts& parts) { turn(parts); },
          .next = [this](Read& db) { return next_due(db); }};
}

std::optional<Instant> Outbox::next_due(Read& db) const {
  return kinds_.empty() ? std::nullopt : store::next_due(db, kinds_);
}

void Outbox::turn(JobParts& parts) const {
  if (kinds_.empty()) return;
  for (int i = 0; i < letters_most; ++i) {
    const auto taken = take(parts);
    if (!taken) return;
    if (!send(parts.lanes(), *taken)) put_off(parts.lanes(), taken->kind);
  }
}

/// A letter that was taken so often without a word of what became of it brings its process down:
/// it is given up instead of taken once more.
std::optional<store::LetterRow> Outbox::take(JobParts& parts) const {
  std::optional<store::LetterRow> taken;
  parts.part([&](Tx& tx) {
    taken.reset();
    for (;;) {
      auto row = store::first_due(tx, kinds_, now_());
      if (!row) return;
      if (row->attempts >= times_.attempts) {
        store::mark_failed(tx, *row, row->last_error.empty() ? "no answer" : row->last_error);
        continue;
      }
      store::take(tx, row->id, now_().plus_seconds(times_.lease.count()));
      ++row->attempts;
      taken = std::move(row);
      return;
    }
  });
  return taken;
}

bool Outbox::send(Lanes& lanes, const store::LetterRow& taken) const {
  const auto failed = [&](std::string why) { note_failure(lanes, taken, std::move(why)); };
  try {
    senders_.at(taken.kind)(lanes, {taken.kind, taken.key, taken.address, taken.payload});
  } catch (const WayClosed& e) {
    failed(i18n::text(Locale::en, e.key(), e.args()));
    return false;
  } catch (const Error& e) {
    failed(i18n::text(Locale::en, e.key(), e.args()));
    return true;
  } catch (const std::exception& e) {
    failed(e.what());
    return true;
  } catch (...) {
    failed("unknown exception");
    return true;
  }
  lanes.write({.name = std::string("job:") + job_name}, "mark_sent",
              [&](Tx& tx) { store::mark_sent(tx, taken.id, now_()); });
  return true;
}

void Outbox::put_off(Lanes& lanes, const std::string& kind) const {
  lanes.write({.name = std::string("job:") + job_name}, "put_off", [&](Tx& tx) {
    store::put_off(tx, kind, now_(), now_().plus_seconds(times_.pause_closed.count()));
  });
}

void Outbox::note_failure(Lanes& lanes, const store::LetterRow& taken, std::string why) const {
  why = printable(std::move(why));
  lanes.write({.name = std::string("job:") + job_name}, "note_failure", [&](Tx& tx) {
    if (taken.attempts >= times_.attempts) return store::mark_failed(tx, taken, why);
    store::mark_late(tx, taken, why, after_failures(taken.attempts));
  });
}

Instant Outbox::after_failures(std::int64_t attempts) const {
  const auto doublings = std::clamp<std::int64_t>(attempts - 1, 0, 20);
  const auto pause =
      std::min(times_.pause_first * (std::int64_t{1} << doublings), times_.pause_longest);
  return now_().plus_seconds(pause.count());
}

std::vector<LetterView> letters(Read& db, LetterState state) {
  std::vector<LetterView> list;
  for (store::LetterRow& row : store::list(db, state, shown_most))
    list.push_back({row.id, std::move(row.kind), std::move(row.key), std::move(row.address),
                    row.state, row.attempts, std::move(row.last_error), row.created_at, row.due_at,
                    row.sent_at});
  return list;
}

void send_again(Tx& tx, LetterId id, Instant now) {
  if (!store::revive(tx, id, now))
    throw Error(Fault::not_found, "outbox.not_failed",
                Arguments{{"letter", std::to_string(id.value)}});
  wake(tx, id, now);
}

}  // namespace twinrail
