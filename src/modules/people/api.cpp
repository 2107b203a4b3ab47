#include "modules/people/api.hpp"

#include "modules/people/model_change.hpp"

namespace twinrail::people {

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
}

}  // namespace twinrail::people
