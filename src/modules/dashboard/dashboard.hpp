#pragma once

#include "base/access.hpp"
#include "base/describe.hpp"

namespace twinrail {
class Context;
class Read;
}  // namespace twinrail

namespace twinrail::people {
class Service;
}
namespace twinrail::kpi {
class Service;
}
namespace twinrail::okr {
class Service;
using CycleId = Id<struct CycleTag>;
}  // namespace twinrail::okr

namespace twinrail::dashboard {

namespace permission {
inline constexpr Permission read{"dashboard.read"};  ///< see the board
}  // namespace permission

struct Board;
struct BoardOf;

/// The dual-track board: both rails of a unit and the links between them, each read once.
class Service {
 public:
  Service(people::Service& people, kpi::Service& kpi, okr::Service& okr)
      : people_(people), kpi_(kpi), okr_(okr) {}

  Board board(const Context& ctx, Read& db, const BoardOf& request);

 private:
  void fill_okr_rail(const Context& ctx, Read& db, std::optional<okr::CycleId> wanted,
                     const std::vector<OrgUnitId>& shown, Board& board);

  people::Service& people_;
  kpi::Service& kpi_;
  okr::Service& okr_;
};

}  // namespace twinrail::dashboard
