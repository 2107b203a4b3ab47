#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/db/lanes.hpp"
#include "platform/inlets/import.hpp"
#include "platform/inlets/inlet_file.hpp"
#include "platform/inlets/store_import.hpp"

namespace twinrail::inlets {

/// Problems as they are kept, without words: those come in the reader's language.
[[nodiscard]] std::string problems_json(const std::vector<CsvProblem>& problems);
[[nodiscard]] std::vector<CsvProblem> problems_from(const std::string& json);

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
  void end_writing();
  /// What there is to do in the next part; none at the end of the file.
  [[nodiscard]] const std::vector<InletRow>& next_part();
  void accept(Tx& tx, std::span<const InletRow> rows, store::ImportRow& tally,
              std::vector<CsvProblem>& problems) const;
  /// The same, and keeps what it wrote, so that it can be taken back.
  void write(Tx& tx, std::span<const InletRow> rows, store::ImportRow& tally,
             std::vector<CsvProblem>& problems) const;
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
};

}  // namespace twinrail::inlets
