#include "platform/db/storage.hpp"

#include "platform/db/connection.hpp"

namespace twinrail {
namespace {

/// A value in a table takes more than it is long: its row, its indexes, its place in the trail.
constexpr std::int64_t grows_by = 8;
constexpr auto look_again = std::chrono::seconds(10);
constexpr std::int64_t mega = 1 << 20;

}  // namespace

void StorageBound::require_room(Connection& connection, std::int64_t adds) {
  if (most_ <= 0) return;
  added_ += adds * grows_by;
  const auto now = Clock::now();
  if (added_ < room_ / 2 && now - looked_at_ < look_again) return;
  const std::int64_t used = connection.stored_bytes();
  room_ = most_ - used;
  added_ = adds * grows_by;
  looked_at_ = now;
  full_ = room_ <= 0;
  if (full_)
    throw Error(Fault::conflict, "storage.full",
                Arguments{{"used", std::to_string((used + mega - 1) / mega)},
                          {"most", std::to_string(most_ / mega)}});
}

}  // namespace twinrail
