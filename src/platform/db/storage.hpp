#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace twinrail {

class Connection;

/// How many bytes a company's data may take. Kept by its writer, so one thread at a time asks; that
/// it is full may be read by any. The database is looked at when what was added since the last look
/// may have used up half of the room, and after a while, because others write as well.
class StorageBound {
 public:
  /// 0 = none.
  explicit StorageBound(std::int64_t most = 0) : most_(most) {}
  void set(std::int64_t most) { most_ = most; }
  /// Before `adds` bytes, about, are written: throws Error (conflict) "storage.full" where the data
  /// take as much as they may. What was begun below the bound is finished.
  void require_room(Connection& connection, std::int64_t adds);
  /// The last look found no room.
  [[nodiscard]] bool full() const { return full_; }

 private:
  using Clock = std::chrono::steady_clock;
  std::int64_t most_ = 0;
  std::int64_t room_ = 0;   ///< at the last look
  std::int64_t added_ = 0;  ///< since then
  Clock::time_point looked_at_{};
  std::atomic<bool> full_{false};
};

}  // namespace twinrail
