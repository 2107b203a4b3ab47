#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "platform/db/lanes.hpp"
#include "platform/inlets/import.hpp"
#include "platform/inlets/store_import.hpp"

namespace twinrail::inlets {

/// Problems as they are kept, without words: those come in the reader's language.
[[nodiscard]] std::string problems_json(const std::vector<CsvProblem>& problems);
[[nodiscard]] std::vector<CsvProblem> problems_from(const std::string& json);

/// One import from where it stands to its end.
class ImportRun {
 public:
  /// `stopping` ends it between two parts, `now` dates its end.
  ImportRun(const Inlet& inlet, const Context& ctx, Lanes& lanes, const ImportSizes& sizes,
            std::function<bool()> stopping, std::function<Instant()> now);

  /// Leaves the import finished, or unfinished when the program is stopping or another node has
  /// taken it. Throws when something is broken.
  void run(store::ImportRow row, const std::string& content);
  /// Ends an import that cannot go on.
  void fail(store::ImportRow row, const std::string& key, const Arguments& args);

 private:
  struct NotWritten {};  ///< undoes a transaction whose rows are not all good
  struct TakenOver {};   ///< somebody else has moved this import
  struct Stopped {};

  void in_one(const std::string& content);
  void check_parts(const std::string& content);
  void write_parts(const std::string& content);
  void accept(Tx& tx, std::span<const InletRow> rows, store::ImportRow& tally,
              std::vector<CsvProblem>& problems) const;
  void end(ImportState state);
  void end_checked();
  void advance(Tx& tx, const store::ImportRow& to) const;
  void change(const std::function<void(Tx&)>& job, bool rehearsal);
  [[nodiscard]] Actor actor() const;

  const Inlet& inlet_;
  const Context& ctx_;
  Lanes& lanes_;
  const ImportSizes& sizes_;
  std::function<bool()> stopping_;
  std::function<Instant()> now_;
  store::ImportRow row_;              // as it stands in the database
  std::vector<CsvProblem> problems_;  // of the file and of the rows
};

}  // namespace twinrail::inlets
