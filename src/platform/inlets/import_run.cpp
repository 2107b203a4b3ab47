#include "platform/inlets/import_run.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>
#include <utility>

#include "platform/inlets/inlet_file.hpp"
#include "platform/json/json.hpp"

namespace twinrail::inlets {
namespace {

struct KeptArgument {
  std::string name;
  std::string value;
};
DESCRIBE(KeptArgument, name, value);

struct KeptProblem {
  std::int64_t row = 0;
  std::string column;
  std::string key;
  std::vector<KeptArgument> args;
};
DESCRIBE(KeptProblem, row, column, key, args);

struct KeptProblems {
  std::vector<KeptProblem> items;
};
DESCRIBE(KeptProblems, items);

/// While the writer has too much to do, an import waits: this long at first, then longer.
constexpr auto first_pause = std::chrono::milliseconds(20);
constexpr auto longest_pause = std::chrono::milliseconds(2000);
/// After so many rows of a check its progress is noted.
constexpr std::int64_t note_every = 10'000;

void clear(store::ImportRow& row) {
  row.checked = row.stored = row.known = row.corrected = row.refused = 0;
}

}  // namespace

std::string problems_json(const std::vector<CsvProblem>& problems) {
  KeptProblems kept;
  for (const CsvProblem& p : problems) {
    KeptProblem& k = kept.items.emplace_back(KeptProblem{p.row, p.column, p.key, {}});
    for (const auto& [name, value] : p.args) k.args.push_back({name, value});
  }
  return to_json(kept);
}

std::vector<CsvProblem> problems_from(const std::string& json) {
  std::vector<CsvProblem> problems;
  for (KeptProblem& k : from_json<KeptProblems>(json).items) {
    CsvProblem& p = problems.emplace_back(CsvProblem{k.row, k.column, k.key, {}});
    for (KeptArgument& a : k.args) p.args.emplace_back(std::move(a.name), std::move(a.value));
  }
  return problems;
}

ImportRun::ImportRun(const Inlet& inlet, const Context& ctx, Lanes& lanes, const ImportSizes& sizes,
                     std::function<bool()> stopping, std::function<Instant()> now)
    : inlet_(inlet),
      ctx_(ctx),
      lanes_(lanes),
      sizes_(sizes),
      stopping_(std::move(stopping)),
      now_(std::move(now)) {}

void ImportRun::run(store::ImportRow row, const std::string& content) {
  row_ = std::move(row);
  try {
    if (row_.state == ImportState::writing) return write_parts(content);
    if (inlet_.whole || row_.total <= sizes_.whole) return in_one(content);
    check_parts(content);
    if (row_.state == ImportState::writing) write_parts(content);
  } catch (const TakenOver&) {  // the other one brings it to its end
  } catch (const Stopped&) {    // the next start takes it up
  }
}

void ImportRun::fail(store::ImportRow row, const std::string& key, const Arguments& args) {
  row_ = std::move(row);
  problems_ = problems_from(row_.problems);
  problems_.insert(problems_.begin(), {0, "", key, args});
  try {
    end(ImportState::failed);
  } catch (const TakenOver&) {
  } catch (const Stopped&) {
  }
}

// All rows in one transaction. What is refused, or only tried, is undone with everything else.
void ImportRun::in_one(const std::string& content) {
  InletFile file(inlet_, content, sizes_.csv);
  const std::vector<InletRow> rows = file.next(std::numeric_limits<std::size_t>::max());
  const bool trial = row_.dry_run || file.refused_rows() > 0;
  store::ImportRow tally;
  std::vector<CsvProblem> problems;
  const auto work = [&](Tx& tx) {
    tally = row_;
    clear(tally);
    tally.refused = file.refused_rows();
    problems = file.problems();
    if (!rows.empty()) accept(tx, rows, tally, problems);
    if (trial) return;
    if (tally.refused > 0) throw NotWritten{};
    tally.state = ImportState::done;
    tally.problems = problems_json({});
    tally.finished_at = now_();
    advance(tx, tally);
  };
  try {
    change(work, trial);
    if (!trial) return;
  } catch (const NotWritten&) {
  }
  row_ = tally;
  problems_ = std::move(problems);
  end_checked();
}

// The end of an import of which nothing is written.
void ImportRun::end_checked() { end(row_.refused > 0 ? ImportState::refused : ImportState::done); }

void ImportRun::check_parts(const std::string& content) {
  InletFile file(inlet_, content, sizes_.csv);
  store::ImportRow tally = row_;
  clear(tally);
  std::vector<CsvProblem> problems;
  for (;;) {
    const std::vector<InletRow> rows = file.next(sizes_.part);
    if (rows.empty()) break;
    store::ImportRow after;
    std::vector<CsvProblem> found;
    change(
        [&](Tx& tx) {
          after = tally;
          found = problems;
          accept(tx, rows, after, found);
        },
        true);
    tally = std::move(after);
    problems = std::move(found);
    if (tally.checked / note_every == row_.checked / note_every) continue;
    change([&](Tx& tx) { advance(tx, tally); }, false);
    row_ = tally;
  }
  const ImportState state = row_.state;
  row_ = tally;
  row_.state = state;
  row_.refused += file.refused_rows();
  problems_ = file.problems();
  problems_.insert(problems_.end(), problems.begin(), problems.end());
  if (row_.dry_run || row_.refused > 0) return end_checked();
  store::ImportRow to = row_;
  clear(to);
  to.checked = row_.checked;
  to.state = ImportState::writing;
  to.problems = problems_json({});
  change([&](Tx& tx) { advance(tx, to); }, false);
  row_ = to;
}

// A row can be refused here although it was good when it was checked, because the data has changed
// meanwhile: it is named, the others are written, and the import ends as failed.
void ImportRun::write_parts(const std::string& content) {
  InletFile file(inlet_, content, sizes_.csv);
  problems_ = problems_from(row_.problems);
  (void)file.next(static_cast<std::size_t>(row_.next_row));
  for (;;) {
    const std::vector<InletRow> rows = file.next(sizes_.part);
    if (rows.empty()) break;
    store::ImportRow to;
    std::vector<CsvProblem> problems;
    change(
        [&](Tx& tx) {
          to = row_;
          problems = problems_;
          accept(tx, rows, to, problems);
          to.checked = row_.checked;
          to.next_row = row_.next_row + static_cast<std::int64_t>(rows.size());
          to.problems = problems_json(problems);
          advance(tx, to);
        },
        false);
    row_ = std::move(to);
    problems_ = std::move(problems);
  }
  end(row_.refused > 0 ? ImportState::failed : ImportState::done);
}

void ImportRun::accept(Tx& tx, std::span<const InletRow> rows, store::ImportRow& tally,
                       std::vector<CsvProblem>& problems) const {
  const std::vector<InletVerdict> verdicts = inlet_.accept(ctx_, tx, rows);
  if (verdicts.size() != rows.size())
    throw Error(Fault::internal, "inlet.misdescribed", Arguments{{"inlet", inlet_.code}});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const InletVerdict& v = verdicts[i];
    switch (v.verdict) {
      case Verdict::stored:
        ++tally.stored;
        break;
      case Verdict::known:
        ++tally.known;
        break;
      case Verdict::corrected:
        ++tally.corrected;
        break;
      case Verdict::refused:
        ++tally.refused;
        if (problems.size() < sizes_.csv.problems)
          problems.push_back({rows[i].line, v.column, v.key, v.args});
        break;
    }
  }
  tally.checked += static_cast<std::int64_t>(rows.size());
}

void ImportRun::end(ImportState state) {
  problems_ = in_order(std::move(problems_), sizes_.csv.problems);
  store::ImportRow to = row_;
  to.state = state;
  to.problems = problems_json(problems_);
  to.finished_at = now_();
  change([&](Tx& tx) { advance(tx, to); }, false);
  row_ = to;
}

void ImportRun::advance(Tx& tx, const store::ImportRow& to) const {
  if (!store::advance(tx, to, row_.state, row_.next_row)) throw TakenOver{};
}

// Changes something as soon as the writer has room, unless the program stops first.
void ImportRun::change(const std::function<void(Tx&)>& job, bool rehearsal) {
  for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
    if (stopping_()) throw Stopped{};
    try {
      if (rehearsal) return lanes_.rehearse(actor(), "import." + inlet_.code, job);
      return lanes_.write(actor(), "import." + inlet_.code, job);
    } catch (const Error& e) {
      if (e.fault() != Fault::unavailable) throw;
    }
    std::this_thread::sleep_for(pause);
  }
}

Actor ImportRun::actor() const {
  return {ctx_.viewer().account, ctx_.viewer().login, ctx_.request_id};
}

}  // namespace twinrail::inlets
