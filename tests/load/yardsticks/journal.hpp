#pragma once

#include <deque>
#include <string>
#include <vector>

#include "bare.hpp"

namespace bare {

/// The rows that the product wrote between two states of a company, one transaction a request, read
/// from its own SQLite files: so the yardstick writes those very rows, whatever the product thought
/// of. The rows of a request are found by the audit trail, which begins each of them, and by the
/// events, which name what else moved.
class Journal {
 public:
  /// `before` and `after` are the company's files before and after the run.
  Journal(const std::string& before, const std::string& after);
  [[nodiscard]] const std::vector<Transaction>& transactions() const { return transactions_; }

 private:
  std::deque<Shape> shapes_;
  std::vector<Transaction> transactions_;
};

}  // namespace bare
