#include "modules/people/api.hpp"

#include "modules/people/model_change.hpp"
#include "modules/people/model_company.hpp"

namespace twinrail::people {

namespace {

/// Of who keeps what holds for the whole company.
void company_routes(Router& r, Service& s) {
  r.get("/company", "The company's name, language and time", s, &Service::company)
      .needs(permission::company);
  r.put("/company", "Change the company's name, language or time", s, &Service::change_company)
      .needs(permission::company);
  r.get("/work-calendars", "Calendars of working days, and the units that work by them", s,
        &Service::work_calendars)
      .needs(permission::company);
  r.post("/work-calendars", "Add a calendar of working days", s, &Service::add_work_calendar)
      .needs(permission::company)
      .status(201);
  r.get("/work-calendars/{calendar}/years/{year}", "A calendar's days through a year", s,
        &Service::work_year)
      .needs(permission::company);
  r.put("/work-calendars/{calendar}", "Change a calendar's name, or the days of its week", s,
        &Service::change_work_calendar)
      .needs(permission::company);
  r.patch("/work-calendars/{calendar}/days", "Say of some days that they are worked, or not", s,
          &Service::change_work_days)
      .needs(permission::company);
  r.post("/work-calendars/{calendar}/holidays", "Take in the holidays of a year in China", s,
         &Service::take_holidays)
      .needs(permission::company)
      .versioned();
  r.put("/units/{unit}/work-calendar", "Let a unit work by a calendar from a day on", s,
        &Service::choose_work_calendar)
      .needs(permission::company)
      .unversioned();
  r.get("/exchange-rates", "Exchange rates, the newest first", s, &Service::rates)
      .needs(permission::company);
  r.post("/exchange-rates", "Add an exchange rate of a day", s, &Service::add_rate)
      .needs(permission::company)
      .status(201);
  r.patch("/exchange-rates/{rate}", "Correct an exchange rate, with a reason", s,
          &Service::change_rate)
      .needs(permission::company);
}

}  // namespace

void routes(Router& r, Service& s) {
  r.module("people");
  r.get("/units", "Units of the organisation, as of a day", s, &Service::units)
      .needs(permission::read);
  r.get("/units/{unit}", "One unit", s, &Service::unit).needs(permission::read);
  r.post("/units", "Add a unit", s, &Service::add_unit).needs(permission::write).status(201);
  r.patch("/units/{unit}", "Change a unit from a day on", s, &Service::change_unit)
      .needs(permission::write);
  r.post("/units/{unit}/closure", "Close a unit with its last day", s, &Service::close_unit)
      .needs(permission::write)
      .versioned();
  r.get("/units/{unit}/versions", "What a unit was and will be, the newest first", s,
        &Service::unit_history)
      .needs(permission::read);
  r.get("/units/{unit}/calendar", "How a unit counts its time on a day", s, &Service::unit_calendar)
      .needs(permission::read);
  r.put("/units/{unit}/calendar", "Let a unit count its time otherwise from a day on", s,
        &Service::change_unit_calendar)
      .needs(permission::write)
      .unversioned();
  r.get("/legal-entities", "Employers with their country and currency", s, &Service::legal_entities)
      .needs(permission::read);
  r.post("/legal-entities", "Add an employer", s, &Service::add_legal_entity)
      .needs(permission::write)
      .status(201);
  r.get("/people", "People, by unit or search", s, &Service::people).needs(permission::read);
  r.post("/people", "Hire somebody", s, &Service::hire).needs(permission::write).status(201);
  r.get("/people/{person}", "One person", s, &Service::person).needs(permission::read);
  r.patch("/people/{person}", "Change a name, address or kind of employment", s,
          &Service::change_person)
      .needs(permission::write);
  r.post("/people/{person}/posts", "Give somebody another unit, post or manager from a day on", s,
         &Service::move)
      .needs(permission::write)
      .versioned();
  r.post("/people/{person}/departure", "End an employment with its last day", s, &Service::leave)
      .needs(permission::write)
      .versioned();
  r.del("/people/{person}/departure", "Take back that somebody leaves", s, &Service::stay)
      .needs(permission::write);
  r.post("/people/{person}/employments", "Employ somebody again who has left", s, &Service::rehire)
      .needs(permission::write)
      .versioned();
  company_routes(r, s);
}

}  // namespace twinrail::people
