#include "platform/inlets/import_run.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "platform/inlets/undo_run.hpp"
#include "platform/inlets/upload.hpp"
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
  std::optional<std::string> text;
};
DESCRIBE(KeptProblem, row, column, key, args, text);

struct KeptProblems {
  std::vector<KeptProblem> items;
  std::optional<std::vector<std::int64_t>> marks;
};
DESCRIBE(KeptProblems, items, marks);

/// After so many rows of a check its progress is noted.
constexpr std::int64_t note_every = 10'000;

}  // namespace

void clear(store::ImportRow& row) {
  row.checked = row.stored = row.known = row.corrected = row.refused = row.parts = 0;
}

std::string problems_json(const std::vector<CsvProblem>& problems,
                          const std::vector<std::int64_t>& marks) {
  KeptProblems kept;
  if (!marks.empty()) kept.marks = marks;
  for (const CsvProblem& p : problems) {
    KeptProblem& k = kept.items.emplace_back(KeptProblem{p.row, p.column, p.key, {}, p.text});
    for (const auto& [name, value] : p.args) k.args.push_back({name, value});
  }
  return to_json(kept);
}

std::vector<CsvProblem> problems_from(const std::string& json) {
  std::vector<CsvProblem> problems;
  for (KeptProblem& k : from_json<KeptProblems>(json).items) {
    CsvProblem& p =
        problems.emplace_back(CsvProblem{k.row, k.column, k.key, {}, k.text.value_or("")});
    for (KeptArgument& a : k.args) p.args.emplace_back(std::move(a.name), std::move(a.value));
  }
  return problems;
}

std::vector<std::int64_t> marks_from(const std::string& json) {
  return from_json<KeptProblems>(json).marks.value_or(std::vector<std::int64_t>{});
}

ImportRun::ImportRun(const Inlet& inlet, const Context& ctx, Lanes& lanes, const ImportSizes& sizes,
                     std::function<Instant()> now, store::ImportRow row, std::string content)
    : inlet_(inlet),
      ctx_(ctx),
      lanes_(lanes),
      sizes_(sizes),
      now_(std::move(now)),
      row_(std::move(row)),
      content_(std::move(content)) {}

bool ImportRun::step() {
  const bool writing = row_.state == ImportState::writing;
  if (!writing && row_.total <= sizes_.whole)
    in_one();
  else if (inlet_.cross)
    writing ? write_cross() : check_cross();
  else
    writing ? write_part() : check_part();
  return !row_.finished_at;
}

// All rows in one transaction. What is refused, or only tried, is undone with everything else.
void ImportRun::in_one() {
  InletFile file(inlet_, content_, sizes_.csv, choices_from(row_.heads));
  const std::vector<InletRow> rows = file.next(std::numeric_limits<std::size_t>::max());
  const bool trial = row_.dry_run || (file.refused_rows() > 0 && !row_.leave_out);
  store::ImportRow tally;
  std::vector<CsvProblem> problems;
  const auto work = [&](Tx& tx) {
    tx.require_storage(static_cast<std::int64_t>(content_.size()));
    tally = row_;
    clear(tally);
    tally.refused = file.refused_rows();
    problems = file.problems();
    const auto take = [&] { return inlet_.accept(ctx_, tx, rows); };
    if (!rows.empty()) write(tx, rows, take, tally, problems);
    if (trial) return;
    if (tally.refused > 0 && !row_.leave_out) throw NotWritten{};
    tally.state = ImportState::done;
    tally.problems = problems_json(in_order(std::move(problems), sizes_.csv.problems));
    tally.finished_at = now_();
    advance(tx, tally);
  };
  try {
    change(work, trial);
    if (!trial) {
      row_ = tally;
      return;
    }
  } catch (const NotWritten&) {
  }
  tally.parts = 0;  // undone with all the rest
  end(tally, std::move(problems), tally.refused > 0 ? ImportState::refused : ImportState::done);
}

const std::vector<InletRow>& ImportRun::next_part() {
  if (part_.empty()) part_ = file_->next(sizes_.part);
  return part_;
}

void ImportRun::check_part() {
  if (!file_) {
    file_.emplace(inlet_, content_, sizes_.csv, choices_from(row_.heads));
    tally_ = row_;
    clear(tally_);
  }
  if (next_part().empty()) return end_check();
  store::ImportRow after;
  std::vector<CsvProblem> found;
  change(
      [&](Tx& tx) {
        after = tally_;
        found = problems_;
        accept(tx, part_, after, found);
      },
      true);
  tally_ = std::move(after);
  problems_ = std::move(found);
  part_.clear();
  if (tally_.checked / note_every == row_.checked / note_every) return;
  change([&](Tx& tx) { advance(tx, tally_); }, false);
  row_ = tally_;
}

