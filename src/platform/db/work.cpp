#include "platform/db/work.hpp"

#include <atomic>

namespace twinrail {
namespace {

struct Counted {
  std::atomic<std::int64_t> steps{0};
  std::atomic<std::int64_t> scanned{0};
  std::atomic<std::int64_t> sorts{0};
  std::atomic<std::int64_t> statements{0};
  std::atomic<std::int64_t> rows{0};
};
Counted counted;  // NOLINT: of the whole process

void add(std::atomic<std::int64_t>& to, std::int64_t more) {
  if (more != 0) to.fetch_add(more, std::memory_order_relaxed);
}

}  // namespace

DbWork db_work() {
  return {counted.steps, counted.scanned, counted.sorts, counted.statements, counted.rows};
}

void add_work(const DbWork& done) {
  add(counted.steps, done.steps);
  add(counted.scanned, done.scanned);
  add(counted.sorts, done.sorts);
  add(counted.statements, done.statements);
  add(counted.rows, done.rows);
}

}  // namespace twinrail
