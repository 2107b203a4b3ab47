#include "modules/dashboard/api.hpp"

#include "modules/dashboard/model.hpp"
#include "modules/dashboard/model_week.hpp"

namespace twinrail::dashboard {

void routes(Router& r, Service& s) {
  r.module("dashboard");
  r.get("/board", "The dual-track board of a unit", s, &Service::board).needs(permission::read);
  r.get("/my-day", "What waits for the caller, and the caller's share in both rails", s,
        &Service::my_day)
      .needs(permission::read);
  r.get("/changes", "What moved in a unit and below since a day, newest first", s,
        &Service::changes)
      .needs(permission::read);
  r.get("/week", "What the weekly meeting of a unit looks at", s, &Service::week)
      .needs(permission::read);
}

void print_routes(Router& r, Printer& printer) {
  r.module("dashboard");
  r.get("/board/pdf", "The dual-track board of a unit, on paper", printer, &Printer::board)
      .needs(permission::read)
      .dear();
}

}  // namespace twinrail::dashboard
