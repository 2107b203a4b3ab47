#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "base/ids.hpp"

namespace twinrail {

/// Lets reads that cost much begin in turns: one of an account at a time, and of a company's
/// readers never all, so that the other pages are answered meanwhile.
class DearReads {
 public:
  struct Limits {
    std::size_t at_a_time = 1;        ///< of one company
    std::size_t account_waiting = 8;  ///< of one account
    std::size_t waiting = 64;         ///< of one company
  };
  /// Begins a read and throws nothing; when that is over, somebody calls `over`.
  using Begin = std::function<void()>;

  explicit DearReads(Limits limits) : limits_(limits) {}

  /// Calls `begin` at once, or when others are over. Throws Error (too_many)
  /// "request.too_many_dear" when too many wait already.
  void ask(const std::string& company, AccountId account, Begin begin);
  void over(const std::string& company, AccountId account);

 private:
  struct Waiting {
    AccountId account;
    Begin begin;
  };
  struct Line {
    std::set<AccountId> running;
    std::deque<Waiting> waiting;
  };

  [[nodiscard]] bool has_turn(const Line& line, AccountId account) const;
  void require_room(const Line& line, AccountId account) const;
  [[nodiscard]] Begin next(Line& line) const;

  const Limits limits_;
  std::mutex mutex_;
  std::map<std::string, Line> lines_;  ///< of companies that have some
};

}  // namespace twinrail
