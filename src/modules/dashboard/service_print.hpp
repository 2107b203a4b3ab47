#pragma once

#include "modules/dashboard/model.hpp"
#include "platform/pdf/paper.hpp"

/// The board on paper.
namespace twinrail::dashboard {

/// Prints what the board answers, within the same rights.
class Printer {
 public:
  Printer(Service& dashboard, people::Service& people) : dashboard_(dashboard), people_(people) {}

  pdf::Paper board_paper(const Context& ctx, Read& db, const BoardOf& request);
  CsvFile board(const Context& ctx, Lanes& lanes, const BoardOf& request);

 private:
  Service& dashboard_;
  people::Service& people_;
};

}  // namespace twinrail::dashboard
