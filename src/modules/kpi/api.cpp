#include "modules/kpi/api.hpp"

#include "modules/kpi/model.hpp"
#include "modules/kpi/model_assign.hpp"
#include "modules/kpi/model_entry.hpp"
#include "modules/kpi/model_life.hpp"
#include "modules/kpi/model_print.hpp"
#include "modules/kpi/model_proposal.hpp"
#include "modules/kpi/model_source.hpp"
#include "modules/kpi/model_target.hpp"

namespace twinrail::kpi {

namespace {

/// Measures, their readings, and who types which.
void measure_routes(Router& r, Service& s) {
  r.get("/measures", "Measures and how far their readings go", s, &Service::measures)
      .needs(permission::read);
  r.post("/measures", "Define a measure", s, &Service::add_measure)
      .needs(permission::define)
      .status(201);
  r.put("/measures/{measure}", "Change a measure's names and what its readings may be", s,
        &Service::change_measure)
      .needs(permission::define);
  r.put("/measures/{measure}/retirement", "End the use of a measure, or use it again", s,
        &Service::retire_measure)
      .needs(permission::define);
  r.get("/measures/{measure}/history", "What of a measure was changed, and why", s,
        &Service::measure_history)
      .needs(permission::read);
  r.post("/measures/{measure}/readings", "Report figures of a measure", s,
         &Service::record_readings)
      .needs(permission::write_reading)
      .together(s, &Service::record_together)
      .body_max(2 << 20);
  r.get("/measures/{measure}/readings", "Readings of a measure with their revisions", s,
        &Service::readings)
      .needs(permission::read);
  r.get("/measures/{measure}/duties", "Who reports a measure for which units", s, &Service::duties)
      .needs(permission::read);
  r.post("/measures/{measure}/duties", "Have a measure reported for units", s, &Service::add_duties)
      .needs(permission::define)
      .status(201);
  r.patch("/duties/{duty}", "Change a reporting duty, or end it", s, &Service::change_duty)
      .needs(permission::define);
  r.get("/entry", "Figures to be typed, by unit and day", s, &Service::entry)
      .needs(permission::enter);
  r.post("/entry", "Type figures and correct them, all or none", s, &Service::enter)
      .needs(permission::enter)
      .body_max(2 << 20);
  r.get("/entry/due", "How many figures I have to report today", s, &Service::entry_due)
      .needs(permission::enter);
}

/// The systems that figures come from, and who writes for them.
void source_routes(Router& r, Service& s) {
  r.get("/sources", "Sources of readings and who writes under them", s, &Service::sources)
      .needs(permission::manage_source);
  r.post("/sources", "Register a source of readings", s, &Service::add_source)
      .needs(permission::manage_source)
      .status(201);
  r.get("/sources/{source}", "One source of readings", s, &Service::source)
      .needs(permission::manage_source);
  r.put("/sources/{source}", "Change a source's names and writers", s, &Service::change_source)
      .needs(permission::manage_source);
  r.post("/sources/{source}/closure", "Take nothing under a source from a day on", s,
         &Service::close_source)
      .needs(permission::manage_source)
      .versioned();
  r.del("/sources/{source}/closure", "Open a closed source again", s, &Service::open_source)
      .needs(permission::manage_source);
  r.get("/source-writers", "Accounts and roles that may become writers of a source", s,
        &Service::writer_choices)
      .needs(permission::manage_source);
}

/// KPIs as such, and what they mean.
void kpi_routes(Router& r, Service& s) {
  r.get("/kpis", "KPIs with their formulas", s, &Service::kpis).needs(permission::read);
  r.post("/kpis", "Define a KPI", s, &Service::add_kpi).needs(permission::define).status(201);
  r.get("/kpis/check", "Where a formula is wrong, before it is a KPI", s, &Service::check_formula)
      .needs(permission::define);
  r.get("/kpis/{kpi}", "One KPI with what it means", s, &Service::kpi).needs(permission::read);
  r.patch("/kpis/{kpi}", "Change a KPI from a day on", s, &Service::change_kpi)
      .needs(permission::define);
  r.put("/kpis/{kpi}/words", "Say what a KPI means", s, &Service::set_kpi_words)
      .needs(permission::define);
  r.put("/kpis/{kpi}/retirement", "End the use of a KPI, or use it again", s, &Service::retire_kpi)
      .needs(permission::define);
  r.post("/kpis/{kpi}/assignments", "Assign a KPI to many units, all or none", s,
         &Service::assign_many)
      .needs(permission::define)
      .status(201);
  r.get("/kpis/{kpi}/history", "What of a KPI was changed, and why", s, &Service::kpi_history)
      .needs(permission::read);
}

/// How a KPI of a unit changes and ends.
void life_routes(Router& r, Service& s) {
  r.patch("/kpi-assignments/{assignment}", "Change owner, weight or breach rule from a day on", s,
          &Service::change_assignment)
      .needs(permission::define);
  r.put("/kpi-assignments/{assignment}/retirement", "End a unit's KPI, or go on with it", s,
        &Service::retire_assignment)
      .needs(permission::define);
  r.get("/kpi-assignments/{assignment}/history", "What was changed of it and its KPI, and why", s,
        &Service::assignment_history)
      .needs(permission::read);
}

}  // namespace

void routes(Router& r, Service& s) {
  r.module("kpi");
  measure_routes(r, s);
  source_routes(r, s);
  kpi_routes(r, s);
  life_routes(r, s);
  r.get("/kpis/{kpi}/targets", "Targets of a KPI, by unit and period", s, &Service::target_grid)
      .needs(permission::read);
  // What each cell is based on stands in the cell, so that one that was changed is named.
  r.put("/kpis/{kpi}/targets", "Set targets of many units and periods, all or none", s,
        &Service::set_targets)
      .needs(permission::define)
      .unversioned()
      .body_max(4 << 20);
  r.get("/kpi-assignments", "KPIs of units as they stand", s, &Service::rows)
      .needs(permission::read);
  r.post("/kpi-assignments", "Assign a KPI to a unit", s, &Service::add_assignment)
      .needs(permission::define)
      .status(201);
  r.get("/kpi-assignments/{assignment}", "One KPI of one unit", s, &Service::assignment)
      .needs(permission::read);
  r.post("/kpi-assignments/{assignment}/targets", "Set a target from a day on", s,
         &Service::add_target)
      .needs(permission::define)
      .status(201);
  r.get("/kpi-assignments/{assignment}/target-rule", "How a target may be changed", s,
        &Service::target_rule)
      .needs(permission::read);
  r.get("/kpi-assignments/{assignment}/target-proposals", "Targets that were asked for", s,
        &Service::target_proposals)
      .needs(permission::read);
  r.post("/kpi-assignments/{assignment}/target-proposals", "Ask for another target", s,
         &Service::propose_target)
      .needs(permission::propose)
      .status(201);
  r.get("/kpi-assignments/{assignment}/points", "Points over time, as known now or at a moment", s,
        &Service::points)
      .needs(permission::read)
      .dear();
  r.get("/kpi-assignments/{assignment}/explanation", "Explain a number, step by step", s,
        &Service::explain)
      .needs(permission::read)
      .dear();
  r.get("/kpi-assignments/{assignment}/readings", "The readings behind a point", s,
        &Service::point_readings)
      .needs(permission::read)
      .dear();
  r.post("/breaches/{breach}/acknowledgement", "Acknowledge a breach", s, &Service::acknowledge)
      .needs(permission::acknowledge)
      .status(201);
}

void print_routes(Router& r, Printer& printer) {
  r.module("kpi");
  r.get("/kpi-assignments/{assignment}/pdf", "One KPI of one unit, on paper", printer,
        &Printer::assignment)
      .needs(permission::read)
      .dear();
}

}  // namespace twinrail::kpi
