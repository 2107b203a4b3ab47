#include "platform/http/dear_reads.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace twinrail {

bool DearReads::has_turn(const Line& line, AccountId account) const {
  return line.running.size() < limits_.at_a_time && !line.running.contains(account);
}

void DearReads::require_room(const Line& line, AccountId account) const {
  const auto own = std::ranges::count(line.waiting, account, &Waiting::account);
  if (line.waiting.size() >= limits_.waiting ||
      static_cast<std::size_t>(own) >= limits_.account_waiting)
    throw Error(Fault::too_many, "request.too_many_dear");
}

void DearReads::ask(const std::string& company, AccountId account, Begin begin) {
  {
    const std::lock_guard lock(mutex_);
    Line& line = lines_[company];
    if (!has_turn(line, account)) {
      require_room(line, account);
      line.waiting.push_back({account, std::move(begin)});
      return;
    }
    line.running.insert(account);
  }
  begin();
}

/// The first that waits and whose account has no other running; nothing when there is none.
DearReads::Begin DearReads::next(Line& line) const {
  const auto found = std::ranges::find_if(
      line.waiting, [&](const Waiting& one) { return has_turn(line, one.account); });
  if (found == line.waiting.end()) return {};
  Begin begin = std::move(found->begin);
  line.running.insert(found->account);
  line.waiting.erase(found);
  return begin;
}

void DearReads::over(const std::string& company, AccountId account) {
  Begin begin;
  {
    const std::lock_guard lock(mutex_);
    Line& line = lines_[company];
    line.running.erase(account);
    begin = next(line);
    if (line.running.empty()) lines_.erase(company);
  }
  if (begin) begin();
}

}  // namespace twinrail
