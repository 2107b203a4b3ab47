#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/db/lanes.hpp"
#include "platform/inlets/import.hpp"
#include "platform/inlets/inlet_file.hpp"
#include "platform/inlets/rules_parts.hpp"
#include "platform/inlets/store_import.hpp"

namespace twinrail::inlets {

/// Problems as they are kept, without words: those come in the reader's language.
[[nodiscard]] std::string problems_json(const std::vector<CsvProblem>& problems,
                                        const std::vector<std::int64_t>& marks = {});
[[nodiscard]] std::vector<CsvProblem> problems_from(const std::string& json);
/// What stood under each row when the file was checked, kept beside its problems.
[[nodiscard]] std::vector<std::int64_t> marks_from(const std::string& json);

/// Nothing is counted yet.
void clear(store::ImportRow& row);

/// Work on an import from where it stands to its end, part by part.
class ImportWork {
 public:
  /// The writer has too much to do: nothing was done, the same part is to be tried later.
  struct Busy {};
  /// Another process has moved this import.
  struct TakenOver {};

  virtual ~ImportWork() = default;
  /// Does one part. False when it is at its end. Throws Busy, TakenOver, and something else when
  /// something is broken.
  [[nodiscard]] virtual bool step() = 0;
};

/// Writes what a file has.
class ImportRun : public ImportWork {
 public:
  /// `now` dates its end.
  ImportRun(const Inlet& inlet, const Context& ctx, Lanes& lanes, const ImportSizes& sizes,
            std::function<Instant()> now, store::ImportRow row, std::string content);

  [[nodiscard]] bool step() override;

 private:
  struct NotWritten {};  ///< undoes a transaction whose rows are not all good

  void in_one();
  void check_part();
  void end_check();
  void write_part();
  /// The same of a file whose rows name each other.
  void check_cross();
  void write_cross();
  void read_cross();
  /// Takes the rows whose things stand as they did when they were checked, and refuses the others.
  [[nodiscard]] std::vector<InletVerdict> accept_unchanged(Tx& tx,
                                                           std::span<const std::size_t> places);
  void end_writing();
  /// What there is to do in the next part; none at the end of the file.
  [[nodiscard]] const std::vector<InletRow>& next_part();
  void accept(Tx& tx, std::span<const InletRow> rows, store::ImportRow& tally,
              std::vector<CsvProblem>& problems) const;
  /// Counts what was taken, and keeps what that wrote, so that it can be taken back.
  using Take = std::function<std::vector<InletVerdict>()>;
  void write(Tx& tx, std::span<const InletRow> rows, const Take& take, store::ImportRow& tally,
             std::vector<CsvProblem>& problems) const;
  void count(std::span<const InletRow> rows, std::span<const InletVerdict> verdicts,
             store::ImportRow& tally, std::vector<CsvProblem>& problems) const;
  void end(store::ImportRow to, std::vector<CsvProblem> problems, ImportState state);
  void advance(Tx& tx, const store::ImportRow& to) const;
  void change(const std::function<void(Tx&)>& job, bool rehearsal);
  [[nodiscard]] Actor actor() const;

  const Inlet& inlet_;
  const Context& ctx_;
  Lanes& lanes_;
  const ImportSizes& sizes_;
  std::function<Instant()> now_;
  store::ImportRow row_;  // as it stands in the database
  const std::string content_;
  std::optional<InletFile> file_;     // how far the check, or the writing, has read
  std::vector<InletRow> part_;        // read, and not worked on yet
  store::ImportRow tally_;            // of the check
  std::vector<CsvProblem> problems_;  // of the rows so far
  std::vector<InletRow> rows_;        // of a file whose rows name each other: all
  std::vector<rules::Group> groups_;  // of these, in the order in which they are written
  std::vector<std::int64_t> marks_;   // of each of these, as it was checked
};

}  // namespace twinrail::inlets
