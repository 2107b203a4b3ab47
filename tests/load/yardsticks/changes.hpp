#pragma once

#include <deque>

#include "bare.hpp"

namespace bare {

/// The rows of some tables that are other in one copy of a company than in an earlier one, as one
/// transaction: tables in the order in which they were made, so that what is referred to is there.
class Changes {
 public:
  Changes(const std::string& before_file, const std::string& after_file,
          const std::vector<std::string>& tables);
  [[nodiscard]] const Transaction& transaction() const { return transaction_; }

 private:
  std::deque<Shape> shapes_;
  Transaction transaction_;
};

}  // namespace bare
