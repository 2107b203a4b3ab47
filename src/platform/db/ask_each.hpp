#pragma once

#include <iterator>
#include <vector>

#include "platform/db/db.hpp"

namespace twinrail {

/// The answers to a list of questions of one kind, one after the other, asked without waiting in
/// between: for what an index gives a bounded number of rows of, once for each of its places.
template <class Row>
std::vector<Row> ask_each(Read& db, const std::vector<Ask<Row>>& questions) {
  struct Asking : Read {
    explicit Asking(Connection& connection) : Read(connection) {}
    std::vector<Row> answers(const std::vector<Ask<Row>>& questions) {
      std::vector<Row> rows;
      std::vector<Question> asked;
      for (const Ask<Row>& q : questions)
        asked.push_back(question_for(*q.statement, q.params, type_of<Row>(),
                                     [&rows](void*& next) { next = &rows.emplace_back(); }));
      connection_.run_all(asked);
      return rows;
    }
  };
  return Asking(db.connection()).answers(questions);
}

}  // namespace twinrail