void ImportRun::end_check() {
  std::vector<CsvProblem> problems = file_->problems();
  problems.insert(problems.end(), problems_.begin(), problems_.end());
  store::ImportRow to = tally_;
  to.refused += file_->refused_rows();
  if (to.refused > 0 && (to.dry_run || !to.leave_out))
    return end(to, std::move(problems), ImportState::refused);
  if (to.dry_run) return end(to, std::move(problems), ImportState::done);
  clear(to);
  to.checked = tally_.checked;
  to.state = ImportState::writing;
  to.problems = problems_json({});
  change([&](Tx& tx) { advance(tx, to); }, false);
  row_ = to;
  file_.reset();
}

// A row can be refused here although it was good when it was checked, because the data has changed
// meanwhile: it is named, the others are written, and the import ends as failed.
void ImportRun::write_part() {
  if (!file_) {
    file_.emplace(inlet_, content_, sizes_.csv, choices_from(row_.heads));
    problems_ = problems_from(row_.problems);
    (void)file_->next(static_cast<std::size_t>(row_.next_row));
  }
  if (next_part().empty()) return end_writing();
  store::ImportRow to;
  std::vector<CsvProblem> problems;
  change(
      [&](Tx& tx) {
        tx.require_storage(static_cast<std::int64_t>(content_.size()) /
                           std::max<std::int64_t>(row_.total / std::ssize(part_), 1));
        to = row_;
        problems = problems_;
        write(tx, part_, [&] { return inlet_.accept(ctx_, tx, part_); }, to, problems);
        to.checked = row_.checked;
        to.next_row = row_.next_row + static_cast<std::int64_t>(part_.size());
        to.problems = problems_json(problems);
        advance(tx, to);
      },
      false);
  row_ = std::move(to);
  problems_ = std::move(problems);
  part_.clear();
}

void ImportRun::end_writing() {
  store::ImportRow to = row_;
  to.refused += file_->refused_rows();
  std::vector<CsvProblem> problems = file_->problems();
  problems.insert(problems.end(), problems_.begin(), problems_.end());
  const bool good = to.refused == 0 || to.leave_out;
  end(to, std::move(problems), good ? ImportState::done : ImportState::failed);
}

void ImportRun::accept(Tx& tx, std::span<const InletRow> rows, store::ImportRow& tally,
                       std::vector<CsvProblem>& problems) const {
  count(rows, inlet_.accept(ctx_, tx, rows), tally, problems);
}

void ImportRun::count(std::span<const InletRow> rows, std::span<const InletVerdict> verdicts,
                      store::ImportRow& tally, std::vector<CsvProblem>& problems) const {
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
          problems.push_back(
              {rows[i].line, v.column, v.key, v.args, text_in(inlet_, rows[i], v.column)});
        break;
    }
  }
  tally.checked += static_cast<std::int64_t>(rows.size());
}

void ImportRun::write(Tx& tx, std::span<const InletRow> rows, const Take& take,
                      store::ImportRow& tally, std::vector<CsvProblem>& problems) const {
  const std::int64_t before = tally.stored + tally.corrected;
  const Marks from = marks(tx, inlet_.undo);
  count(rows, take(), tally, problems);
  const Marks to = marks(tx, inlet_.undo);
  if (inlet_.undo.how == UndoHow::never || from == to) return;
  store::add(tx, store::PartRow{.import = row_.id,
                                .part = tally.parts++,
                                .written = tally.stored + tally.corrected - before,
                                .trail_after = from.trail,
                                .trail_to = to.trail,
                                .mark_after = from.mark,
                                .mark_to = to.mark});
}

void ImportRun::end(store::ImportRow to, std::vector<CsvProblem> problems, ImportState state) {
  to.state = state;
  to.problems = problems_json(in_order(std::move(problems), sizes_.csv.problems));
  to.finished_at = now_();
  change([&](Tx& tx) { advance(tx, to); }, false);
  row_ = std::move(to);
}

void ImportRun::advance(Tx& tx, const store::ImportRow& to) const {
  if (!store::advance(tx, to, row_.state, row_.next_row)) throw TakenOver{};
}

void ImportRun::change(const std::function<void(Tx&)>& job, bool rehearsal) {
  try {
    if (rehearsal) return lanes_.rehearse(actor(), "import." + inlet_.code, job);
    return lanes_.write(actor(), "import." + inlet_.code, job);
  } catch (const Error& e) {
    if (e.fault() == Fault::unavailable) throw Busy{};
    throw;
  }
}

Actor ImportRun::actor() const {
  return {ctx_.viewer().account, ctx_.viewer().login, ctx_.request_id};
}

}  // namespace twinrail::inlets
