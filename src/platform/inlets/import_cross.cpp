#include <algorithm>
#include <limits>

#include "platform/inlets/import_run.hpp"
#include "platform/inlets/record_inlet.hpp"

/// Files whose rows name each other and that are too long for one transaction: looked at whole on a
/// snapshot, which holds up nobody, and then written in parts, each of which names only what is
/// there or comes with it.
namespace twinrail::inlets {

void ImportRun::read_cross() {
  if (file_) return;
  file_.emplace(inlet_, content_, sizes_.csv, choices_from(row_.heads));
  rows_ = file_->next(std::numeric_limits<std::size_t>::max());
  const std::size_t key = place_of(inlet_, inlet_.cross->key);
  const std::size_t named = place_of(inlet_, inlet_.cross->named);
  std::vector<rules::NamingRow> naming;
  for (const InletRow& row : rows_) naming.push_back({row.values.at(key), row.values.at(named)});
  groups_ = rules::groups_of(naming);
}

void ImportRun::check_cross() {
  read_cross();
  std::vector<InletVerdict> verdicts;
  lanes_.read([&](Read& db) {
    verdicts = inlet_.cross->check(ctx_, db, rows_);
    marks_ = inlet_.cross->marks(db, rows_);
  });
  tally_ = row_;
  clear(tally_);
  tally_.refused = file_->refused_rows();
  std::vector<CsvProblem> problems = file_->problems();
  count(rows_, verdicts, tally_, problems);
  if (tally_.refused > 0 && (row_.dry_run || !row_.leave_out))
    return end(tally_, std::move(problems), ImportState::refused);
  if (row_.dry_run) return end(tally_, std::move(problems), ImportState::done);
  store::ImportRow to = row_;
  clear(to);
  to.checked = tally_.checked;
  to.state = ImportState::writing;
  to.problems = problems_json({}, marks_);
  change([&](Tx& tx) { advance(tx, to); }, false);
  row_ = to;
}

std::vector<InletVerdict> ImportRun::accept_unchanged(Tx& tx, std::span<const std::size_t> places) {
  std::vector<InletRow> rows;
  for (const std::size_t place : places) rows.push_back(rows_[place]);
  const std::vector<std::int64_t> now = inlet_.cross->marks(tx, rows);
  std::vector<InletRow> same;
  std::vector<InletVerdict> verdicts;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool unchanged = now[i] == marks_.at(places[i]);
    if (unchanged) same.push_back(rows[i]);
    verdicts.push_back(unchanged ? InletVerdict{}
                                 : refused(inlet_.cross->key, "inlet.changed_meanwhile"));
  }
  if (same.empty()) return verdicts;
  std::vector<InletVerdict> taken = inlet_.accept(ctx_, tx, same);
  if (taken.size() != same.size())
    throw Error(Fault::internal, "inlet.misdescribed", Arguments{{"inlet", inlet_.code}});
  auto next = taken.begin();
  for (InletVerdict& verdict : verdicts)
    if (verdict.verdict != Verdict::refused) verdict = std::move(*next++);
  return verdicts;
}

// The rows of one thing are in one part, so that it stands there as it was checked, unless somebody
// else has changed it.
void ImportRun::write_cross() {
  read_cross();
  problems_ = problems_from(row_.problems);
  if (marks_.empty()) marks_ = marks_from(row_.problems);
  std::size_t group = 0;
  for (std::int64_t done = 0; done < row_.next_row; ++group) done += std::ssize(groups_[group]);
  if (group == groups_.size()) return end_writing();
  std::vector<std::size_t> places;
  for (const std::size_t end = rules::part_end(groups_, group, sizes_.part); group < end; ++group)
    places.insert(places.end(), groups_[group].begin(), groups_[group].end());
  std::ranges::sort(places);
  std::vector<InletRow> rows;
  for (const std::size_t place : places) rows.push_back(rows_[place]);
  store::ImportRow to;
  std::vector<CsvProblem> problems;
  change(
      [&](Tx& tx) {
        tx.require_storage(static_cast<std::int64_t>(content_.size()) /
                           std::max<std::int64_t>(row_.total / std::ssize(rows), 1));
        to = row_;
        problems = problems_;
        write(tx, rows, [&] { return accept_unchanged(tx, places); }, to, problems);
        to.checked = row_.checked;
        to.next_row = row_.next_row + std::ssize(rows);
        to.problems = problems_json(problems, marks_);
        advance(tx, to);
      },
      false);
  row_ = std::move(to);
}

}  // namespace twinrail::inlets
